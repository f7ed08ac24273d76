// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { addonFile, addonIsCurrent, addonKey, buildAddon } from './addon.mjs'
import { chooseTensorflow, findNvidiaDriver, glibcVersion } from './device.mjs'
import { SetupFailure, explainWriteError } from './failure.mjs'
import { cacheDirectory, cachedLibrary, fetchLibrary, givenLibrary } from './library.mjs'
import { withLock } from './lock.mjs'
import { installPackages, packagesMatch } from './packages.mjs'
import { findRuntime } from './runtime.mjs'
import { installStock } from './stock.mjs'
import { wheelSets as pinnedWheels } from './wheels.mjs'

/**
 * `.antrum/setup.json`: what set-up did in this checkout. `antrum doctor` reads it.
 * @typedef {object} SetupFacts
 * @property {import('./device.mjs').DeviceRequest} request  --cpu and --gpu are remembered until --auto
 * @property {'cpu' | 'gpu' | 'given' | 'stock'} build  which TensorFlow: a pinned wheel, ANTRUM_LIBTENSORFLOW's, tfjs-node's
 * @property {string} reason            why that one
 * @property {string | null} tensorflow version as the library itself says; null when it was not tried
 * @property {string} cacheDirectory
 * @property {string | null} libraryDirectory
 * @property {string} source            wheel file names, or the folder of ANTRUM_LIBTENSORFLOW
 * @property {string} node              version of the runtime
 * @property {import('./addon.mjs').AddonStamp | null} addon
 */

/**
 * @typedef {object} SetupOptions
 * @property {string} root      of the checkout
 * @property {import('./device.mjs').DeviceRequest} [request]  left out: as last time
 * @property {import('./process.mjs').Env} env
 * @property {import('./report.mjs').Report} report
 * @property {Record<string, import('./wheels.mjs').Wheel[]>} [wheelSets]
 * @property {string} [platform]
 * @property {string} [arch]
 * @property {import('./disk.mjs').Statfs} [statfs]
 * @property {{ attempts?: number, pauseMs?: number, stallMs?: number }} [network]
 * @property {string} [check]   the program that tries the addon
 */

/** @param {string} root @returns {SetupFacts | undefined} */
export function readFacts(root) {
  try {
    return JSON.parse(readFileSync(path.join(root, '.antrum', 'setup.json'), 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} root @param {SetupFacts} facts */
async function writeFacts(root, facts) {
  const file = path.join(root, '.antrum', 'setup.json')
  await writeFile(`${file}.new`, `${JSON.stringify(facts, null, 2)}\n`, { flush: true })
  await rename(`${file}.new`, file)
}

/**
 * Where this machine's TensorFlow comes from.
 * @param {SetupOptions} options @param {import('./device.mjs').DeviceRequest} request
 * @returns {{ build: SetupFacts['build'], reason: string, key: string }}
 */
function chooseSource(
  { env, wheelSets = pinnedWheels, platform = process.platform, arch = process.arch },
  request,
) {
  if (env.ANTRUM_LIBTENSORFLOW) return { build: 'given', reason: 'ANTRUM_LIBTENSORFLOW is set', key: '' }
  const driver = findNvidiaDriver(env)
  const choice = chooseTensorflow({ request, platform, arch, driver, glibc: glibcVersion(), wheelSets })
  if (choice) return { build: choice.device, reason: choice.reason, key: choice.key }
  return { build: 'stock', reason: `there is no pinned TensorFlow for ${platform}-${arch}`, key: '' }
}

/**
 * The facts when nothing is missing, else undefined. Reads files only, and takes no lock.
 * @param {SetupOptions} options @param {import('./device.mjs').DeviceRequest} request
 * @returns {SetupFacts | undefined}
 */
function inspect(options, request) {
  const { root, env, platform = process.platform } = options
  const facts = readFacts(root)
  const runtime = findRuntime(root)
  if (!facts || !runtime || facts.request !== request || !packagesMatch(root)) return undefined
  const { build, key } = chooseSource(options, request)
  if (facts.build !== build) return undefined
  if (build === 'stock') return existsSync(addonFile(root)) ? facts : undefined
  const library =
    build === 'given'
      ? givenLibrary(env.ANTRUM_LIBTENSORFLOW ?? '')
      : cachedLibrary(cacheDirectory(env, platform, os.homedir()), key)
  if (!library || !facts.addon) return undefined
  return addonIsCurrent(root, addonKey(root, library, runtime), facts.addon) ? facts : undefined
}

/**
 * Brings a checkout to where everything runs. Looks first: when nothing is missing it takes no step.
 *
 * @param {SetupOptions} options
 * @returns {Promise<{ facts: SetupFacts, steps: string[] }>}  steps: what was missing and is there now
 * @throws {SetupFailure}
 */
export async function setUp(options) {
  const { root, report } = options
  const request = options.request ?? readFacts(root)?.request ?? 'auto'
  const present = inspect(options, request)
  if (present) return { facts: present, steps: [] }
  const lock = path.join(root, '.antrum', 'setup.lock')
  try {
    await mkdir(path.dirname(lock), { recursive: true })
  } catch (error) {
    throw explainWriteError(error, root, 'Or work in a copy of the repository that you own.')
  }
  const wait = (/** @type {{ pid: number }} */ { pid }) =>
    report.say(`Another set-up of this folder (process ${pid}) is at work; waiting for it …`)
  return withLock(lock, wait, async () => {
    const doneByOther = inspect(options, request)
    if (doneByOther) return { facts: doneByOther, steps: [] }
    return takeSteps(options, request)
  })
}

/**
 * @param {SetupOptions} options @param {import('./device.mjs').DeviceRequest} request
 * @returns {Promise<{ facts: SetupFacts, steps: string[] }>}
 */
async function takeSteps(options, request) {
  const {
    root,
    env,
    report,
    wheelSets = pinnedWheels,
    platform = process.platform,
    arch = process.arch,
  } = options
  const { statfs, network, check } = options
  const steps = []
  const before = readFacts(root)

  if (!packagesMatch(root)) {
    await installPackages(root, env, report)
    steps.push('packages')
  }
  const runtime = findRuntime(root)
  if (!runtime)
    throw new SetupFailure(
      'no-node-runtime',
      `Node 22.18 or newer is needed; this one is ${process.versions.node}.`,
      [
        `Antrum brings its own for most systems, not for ${process.platform}-${process.arch}: install Node 24.`,
      ],
    )

  const { build, reason, key } = chooseSource(options, request)
  const cache = cacheDirectory(env, platform, os.homedir())
  const common = { request, build, reason, cacheDirectory: cache, node: runtime.version }
  if (build === 'stock') {
    await installStock({
      root,
      system: `${platform}-${arch}`,
      device: request === 'gpu' ? 'gpu' : 'cpu',
      env,
      report,
    })
    const facts = {
      ...common,
      tensorflow: null,
      libraryDirectory: null,
      source: "tfjs-node's download",
      addon: null,
    }
    await writeFacts(root, facts)
    return { facts, steps: [...steps, 'addon'] }
  }

  let library = build === 'given' ? givenLibrary(env.ANTRUM_LIBTENSORFLOW ?? '') : cachedLibrary(cache, key)
  if (!library) {
    report.say(`TensorFlow for the ${build.toUpperCase()}: ${reason}.`)
    const wheels = wheelSets[key] ?? []
    library = await fetchLibrary({
      cache,
      key,
      wheels,
      env,
      report,
      ...(statfs && { statfs }),
      ...(network && { network }),
    })
    steps.push('library')
  }
  const wanted = addonKey(root, library, runtime)
  let addon = before?.addon && addonIsCurrent(root, wanted, before.addon) ? before.addon : null
  let tensorflow = before?.tensorflow ?? null
  if (!addon) {
    const built = await buildAddon({
      root,
      library,
      runtime,
      key: wanted,
      env,
      report,
      ...(check && { check }),
    })
    ;({ stamp: addon, tensorflow } = built)
    steps.push('addon')
  }
  const facts = { ...common, tensorflow, libraryDirectory: library.directory, source: library.source, addon }
  await writeFacts(root, facts)
  return { facts, steps }
}
