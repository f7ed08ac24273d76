// @ts-check
import { existsSync } from 'node:fs'
import { statfs as realStatfs } from 'node:fs/promises'
import path from 'node:path'
import { SetupFailure } from './failure.mjs'
import { megabytes } from './report.mjs'

/** @typedef {(folder: string) => Promise<{ bavail: number | bigint, bsize: number | bigint }>} Statfs */

/**
 * Stops before work that would fill the disk.
 *
 * @param {string} folder       where the bytes go; it need not exist yet
 * @param {number} neededBytes  what the work adds at its peak
 * @param {string} purpose      "download TensorFlow"
 * @param {Statfs} [statfs]
 * @throws {SetupFailure} no-space
 */
export async function requireSpace(folder, neededBytes, purpose, statfs = realStatfs) {
  let existing = path.resolve(folder)
  while (!existsSync(existing)) existing = path.dirname(existing)
  const { bavail, bsize } = await statfs(existing)
  const freeBytes = Number(bavail) * Number(bsize)
  if (freeBytes >= neededBytes) return
  throw new SetupFailure(
    'no-space',
    `to ${purpose}, ${megabytes(neededBytes)} must be free on the disk of ${existing}; ${megabytes(freeBytes)} are.`,
    [
      `Free at least ${megabytes(neededBytes - freeBytes)} there.`,
      'Or put the cache on another disk: export ANTRUM_CACHE=/folder/with/space',
    ],
  )
}
