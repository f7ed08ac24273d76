import { beforeAll, describe, expect, it } from 'vitest'
import { differencesOf } from '../../../../src/shared/metrics/differences.ts'
import { isUndefined } from '../../../../src/shared/metrics/outcome.ts'
import { correctedResampledT } from '../../../../src/shared/metrics/resampled-t.ts'
import { openTestBench } from '../../../../src/shared/metrics/test-bench.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { nullStudy } from '../../../helpers/null-study.ts'

/**
 * Studies of two methods that are equally good, each with real training on overlapping folds: every claim of a
 * difference is false. The same at larger scale, over more designs and with the other tests: scripts/null-simulation.mjs.
 */
describe.each([
  {
    studies: 300,
    testSubjects: 60,
    developmentSubjects: 140,
    folds: 5,
    labelFraction: 0.2,
    resampledFails: false,
  },
  {
    studies: 300,
    testSubjects: 60,
    developmentSubjects: 140,
    folds: 5,
    labelFraction: 1,
    resampledFails: true,
  },
])(
  'at $labelFraction of the labels, $studies studies without a difference',
  ({ studies, resampledFails, ...design }) => {
    const claims = { auroc: 0, auprc: 0, f1: 0, resampledT: 0 }

    beforeAll(() => {
      const random = createRandom(`null ${design.labelFraction}`)
      for (let study = 0; study < studies; study++) {
        const evaluations = nullStudy(random, design)
        const bench = openTestBench(evaluations, { seed: study, replicates: 150 })
        const pair = { labelFraction: design.labelFraction, first: 'first', second: 'second' }
        for (const { metric, result } of differencesOf([pair], evaluations, bench)) {
          if (isUndefined(result)) continue
          if (result.distinguishable) claims[metric]++
          if (metric !== 'auroc') continue
          const corrected = correctedResampledT(
            result.folds.map(({ difference }) => difference),
            design.testSubjects / (0.8 * design.developmentSubjects * design.labelFraction),
          )
          if (!isUndefined(corrected) && corrected.p < 0.05) claims.resampledT++
        }
      }
    })

    it.each(['auroc', 'auprc', 'f1'] as const)(
      'the verdict by %s is wrong in at most 7 % of them',
      (metric) => {
        expect(claims[metric] / studies).toBeLessThanOrEqual(0.07)
        // And it is a test: one that never claims anything would pass the line above.
        expect(claims[metric]).toBeGreaterThan(0)
      },
    )

    // Each fold's training set is nearly all of the cohort then, so the folds hardly differ, and the one test set's noise
    // is not in their spread.
    it('the resampled t-test, which decides nothing, claims far too much when folds with all labels share a test set', () => {
      expect(claims.resampledT / studies > 0.2).toBe(resampledFails)
    })
  },
)
