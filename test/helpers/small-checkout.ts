import { execFileSync, spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { setUp } from '../../scripts/setup/run.mjs'
import type { Wheel } from '../../scripts/setup/wheels.mjs'
import { servePackages, writeWheel } from './package-index.ts'

type SetupOptions = Parameters<typeof setUp>[0]

/** An addon in the shape of tfjs-node's: two sources, TensorFlow's C header, both libraries, its version in the end. */
const addonSources = {
  'binding/tfjs_backend.cc': `
    #include "tensorflow/c/c_api.h"
    extern "C" int framework_answer();
    const char* backend_version() { return framework_answer() == 42 ? TF_Version() : "no framework"; }`,
  'binding/tfjs_binding.cc': `
    #include <node_api.h>
    const char* backend_version();
    NAPI_MODULE_INIT() {
      napi_value version;
      napi_create_string_utf8(env, backend_version(), NAPI_AUTO_LENGTH, &version);
      napi_set_named_property(env, exports, "TF_Version", version);
      return exports;
    }`,
  'scripts/install.js': `
    const fs = require('node:fs')
    if (process.env.STOCK !== 'there') { console.error('Unsupported system'); process.exit(1) }
    fs.mkdirSync('lib/napi-v8', { recursive: true })
    fs.writeFileSync('lib/napi-v8/tfjs_binding.node', process.argv.slice(2).join(' '))`,
}

const check = `
  const addon = require(process.argv[2] + '/lib/napi-v8/tfjs_binding.node')
  if (addon.TF_Version === 'broken') process.kill(process.pid, 'SIGILL')
  console.log(JSON.stringify({ tensorflow: addon.TF_Version }))`

/** Compiles a libtensorflow of a few lines and packs it into a wheel, among the Python files that set-up drops. */
function libraryWheel(folder: string, files: string, project: string, version: string): Wheel {
  const at = (name: string) => path.join(folder, name)
  const header = 'extern "C" const char* TF_Version();'
  writeFileSync(at('framework.cc'), 'extern "C" int framework_answer() { return 42; }')
  writeFileSync(at('core.cc'), `extern "C" const char* TF_Version() { return "${version}"; }`)
  for (const [source, name] of [
    ['core', 'cc'],
    ['framework', 'framework'],
  ] as const) {
    const library = `libtensorflow_${name}.so.2`
    execFileSync('g++', ['-shared', '-fPIC', `-Wl,-soname,${library}`, '-o', at(library), at(`${source}.cc`)])
  }
  return writeWheel(files, project, {
    'tensorflow/libtensorflow_cc.so.2': readFileSync(at('libtensorflow_cc.so.2')),
    'tensorflow/libtensorflow_framework.so.2': readFileSync(at('libtensorflow_framework.so.2')),
    'tensorflow/include/tensorflow/c/c_api.h': header,
    'tensorflow/include/tensorflow/cc/client.h': header,
    'tensorflow/python/pywrap.so': Buffer.alloc(300_000, 'python'),
  })
}

/**
 * A checkout in small: a locked package with an addon to build, a package index on loopback with the wheels, and a
 * cache of its own. Everything that set-up does to the real one it does here, in seconds and without a network.
 */
export async function smallCheckout() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'antrum-setup-')))
  const at = (...parts: string[]) => path.join(folder, ...parts)
  const root = at('checkout')
  for (const name of ['checkout', 'package', 'package/binding', 'package/scripts', 'wheels', 'bin'])
    mkdirSync(at(name))

  writeFileSync(at('package/package.json'), '{"name":"@tensorflow/tfjs-node-gpu","version":"4.22.0"}')
  for (const [name, source] of Object.entries(addonSources)) writeFileSync(at('package', name), source)
  const npm = (where: string, ...args: string[]) => execFileSync('npm', args, { cwd: where, stdio: 'pipe' })
  npm(root, 'pack', at('package'), '--silent')
  writeFileSync(
    path.join(root, 'package.json'),
    '{"dependencies":{"@tensorflow/tfjs-node-gpu":"file:tensorflow-tfjs-node-gpu-4.22.0.tgz"}}',
  )
  npm(root, 'install', '--package-lock-only', '--offline', '--ignore-scripts')
  writeFileSync(at('check.cjs'), check)

  const wheels = {
    cpu: libraryWheel(folder, at('wheels'), 'antrum-test-tensorflow', '2.21.0-small'),
    gpu: libraryWheel(folder, at('wheels'), 'antrum-test-tensorflow-gpu', '2.21.0-small-gpu'),
    broken: libraryWheel(folder, at('wheels'), 'antrum-test-broken', 'broken'),
    cuda: writeWheel(at('wheels'), 'antrum-test-cuda', {
      'nvidia/cudnn/lib/libcudnn.so.9': 'cudnn',
      'nvidia/cudnn/include/cudnn.h': 'dropped',
    }),
  }
  const server = await servePackages(at('wheels'), Object.values(wheels))

  const lines: string[] = []
  const system = `${process.platform}-${process.arch}`
  /** This process's environment without what would lead pip elsewhere than to our index. */
  const env = {
    ...process.env,
    ANTRUM_CACHE: at('cache'),
    ANTRUM_LIBTENSORFLOW: undefined,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_INDEX_URL: server.index,
    PIP_EXTRA_INDEX_URL: undefined,
    PIP_FIND_LINKS: undefined,
    PIP_NO_CACHE_DIR: '1',
    PIP_RETRIES: '0',
    HTTPS_PROXY: undefined,
    https_proxy: undefined,
    ALL_PROXY: undefined,
    all_proxy: undefined,
    npm_config_offline: 'true',
  } as Record<string, string | undefined>
  const options: SetupOptions = {
    root,
    request: 'cpu',
    env,
    report: {
      say: (text) => void lines.push(text),
      task: (title) => {
        lines.push(title)
        return { bytes: () => {}, note: () => {}, done: () => {}, abandon: () => {} }
      },
    },
    wheelSets: { [`${system}-cpu`]: [wheels.cpu], [`${system}-gpu`]: [wheels.gpu, wheels.cuda] },
    check: at('check.cjs'),
    network: { attempts: 2, pauseMs: 5 },
  }

  return {
    root,
    at,
    wheels,
    server,
    options,
    /** What was told, titles of tasks included. */
    lines,
    library: at('cache', `libtensorflow-2.21.0-${system}-cpu`),
    addonFolder: path.join(root, 'node_modules/@tensorflow/tfjs-node-gpu'),
    /** A PATH with these programs and no other. */
    pathWith: (...programs: string[]) => {
      const bin = mkdtempSync(at('bin/'))
      for (const name of programs) {
        const found = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
        symlinkSync(found, path.join(bin, name))
      }
      return bin
    },
    /** setUp in a process of its own, which can be killed. */
    start: () => {
      const module = JSON.stringify(new URL('../../scripts/setup/run.mjs', import.meta.url).href)
      const report = '{ say: (text) => console.log(text), task: (title) => (console.log(title), task) }'
      const program = `
        import { setUp } from ${module}
        const task = { bytes() {}, note() {}, done() {}, abandon() {} }
        const { steps } = await setUp({ ...${JSON.stringify(options)}, report: ${report} })
        console.log('steps: ' + steps.join())`
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
      const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
        child.on('close', (code) => resolve({ code, output })),
      )
      return { child, ended, output: () => output }
    },
    close: async () => {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
