import { AntrumError } from '../../shared/ipc/error.ts'
import { engineInfo } from '../services/engine-info.ts'
import { describeInstallation, type Installation } from '../services/installation.ts'
import type { CliCommand } from './command.ts'

export const doctor: CliCommand = {
  usage: 'doctor',
  summary: 'engine, versions and devices in use, and why',
  run: async ({ signal, progress }) => {
    progress({ phase: 'Starting the engine and timing a training step', done: 0 })
    try {
      const json = await engineInfo({ signal })
      const { engine, stepSeconds } = json
      const lines = [
        ['TensorFlow', `${engine.tensorflow} on the ${engine.device.toUpperCase()}, ${engine.deviceName}`],
        ['Why', engine.reason],
        ['Precision', engine.precision],
        ['Training step', `${(stepSeconds * 1000).toFixed(1)} ms (classifier, width 16, four 32³ cubes)`],
        ...installationLines(json),
      ]
      return { json, text: table(lines) }
    } catch (error) {
      if (!(error instanceof AntrumError) || error.code === 'cancelled') throw error
      // A broken engine is what this command is asked about: the rest is told along with it.
      const rest = table(installationLines(describeInstallation()))
      throw new AntrumError(error.code, `${error.message}\n\n${rest}`, error.details, { cause: error })
    }
  },
}

function installationLines({ node, sqlite, setup, addon, cpu, memory }: Installation): string[][] {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  return [
    ['Addon', addon.present ? addon.file : `missing: ${addon.file}`],
    ...(setup
      ? [
          ['Library', setup.libraryDirectory ?? "tfjs-node's own"],
          ['from', `${setup.source.split(', ')[0]} (${setup.build}: ${setup.reason})`],
          ['Cache', setup.cacheDirectory],
        ]
      : [['Set-up', 'not finished in this folder; run "npm run setup"']]),
    ['Processor', `${cpu.name}, ${cpu.cores} cores`],
    ['Memory', `${gigabytes(memory.availableBytes)} free of ${gigabytes(memory.totalBytes)}`],
    ['Node, SQLite', `${node}, ${sqlite}`],
  ]
}

const table = (lines: string[][]) =>
  lines.map(([name = '', value = '']) => `${name.padEnd(14)} ${value}`).join('\n')
