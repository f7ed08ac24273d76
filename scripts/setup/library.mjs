// @ts-check
import { existsSync, readFileSync, statSync } from 'node:fs'
import { access, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { requireSpace } from './disk.mjs'
import { DownloadError, download, sha256Of } from './download.mjs'
import { SetupFailure, explainWriteError } from './failure.mjs'
import { withLock } from './lock.mjs'
import { downloadWithPip, findPip, locate, noNetwork } from './pip.mjs'
import { inTask, megabytes } from './report.mjs'
import { isKept, tensorflowVersion, wheelFile } from './wheels.mjs'
import { unzip } from './zip.mjs'

/** @typedef {import('./process.mjs').Env} Env */
/** @typedef {import('./wheels.mjs').Wheel} Wheel */

/**
 * A libtensorflow on disk.
 * @typedef {object} Library
 * @property {string} directory   as the wheel lays it out: tensorflow/, and nvidia/ beside it for a GPU
 * @property {string} core        the file that holds the C API
 * @property {string} framework
 * @property {string} include
 * @property {string} source      where it came from, for people: wheel file names, or the override's path
 */

/**
 * The per-user folder that every checkout shares.
 * @param {Env} env @param {string} platform @param {string} home
 */
export function cacheDirectory(env, platform, home) {
  if (env.ANTRUM_CACHE) return path.resolve(env.ANTRUM_CACHE)
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'antrum')
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'antrum', 'Cache')
  return path.join(env.XDG_CACHE_HOME || path.join(home, '.cache'), 'antrum')
}

/** @param {string} directory @param {string} source @returns {Library} */
const wheelLibrary = (directory, source) => ({
  directory,
  core: path.join(directory, 'tensorflow', 'libtensorflow_cc.so.2'),
  framework: path.join(directory, 'tensorflow', 'libtensorflow_framework.so.2'),
  include: path.join(directory, 'tensorflow', 'include'),
  source,
})

/**
 * The library of ANTRUM_LIBTENSORFLOW: a wheel's tensorflow folder, the folder around it, or an unpacked C release.
 * @param {string} given
 * @returns {Library}
 * @throws {SetupFailure} bad-library
 */
export function givenLibrary(given) {
  const directory = path.resolve(given)
  for (const root of [directory, path.join(directory, 'tensorflow')]) {
    for (const folder of [root, path.join(root, 'lib')]) {
      for (const name of ['libtensorflow_cc.so.2', 'libtensorflow.so.2', 'libtensorflow.so']) {
        const core = path.join(folder, name)
        const framework = ['libtensorflow_framework.so.2', 'libtensorflow_framework.so']
          .map((it) => path.join(folder, it))
          .find((file) => existsSync(file))
        const include = path.join(root, 'include')
        if (existsSync(core) && framework && existsSync(path.join(include, 'tensorflow', 'c', 'c_api.h')))
          return { directory: root, core, framework, include, source: directory }
      }
    }
  }
  throw new SetupFailure('bad-library', `ANTRUM_LIBTENSORFLOW=${given} holds no libtensorflow.`, [
    'Wanted there: libtensorflow_cc.so.2 (or lib/libtensorflow.so.2), libtensorflow_framework.so.2 beside it, and include/tensorflow/c/c_api.h',
    'The tensorflow folder of an installed Python package is such a folder.',
    'Or unset ANTRUM_LIBTENSORFLOW: set-up then fetches its own.',
  ])
}

/** What a finished library folder says about itself. @typedef {{ wheels: string[], files: { name: string, bytes: number }[] }} Manifest */

/** @param {string} cache @param {string} key  of the wheel set, "linux-x64-cpu" */
const folderOf = (cache, key) => path.join(cache, `libtensorflow-${tensorflowVersion}-${key}`)

/**
 * The library in the cache, or undefined when it is absent, unfinished or damaged.
 * @param {string} cache @param {string} key
 */
export function cachedLibrary(cache, key) {
  const directory = folderOf(cache, key)
  try {
    /** @type {Manifest} */
    const { wheels, files } = JSON.parse(readFileSync(path.join(directory, 'library.json'), 'utf8'))
    const whole = files.every(({ name, bytes }) => statSync(path.join(directory, name)).size === bytes)
    return whole ? wheelLibrary(directory, wheels.join(', ')) : undefined
  } catch {
    return undefined
  }
}

/**
 * Fetches the library of the pinned wheels into the cache. Resumable at every point: a wheel's bytes,
 * and the wheels already unpacked, survive an interruption.
 *
 * @param {object} options
 * @param {string} options.cache
 * @param {string} options.key       of the wheel set
 * @param {Wheel[]} options.wheels
 * @param {Env} options.env
 * @param {import('./report.mjs').Report} options.report
 * @param {import('./disk.mjs').Statfs} [options.statfs]
 * @param {{ attempts?: number, pauseMs?: number, stallMs?: number }} [options.network]
 * @returns {Promise<Library>}
 */
export async function fetchLibrary({ cache, key, wheels, env, report, statfs, network = {} }) {
  const directory = folderOf(cache, key)
  try {
    await mkdir(cache, { recursive: true })
    await access(cache, constants.W_OK)
    const wait = (/** @type {{ pid: number, host: string }} */ { pid, host }) =>
      report.say(`Another set-up (process ${pid} on ${host}) is fetching TensorFlow; waiting for it …`)
    return await withLock(path.join(cache, 'setup.lock'), wait, async () => {
      const fetchedByOther = cachedLibrary(cache, key)
      if (fetchedByOther) return fetchedByOther
      const staging = `${directory}.partial`
      await fetchWheels({
        staging,
        downloads: path.join(cache, 'downloads'),
        wheels,
        env,
        report,
        statfs,
        network,
      })
      await rm(directory, { recursive: true, force: true })
      await rename(staging, directory)
      return wheelLibrary(directory, wheels.map(wheelFile).join(', '))
    })
  } catch (error) {
    throw explainWriteError(error, cache, 'Or put the cache elsewhere: export ANTRUM_CACHE=/folder')
  }
}

/**
 * @param {{ staging: string, downloads: string, wheels: Wheel[], env: Env, report: import('./report.mjs').Report,
 *   statfs: import('./disk.mjs').Statfs | undefined, network: object }} options
 */
async function fetchWheels({ staging, downloads, wheels, env, report, statfs, network }) {
  // One note per unpacked wheel, named by its checksum, lets an interrupted set-up skip it.
  const noteOf = (/** @type {Wheel} */ { sha256 }) => path.join(staging, `${sha256}.json`)
  const missing = wheels.filter((wheel) => !existsSync(noteOf(wheel)))
  const fileOf = (/** @type {Wheel} */ wheel) => path.join(downloads, `${wheel.sha256}.whl`)
  if (missing.length > 0) {
    const arrived = (
      await Promise.all(missing.flatMap((it) => [fileOf(it), `${fileOf(it)}.part`]).map(sizeOf))
    ).reduce(sum, 0)
    const kept = missing.map(({ keptBytes }) => keptBytes).reduce(sum, 0)
    // A wheel is deleted once it is unpacked, so only the largest counts on top of what is kept.
    const largest = Math.max(...missing.map(({ bytes }) => bytes))
    await requireSpace(downloads, kept + largest - Math.min(arrived, largest), 'fetch TensorFlow', statfs)

    const pip = await findPip(env)
    const awaited = missing.filter((wheel) => !existsSync(fileOf(wheel)))
    const urls =
      awaited.length > 0
        ? await inTask(report, 'Asking pip where TensorFlow is', () => locate(pip, awaited))
        : undefined
    for (const wheel of missing) {
      const target = fileOf(wheel)
      if (!existsSync(target)) {
        const url = pip.proxy ? undefined : urls?.get(wheelFile(wheel))
        await fetchWheel({ wheel, url, target, pip, report, network })
      }
      await requireSpace(staging, wheel.keptBytes, `unpack ${wheel.project}`, statfs)
      const files = await inTask(
        report,
        `Unpacking ${wheel.project}`,
        (task) => unzip(target, staging, isKept, task.bytes),
        (list) => megabytes(list.reduce((total, { bytes }) => total + bytes, 0)),
      )
      await writeFile(noteOf(wheel), JSON.stringify(files), { flush: true })
      await rm(target)
    }
  }
  /** @type {Manifest} */
  const manifest = {
    wheels: wheels.map(wheelFile),
    files: wheels.flatMap((wheel) => JSON.parse(readFileSync(noteOf(wheel), 'utf8'))),
  }
  await writeFile(path.join(staging, 'library.json'), `${JSON.stringify(manifest, null, 1)}\n`, {
    flush: true,
  })
  await Promise.all(wheels.map((wheel) => rm(noteOf(wheel))))
}

/** @param {number} a @param {number} b */
const sum = (a, b) => a + b

/** @param {string} file */
const sizeOf = (file) =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

/**
 * Fetches one wheel directly, or through pip where that is not possible.
 * @param {{ wheel: Wheel, url: string | undefined, target: string,
 *   pip: import('./pip.mjs').Pip, report: import('./report.mjs').Report, network: object }} options
 */
async function fetchWheel({ wheel, url, target, pip, report, network }) {
  const { project, version, bytes, sha256 } = wheel
  if (url) {
    try {
      await inTask(
        report,
        `Downloading ${project} ${version}`,
        (task) =>
          download({
            url,
            target,
            bytes,
            sha256,
            onProgress: task.bytes,
            ...(pip.ca ? { ca: pip.ca } : {}),
            ...network,
          }),
        () => megabytes(bytes),
      )
      return
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error
      if (error.kind === 'checksum') throw wrongChecksum(wheel, error.message)
      if (error.kind === 'network') throw noNetwork([`Downloading ${project}: ${error.message}`])
      // Refused: an index that wants credentials, which only pip knows how to give.
      report.say(`${error.message}; leaving the download to pip.`)
    }
  }
  await downloadWithPip(pip, wheel, `${target}.pip`)
  const found = await sha256Of(`${target}.pip`)
  if (found !== sha256) {
    await rm(`${target}.pip`)
    throw wrongChecksum(wheel, `${sha256} was wanted and ${found} arrived`)
  }
  await rename(`${target}.pip`, target)
}

/** @param {Wheel} wheel @param {string} what */
function wrongChecksum(wheel, what) {
  return new SetupFailure('wrong-checksum', `${wheelFile(wheel)} is not the file that Antrum pins.`, [
    `SHA-256: ${what}.`,
    'What arrived was deleted. A proxy or a mirror may have changed it: try another network.',
    'If the package index itself serves this file (python3 -m pip config list), do not use it.',
  ])
}
