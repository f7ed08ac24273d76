import type { CliCommand } from './command.ts'
import { bench } from './bench.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { series } from './series.ts'
import { sample } from './sample.ts'
import { status } from './status.ts'
import { run } from './run.ts'
import { plan } from './plan.ts'
import { cancel } from './cancel.ts'
import { importScans } from './import.ts'
import { centroids } from './centroids.ts'
import { extract } from './extract.ts'
import { freeze } from './freeze.ts'
import { init } from './init.ts'
import { register } from './register.ts'
import { report } from './report.ts'
import { results } from './results.ts'

/** Every command, in the order `antrum --help` shows them. */
export const commands: CliCommand[] = [
  doctor,
  sample,
  init,
  series,
  importScans,
  register,
  centroids,
  extract,
  freeze,
  plan,
  run,
  status,
  results,
  report,
  cancel,
  bench,
  demo,
]
