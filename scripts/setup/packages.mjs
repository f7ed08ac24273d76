// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { SetupFailure } from './failure.mjs'
import { findProgram, runProgram, tail } from './process.mjs'
import { inTask } from './report.mjs'
import { runtimePackage } from './runtime.mjs'

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }>} LockedPackages */

/**
 * Whether node_modules holds exactly what package-lock.json names. npm writes node_modules/.package-lock.json as the
 * last act of an install, so a broken-off one does not match.
 *
 * @param {string} root
 * @param {{ platform?: string, arch?: string }} [system]
 */
export function packagesMatch(root, { platform = process.platform, arch = process.arch } = {}) {
  /** @type {(file: string) => LockedPackages | undefined} */
  const read = (file) => {
    try {
      return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages
    } catch {
      return undefined
    }
  }
  const locked = read('package-lock.json')
  const installed = read(path.join('node_modules', '.package-lock.json'))
  if (!locked || !installed) return false
  const pinnedNode = `node_modules/${runtimePackage(platform, arch)}`
  const wanted = Object.entries(locked).filter(([name]) => name !== '')
  return (
    wanted.every(([name, { version, integrity, optional, devOptional }]) => {
      const found = installed[name]
      // npm leaves optional packages out: other systems' binaries, but without a word also what it failed to fetch.
      if (!found) return Boolean(optional || devOptional) && name !== pinnedNode
      return found.version === version && found.integrity === integrity
    }) &&
    Object.keys(installed).every(
      (name) => name in locked && existsSync(path.join(root, name, 'package.json')),
    )
  )
}

/**
 * The locked install. npm keeps what it has fetched in its own cache, so an interrupted one goes on from there.
 *
 * @param {string} root @param {import('./process.mjs').Env} env @param {import('./report.mjs').Report} report
 * @throws {SetupFailure} npm-failed, no-network, no-space
 */
export async function installPackages(root, env, report) {
  // The npm that started us, so that both are of one version; a plain `node scripts/setup.mjs` takes the PATH's.
  const running = env.npm_execpath?.endsWith('npm-cli.js') ? env.npm_execpath : undefined
  const npm = running ?? findProgram('npm', env)
  if (!npm)
    throw new SetupFailure(
      'npm-failed',
      'npm is needed to install packages, and none was found on the PATH.',
      ['It comes with Node (20 or newer); Debian has it apart: sudo apt-get install npm'],
    )
  // --include: a NODE_ENV=production or an "omit" in somebody's npmrc must not leave the pinned Node or the tests out.
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--include=dev',
    '--include=optional',
  ]
  const [command, first] = running ? [process.execPath, [running]] : [npm, []]
  await inTask(report, 'Installing packages (npm ci)', async () => {
    const finished = await runProgram(command, [...first, ...args], { env, cwd: root })
    if (finished.code !== 0) throw explainNpm(finished)
  })
  if (!packagesMatch(root))
    throw new SetupFailure(
      'npm-failed',
      'npm finished, but node_modules is not what package-lock.json names.',
      [
        `Was ${runtimePackage(process.platform, process.arch)} left out? npm skips an optional package that it cannot fetch: check the connection.`,
        'Start afresh: rm -rf node_modules',
      ],
    )
}

/** @param {import('./process.mjs').Finished} finished */
function explainNpm(finished) {
  const said = tail(finished, 8)
  const text = finished.stderr
  if (/ENOSPC/.test(text))
    return new SetupFailure('no-space', 'the disk is full; npm could not go on.', [
      'About 1.5 GB is needed for packages.',
      ...said,
    ])
  if (
    /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(
      text,
    )
  )
    return new SetupFailure('no-network', 'the npm registry cannot be reached.', [
      ...said,
      'Check the connection; behind a proxy: npm config set https-proxy http://host:port',
      'With a registry of your own: npm config set registry …',
    ])
  return new SetupFailure('npm-failed', 'npm ci failed.', [
    ...said,
    'The lines above are what npm says; its full log is named there.',
    'A damaged npm cache is mended by: npm cache verify',
  ])
}
