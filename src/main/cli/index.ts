import type { CliCommand } from './command.ts'
import { bench } from './bench.ts'
import { demo } from './demo.ts'
import { diff } from './diff.ts'
import { doctor } from './doctor.ts'
import { series } from './series.ts'
import { settings } from './settings.ts'
import { sample } from './sample.ts'
import { serve } from './serve.ts'
import { status } from './status.ts'
import { run } from './run.ts'
import { plan } from './plan.ts'
import { predict } from './predict.ts'
import { cancel } from './cancel.ts'
import { cohort } from './cohort.ts'
import { compare } from './compare.ts'
import { importScans } from './import.ts'
import { centroids } from './centroids.ts'
import { decide } from './decide.ts'
import { exportCommand } from './export.ts'
import { extract } from './extract.ts'
import { freeze } from './freeze.ts'
import { init } from './init.ts'
import { labels } from './labels.ts'
import { queue } from './queue.ts'
import { recipes } from './recipes.ts'
import { montage } from './montage.ts'
import { register } from './register.ts'
import { report } from './report.ts'
import { review } from './review.ts'
import { results } from './results.ts'
import { weights } from './weights.ts'
import { versions } from './versions.ts'
import { verify } from './verify.ts'

/** Every command, in the order `antrum --help` shows them. */
export const commands: CliCommand[] = [
  doctor,
  sample,
  init,
  series,
  importScans,
  labels,
  decide,
  cohort,
  register,
  centroids,
  extract,
  montage,
  freeze,
  versions,
  diff,
  recipes,
  plan,
  run,
  status,
  queue,
  settings,
  results,
  compare,
  report,
  review,
  predict,
  exportCommand,
  verify,
  cancel,
  weights,
  serve,
  bench,
  demo,
]
