// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * A Node that can run Antrum: it strips types and has Node-API 10. An older one does not complain, it crashes inside
 * better-sqlite3.
 * @typedef {{ binary: string, include: string, version: string }} Runtime
 */

/** @param {{ node: string, napi?: string }} versions */
export function canRunAntrum({ node, napi }) {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  return Number(napi) >= 10 && (major > 22 || (major === 22 && minor >= 18))
}

/** The package that holds the pinned Node for a system. @param {string} platform @param {string} arch */
export const runtimePackage = (platform, arch) => `node-${platform === 'win32' ? 'win' : platform}-${arch}`

/**
 * The pinned Node of `node_modules`, else the running one when it is new enough, else undefined.
 * @param {string} root  of the repository
 * @returns {Runtime | undefined}
 */
export function findRuntime(root, { platform = process.platform, arch = process.arch } = {}) {
  const directory = path.join(root, 'node_modules', runtimePackage(platform, arch))
  const binary = path.join(directory, 'bin', platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(binary)) {
    const { version } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
    return { binary, include: path.join(directory, 'include', 'node'), version }
  }
  if (!canRunAntrum(/** @type {{ node: string, napi?: string }} */ (process.versions))) return undefined
  return {
    binary: process.execPath,
    include: path.join(path.dirname(process.execPath), '..', 'include', 'node'),
    version: process.versions.node,
  }
}
