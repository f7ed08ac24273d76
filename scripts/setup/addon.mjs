// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SetupFailure } from './failure.mjs'
import { findProgram, runProgram, tail } from './process.mjs'
import { inTask } from './report.mjs'

/** @typedef {import('./process.mjs').Env} Env */
/** @typedef {import('./library.mjs').Library} Library */
/** @typedef {import('./runtime.mjs').Runtime} Runtime */

/** What the addon of a checkout was built from, and the file itself. @typedef {{ key: string, bytes: number, mtimeMs: number }} AddonStamp */

/** @param {string} root */
export const tfjsFolder = (root) => path.join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu')

/** Where tfjs-node looks for its addon: the highest Node-API version that it knows. @param {string} root */
export const addonFile = (root) => path.join(tfjsFolder(root), 'lib', 'napi-v8', 'tfjs_binding.node')

const checkAddon = fileURLToPath(new URL('./check-addon.cjs', import.meta.url))

/**
 * Changes with everything that the addon is made of: another key, another build.
 * @param {string} root @param {Library} library @param {Runtime} runtime
 */
export function addonKey(root, library, runtime) {
  const hash = createHash('sha256').update(
    JSON.stringify([library, runtime.version, flags(library, runtime)]),
  )
  const folder = path.join(tfjsFolder(root), 'binding')
  for (const name of readdirSync(folder).sort())
    hash.update(name).update(readFileSync(path.join(folder, name)))
  return hash.digest('hex')
}

/** @param {string} root @param {string} key @param {AddonStamp | undefined} stamp */
export function addonIsCurrent(root, key, stamp) {
  if (stamp?.key !== key) return false
  const file = addonFile(root)
  const lib = path.join(tfjsFolder(root), 'deps', 'lib', 'libtensorflow.so')
  if (!existsSync(file) || !existsSync(lib)) return false
  const { size, mtimeMs } = statSync(file)
  return size === stamp.bytes && mtimeMs === stamp.mtimeMs
}

/**
 * One direct compiler call instead of node-gyp: the addon is two files and Node-API only. node-gyp would look for make
 * and a Python with the right modules, and takes its headers from a "nodedir" in anybody's npmrc or fetches them from
 * the network, where ours must be the pinned Node's. The flags are those of tfjs-node's binding.gyp.
 * @param {Library} library @param {Runtime} runtime
 */
const flags = (library, runtime) => [
  '-O2',
  '-std=gnu++17',
  '-fPIC',
  '-shared',
  '-DNAPI_VERSION=8',
  '-I..',
  `-I${library.include}`,
  `-I${runtime.include}`,
  'binding/tfjs_backend.cc',
  'binding/tfjs_binding.cc',
  '-Ldeps/lib',
  '-ltensorflow',
  '-ltensorflow_framework',
  '-Wl,-rpath,$ORIGIN/../../deps/lib',
]

/**
 * Puts the library under tfjs-node and builds its addon against it. Both are made beside the old ones and moved into
 * place when complete: a trainer at work keeps the files it has open.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {Library} options.library
 * @param {Runtime} options.runtime
 * @param {string} options.key   of addonKey
 * @param {Env} options.env
 * @param {import('./report.mjs').Report} options.report
 * @param {string} [options.check]  the program that tries the addon
 * @returns {Promise<{ stamp: AddonStamp, tensorflow: string }>}  tensorflow: the version, as the library says
 * @throws {SetupFailure} no-compiler, build-failed, load-failed
 */
export async function buildAddon({ root, library, runtime, key, env, report, check = checkAddon }) {
  const compiler = findCompiler(env)
  if (!existsSync(path.join(runtime.include, 'node_api.h')))
    throw new SetupFailure(
      'no-node-runtime',
      `the headers of Node ${runtime.version} are not in ${runtime.include}.`,
      ['They come with the pinned Node of package-lock.json: rm -rf node_modules'],
    )
  await linkLibrary(root, library)
  const target = addonFile(root)
  const fresh = `${target}.${process.pid}`
  await mkdir(path.dirname(target), { recursive: true })
  await inTask(report, 'Building the TensorFlow addon', async () => {
    const args = [...flags(library, runtime), '-o', fresh]
    const finished = await runProgram(compiler, args, { env, cwd: tfjsFolder(root) })
    if (finished.code === 0) return
    await rm(fresh, { force: true })
    throw new SetupFailure('build-failed', 'the TensorFlow addon does not compile.', [
      ...tail(finished),
      `The compiler was ${compiler}; a C++17 compiler is needed (GCC 8 or newer, Clang 7 or newer).`,
      'To choose another: export CXX=/path/to/g++',
    ])
  })
  await rename(fresh, target)
  const tensorflow = await inTask(report, 'Trying TensorFlow', () => tryAddon(root, runtime, env, check))
  const { size, mtimeMs } = statSync(target)
  return { stamp: { key, bytes: size, mtimeMs }, tensorflow }
}

/** @param {Env} env */
function findCompiler(env) {
  const names = env.CXX ? [env.CXX] : ['g++', 'c++', 'clang++']
  const found = names
    .map((name) => (path.isAbsolute(name) ? name : findProgram(name, env)))
    .find((it) => it !== undefined)
  if (found && existsSync(found)) return found
  throw new SetupFailure(
    'no-compiler',
    `a C++ compiler is needed, and none was found (${names.join(', ')}).`,
    [
      'Debian, Ubuntu: sudo apt-get install g++',
      'Fedora, RHEL: sudo dnf install gcc-c++',
      'Elsewhere installed: export CXX=/path/to/g++',
    ],
  )
}

/**
 * deps/ as binding.gyp and the addon's rpath expect it. The libraries' own search path is relative to where they are
 * opened, here, so nvidia/ stands beside lib/ as it stands beside tensorflow/ in a Python installation.
 * @param {string} root @param {Library} library
 */
async function linkLibrary(root, { directory, core, framework, include }) {
  const deps = path.join(tfjsFolder(root), 'deps')
  const fresh = `${deps}.${process.pid}`
  const old = `${deps}.old.${process.pid}`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(path.join(fresh, 'lib'), { recursive: true })
  const links = {
    'lib/libtensorflow.so': core,
    'lib/libtensorflow_framework.so': framework,
    [`lib/${path.basename(core)}`]: core,
    [`lib/${path.basename(framework)}`]: framework,
    include,
    ...(existsSync(path.join(directory, 'nvidia')) ? { nvidia: path.join(directory, 'nvidia') } : {}),
  }
  for (const [name, target] of Object.entries(links)) {
    const link = path.join(fresh, name)
    if (!existsSync(link)) await symlink(target, link)
  }
  if (existsSync(deps)) await rename(deps, old)
  await rename(fresh, deps)
  await rm(old, { recursive: true, force: true })
}

/**
 * Multiplies two matrices in a process of its own: a library that does not fit the processor ends it by a signal.
 * @param {string} root @param {Runtime} runtime @param {Env} env @param {string} check
 * @returns {Promise<string>} the library's version
 */
async function tryAddon(root, runtime, env, check) {
  const finished = await runProgram(runtime.binary, [check, tfjsFolder(root)], {
    env,
    cwd: root,
    timeoutMs: 300_000,
  })
  const line = finished.stdout.trim().split('\n').at(-1) ?? ''
  if (finished.code === 0 && line.startsWith('{')) return JSON.parse(line).tensorflow
  const noAvx = /SIGILL/.test(finished.stderr) ? ['This TensorFlow needs a processor with AVX.'] : []
  throw new SetupFailure('load-failed', 'TensorFlow was built in but does not run.', [
    ...tail(finished, 8),
    ...noAvx,
    'A damaged library is fetched anew after: rm -rf "$(dirname $(readlink -f node_modules/@tensorflow/tfjs-node-gpu/deps/include))"/..',
    'Another libtensorflow: export ANTRUM_LIBTENSORFLOW=/folder',
  ])
}
