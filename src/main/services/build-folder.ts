import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'

/**
 * Makes a folder as a whole or not at all: `build` fills one beside it, which takes its name when everything is in it.
 *
 * @param target  A folder that is not there yet, or is empty.
 * @throws AntrumError 'already-exists' when there is anything in it; what `build` throws, after clearing up.
 */
export async function buildFolder<T>(target: string, build: (folder: string) => Promise<T>): Promise<T> {
  const folder = path.resolve(target)
  await refuseUnlessEmpty(folder)
  const building = path.join(path.dirname(folder), `.${path.basename(folder)}.building`)
  // What is there was left by a killed attempt.
  await rm(building, { recursive: true, force: true })
  await mkdir(building, { recursive: true })
  try {
    const result = await build(building)
    await refuseUnlessEmpty(folder)
    await rmdir(folder).catch(() => {})
    await rename(building, folder)
    return result
  } catch (error) {
    await rm(building, { recursive: true, force: true })
    throw error
  }
}

/** So that a wrong name is told before the work and not after it. */
export async function refuseUnlessEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') return null
    throw error
  })
  if (found === null)
    throw new AntrumError('already-exists', `${folder} is a file. Name a new or empty folder.`)
  if (found.length > 0)
    throw new AntrumError(
      'already-exists',
      `${folder} holds other things (${found.slice(0, 3).join(', ')}). Name a new or empty folder.`,
    )
}

/** The name wanted, or with the first number behind it that is free. */
export function freeFolder(wanted: string): string {
  for (let k = 1; ; k++) {
    const folder = k === 1 ? wanted : `${wanted}-${k}`
    if (!existsSync(folder)) return folder
  }
}
