import { dataset } from './core/dataset.ts'
import { former } from './core/former.ts'
import { labels } from './core/labels.ts'
import { libraries } from './core/libraries.ts'
import { queue } from './core/queue.ts'
import { regions } from './core/regions.ts'
import { results } from './core/results.ts'
import { review } from './core/review.ts'
import { scans } from './core/scans.ts'
import { start } from './core/start.ts'
import { study } from './core/study.ts'
import { weights } from './core/weights.ts'
import { changes, stageNames, words } from './core/words.ts'

/** What the source of the core says, in German: a table per theme. */
export const saidByCore = [start, scans, regions, labels, dataset, study, queue, weights, results, review]

/**
 * The core's English with its German. `{}` stands for each value that is put in; where German wants them in another
 * order, or one of them twice, `{2}` is the second. Values are put into German, too, where they are in here.
 */
export const german: Readonly<Record<string, string>> = Object.assign(
  {},
  ...saidByCore,
  former,
  libraries,
  changes,
  stageNames,
  words,
) as Record<string, string>
