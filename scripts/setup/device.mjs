// @ts-check
import { existsSync } from 'node:fs'
import path from 'node:path'
import { SetupFailure } from './failure.mjs'
import { findProgram } from './process.mjs'

/**
 * @typedef {'auto' | 'cpu' | 'gpu'} DeviceRequest
 * @typedef {{ key: string, device: 'cpu' | 'gpu', reason: string }} Choice  key: of wheelSets; reason: for people
 */

const libraryFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/lib/wsl/lib',
  '/usr/local/nvidia/lib64',
  '/run/opengl-driver/lib',
]

/**
 * The first sign of an NVIDIA driver, or undefined. Looks at files only: a start of nvidia-smi takes a second on
 * machines with several cards, and set-up asks at every start.
 *
 * @param {import('./process.mjs').Env} env
 * @param {(file: string) => boolean} [exists]
 */
export function findNvidiaDriver(env, exists = existsSync) {
  if (exists('/proc/driver/nvidia/version')) return '/proc/driver/nvidia'
  const folders = [...(env.LD_LIBRARY_PATH ?? '').split(path.delimiter).filter(Boolean), ...libraryFolders]
  return (
    folders.map((folder) => path.join(folder, 'libcuda.so.1')).find(exists) ?? findProgram('nvidia-smi', env)
  )
}

/** glibc's version as [major, minor], or undefined on musl and other systems. */
export function glibcVersion() {
  // Without this the report looks up a host name for every open connection.
  Object.assign(process.report, { excludeNetwork: true })
  const { glibcVersionRuntime } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    /** @type {unknown} */ (process.report.getReport())
  ).header
  return glibcVersionRuntime?.split('.').map(Number)
}

/**
 * Which TensorFlow this machine gets. Undefined: there is no wheel for it.
 *
 * @param {object} machine
 * @param {DeviceRequest} machine.request
 * @param {string} machine.platform  process.platform
 * @param {string} machine.arch      process.arch
 * @param {string | undefined} machine.driver  what findNvidiaDriver found
 * @param {number[] | undefined} machine.glibc
 * @param {Record<string, unknown>} machine.wheelSets
 * @returns {Choice | undefined}
 * @throws {SetupFailure} unsupported-platform, when --gpu asks for what does not exist
 */
export function chooseTensorflow({ request, platform, arch, driver, glibc, wheelSets }) {
  const system = `${platform}-${arch}`
  const [major = 0, minor = 0] = glibc ?? []
  const fits = platform !== 'linux' || major > 2 || (major === 2 && minor >= 27)
  const has = (/** @type {string} */ device) => fits && `${system}-${device}` in wheelSets
  if (request === 'gpu' && !has('gpu') && (has('cpu') || !fits))
    throw new SetupFailure('unsupported-platform', `there is no GPU build of TensorFlow for ${system}.`, [
      'Train on the CPU: npm run setup -- --cpu',
      'Or use a Linux machine with an x86-64 processor (glibc 2.27 or newer) and an NVIDIA card.',
    ])
  const device = request === 'gpu' || (request === 'auto' && driver && has('gpu')) ? 'gpu' : 'cpu'
  if (!has(device)) return undefined
  return { key: `${system}-${device}`, device, reason: reasonFor(request, driver, has('gpu'), system) }
}

/** @param {DeviceRequest} request @param {string | undefined} driver @param {boolean} hasGpu @param {string} system */
function reasonFor(request, driver, hasGpu, system) {
  if (request !== 'auto') return `chosen with --${request}`
  if (!driver) return 'no NVIDIA driver was found'
  return hasGpu
    ? `an NVIDIA driver was found (${driver})`
    : `there is no GPU build of TensorFlow for ${system}`
}
