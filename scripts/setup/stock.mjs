// @ts-check
import path from 'node:path'
import { tfjsFolder } from './addon.mjs'
import { SetupFailure } from './failure.mjs'
import { runProgram, tail } from './process.mjs'
import { inTask } from './report.mjs'

/**
 * The way for systems without a wheel: tfjs-node's own download, an older TensorFlow (2.7 or 2.9) with its binary
 * addon. Antrum's graphs run on it more slowly or, where an operation is missing, not at all: said, not hidden.
 *
 * @param {{ root: string, system: string, device: 'cpu' | 'gpu', env: import('./process.mjs').Env,
 *   report: import('./report.mjs').Report }} options
 * @throws {SetupFailure} unsupported-platform
 */
export async function installStock({ root, system, device, env, report }) {
  report.say(`There is no pinned TensorFlow for ${system}: using tfjs-node's own download, an older one.`)
  const binaries = path.join(root, 'node_modules', '.bin')
  const environment = { ...env, PATH: `${binaries}${path.delimiter}${env.PATH ?? ''}` }
  await inTask(report, "tfjs-node's own download", async () => {
    const finished = await runProgram(process.execPath, ['scripts/install.js', device, 'download'], {
      env: environment,
      cwd: tfjsFolder(root),
    })
    if (finished.code === 0) return
    throw new SetupFailure(
      'unsupported-platform',
      `there is no TensorFlow for ${system} that set-up could fetch.`,
      [
        ...tail(finished, 6),
        'Antrum runs on Linux with glibc 2.27 or newer (x86-64 or arm64); on Windows, inside WSL 2.',
        'With a libtensorflow of your own: export ANTRUM_LIBTENSORFLOW=/folder',
      ],
    )
  })
}
