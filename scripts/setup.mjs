#!/usr/bin/env node
// @ts-check
// Brings a fresh checkout to where `antrum` and the tests run. Needs Node 20 and nothing installed: built-ins only.
import { fileURLToPath } from 'node:url'
import { SetupFailure, formatFailure } from './setup/failure.mjs'
import { stopChildren } from './setup/process.mjs'
import { createReport } from './setup/report.mjs'
import { setUp } from './setup/run.mjs'

const usage = `Usage: npm run setup [-- --cpu | --gpu | --auto]

  --cpu    TensorFlow for the CPU, also where there is an NVIDIA driver; remembered
  --gpu    TensorFlow and its CUDA libraries, also without a driver (4 GB); remembered
  --auto   forget --cpu or --gpu: the GPU where there is an NVIDIA driver

  ANTRUM_CACHE=/folder           where libtensorflow is kept
  ANTRUM_LIBTENSORFLOW=/folder   a libtensorflow of your own`

/** @param {string[]} argv */
function parse(argv) {
  /** @type {('auto' | 'cpu' | 'gpu')[]} */
  const requests = []
  for (const argument of argv) {
    if (argument === '--help' || argument === '-h') return 'help'
    if (argument !== '--cpu' && argument !== '--gpu' && argument !== '--auto')
      throw new SetupFailure('usage', `${argument} is not an option.`, usage.split('\n').filter(Boolean))
    requests.push(/** @type {'auto' | 'cpu' | 'gpu'} */ (argument.slice(2)))
  }
  if (requests.length > 1) throw new SetupFailure('usage', 'give one of --cpu, --gpu and --auto.', [])
  return requests[0]
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    stopChildren(signal)
    console.error('\nantrum set-up stopped. Run the same command again: it continues where it stopped.')
    process.exit(signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 129)
  })
}

const root = fileURLToPath(new URL('..', import.meta.url))
try {
  const request = parse(process.argv.slice(2))
  if (request === 'help') console.log(usage)
  else {
    const report = createReport(process.stderr)
    const { facts, steps } = await setUp({ root, env: process.env, report, ...(request && { request }) })
    if (steps.length > 0)
      report.say(
        `Set-up is complete: TensorFlow ${facts.tensorflow ?? ''} (${facts.build}), ${facts.reason}.`,
      )
  }
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error
  console.error(`\n${formatFailure(error)}`)
  process.exitCode = error.code === 'usage' ? 2 : 1
}
