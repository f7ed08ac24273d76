import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file so that a crash or a power cut leaves the old file or the new one, never half of one: a temporary file
 * in the same folder, flushed to disk, renamed over the target, and the folder flushed. Missing folders are made.
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  // Windows cannot flush a folder, and does not need it for a rename.
  if (process.platform !== 'win32') await flushFolder(folder)
}

/** Removes what a killed `writeFileAtomic` left in a folder. Only for who alone writes there: the project's holder. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const isLeftover = (name: string) => /^\..+\.[0-9a-f]{12}\.tmp$/.test(name)
  await Promise.all(names.filter(isLeftover).map((name) => rm(join(folder, name), { force: true })))
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
