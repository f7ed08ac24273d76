// @ts-check
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import tls from 'node:tls'
import { SetupFailure } from './failure.mjs'
import { findProgram, runProgram, tail } from './process.mjs'
import { wheelFile } from './wheels.mjs'

/** @typedef {import('./process.mjs').Env} Env */
/** @typedef {import('./wheels.mjs').Wheel} Wheel */

/**
 * Python with pip. pip is asked where files are, so that its configured index, proxy and certificates count.
 * @typedef {object} Pip
 * @property {string} python
 * @property {Env} env
 * @property {boolean} proxy           whether pip is told to use one, which Node's own client does not know
 * @property {string[] | undefined} ca the certificates that it trusts, PEM, where it is told which
 */

/**
 * @param {Env} env
 * @returns {Promise<Pip>}
 * @throws {SetupFailure} no-python, no-pip
 */
export async function findPip(env) {
  const names = env.PYTHON ? [env.PYTHON] : ['python3', 'python']
  const pythons = names
    .map((name) => (path.isAbsolute(name) ? name : findProgram(name, env)))
    .filter((it) => it !== undefined)
  let found = ''
  for (const python of pythons) {
    const { code, stdout } = await runProgram(python, ['-c', 'import sys; print(sys.version_info[0])'], {
      env,
    })
    if (code !== 0 || stdout.trim() !== '3') continue
    found = python
    const args = ['-m', 'pip', 'config', 'list', '--disable-pip-version-check']
    const pip = await runProgram(python, args, { env })
    if (pip.code === 0) return { python, env, ...connection(pip.stdout, env) }
  }
  if (!found)
    throw new SetupFailure(
      'no-python',
      'Python 3 is needed to fetch TensorFlow, and none was found on the PATH.',
      [
        'Debian, Ubuntu: sudo apt-get install python3 python3-pip',
        'Fedora, RHEL: sudo dnf install python3 python3-pip',
        'Elsewhere installed: export PYTHON=/path/to/python3',
      ],
    )
  throw new SetupFailure('no-pip', `pip is needed to fetch TensorFlow, and ${found} has none.`, [
    'Debian, Ubuntu: sudo apt-get install python3-pip',
    'Fedora, RHEL: sudo dnf install python3-pip',
    `Any Python: ${found} -m ensurepip --user`,
  ])
}

/** The arguments by which pip chooses exactly this file, whatever Python runs it. @param {Wheel[]} wheels */
const choose = (wheels) => [
  '--no-deps',
  '--only-binary=:all:',
  '--implementation=cp',
  '--python-version=3.12',
  ...new Set(wheels.flatMap(({ platform }) => platform.split('.').map((tag) => `--platform=${tag}`))),
  ...wheels.map(({ project, version }) => `${project}==${version}`),
]

/**
 * Where pip would fetch these wheels from, by file name. Undefined when this pip is too old to say (before 22.2).
 *
 * @param {Pip} pip @param {Wheel[]} wheels
 * @returns {Promise<Map<string, string> | undefined>}
 * @throws {SetupFailure} no-network, no-wheel
 */
export async function locate({ python, env }, wheels) {
  const args = [
    '-m',
    'pip',
    'install',
    '--dry-run',
    '--quiet',
    '--report=-',
    '--target=unused',
    ...choose(wheels),
  ]
  const finished = await runProgram(python, [...args, '--disable-pip-version-check'], { env })
  if (finished.code !== 0) {
    if (/no such option|ambiguous option/.test(finished.stderr)) return undefined
    throw explainPip(finished)
  }
  // Warnings may stand before the report.
  const report = JSON.parse(finished.stdout.slice(finished.stdout.indexOf('{')))
  /** @type {{ download_info: { url: string } }[]} */
  const items = report.install
  return new Map(
    items.map(({ download_info: { url } }) => [
      decodeURIComponent(path.posix.basename(new URL(url).pathname)),
      url,
    ]),
  )
}

/**
 * Lets pip itself fetch a wheel: the way through proxies, private indexes and credentials. Not resumable.
 * @param {Pip} pip @param {Wheel} wheel @param {string} target
 */
export async function downloadWithPip({ python, env }, wheel, target) {
  await mkdir(path.dirname(target), { recursive: true })
  const folder = await mkdtemp(path.join(path.dirname(target), 'pip-'))
  try {
    const args = [
      '-m',
      'pip',
      'download',
      '--progress-bar=on',
      '--disable-pip-version-check',
      `--dest=${folder}`,
    ]
    const finished = await runProgram(python, [...args, ...choose([wheel])], { env, show: true })
    if (finished.code !== 0) throw explainPip(finished)
    await rename(path.join(folder, wheelFile(wheel)), target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @param {import('./process.mjs').Finished} finished */
function explainPip(finished) {
  const said = tail(finished, 4)
  if (/No space left/i.test(finished.stderr))
    return new SetupFailure('no-space', 'the disk is full; pip could not go on.', [
      'Free some space.',
      ...said,
    ])
  if (
    /No matching distribution/.test(finished.stderr) &&
    !/Retrying|connection|resolve/i.test(finished.stderr)
  )
    return new SetupFailure(
      'no-wheel',
      'the Python package index that pip uses does not offer the pinned TensorFlow.',
      [
        ...said,
        'Where pip looks: python3 -m pip config list (index-url, and PIP_INDEX_URL in the environment)',
        'Or give a libtensorflow of your own: export ANTRUM_LIBTENSORFLOW=/folder',
      ],
    )
  return noNetwork(said)
}

/** @param {string[]} said */
export function noNetwork(said) {
  return new SetupFailure('no-network', 'the Python package index cannot be reached.', [
    ...said,
    'Check the connection; behind a proxy: export HTTPS_PROXY=http://host:port',
    'With an index of your own: export PIP_INDEX_URL=…, and PIP_CERT=/path/to/certificates.pem when it needs one',
    'Without network: bring a libtensorflow along and export ANTRUM_LIBTENSORFLOW=/folder',
  ])
}

/**
 * @param {string} config  as `pip config list` prints it
 * @param {Env} env
 * @returns {{ proxy: boolean, ca: string[] | undefined }}
 */
function connection(config, env) {
  const setting = (/** @type {string} */ name) => new RegExp(`^\\S+\\.${name}='(.*)'$`, 'm').exec(config)?.[1]
  const proxy = Boolean(
    setting('proxy') ?? env.HTTPS_PROXY ?? env.https_proxy ?? env.ALL_PROXY ?? env.all_proxy,
  )
  const file = setting('cert') ?? env.PIP_CERT ?? env.REQUESTS_CA_BUNDLE ?? env.SSL_CERT_FILE
  try {
    return { proxy, ca: file ? [...tls.rootCertificates, readFileSync(file, 'utf8')] : undefined }
  } catch {
    // Not readable: pip would say so itself when it comes to that.
    return { proxy, ca: undefined }
  }
}
