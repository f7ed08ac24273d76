import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

export interface ServedFile {
  body: Buffer
  type: string
  /** Its name holds a digest of its content: it never changes. */
  immutable: boolean
}

/**
 * The files of a folder by the path they are asked for. Only what was found in it can be had: a path is looked up, never
 * opened, so there is nothing to climb out of. The page itself lists the folder anew, in case it was built again.
 */
export class ServedFolder {
  private readonly folder: string
  private files = new Map<string, string>()

  constructor(folder: string) {
    this.folder = folder
  }

  /** @param asked  Path of the URL, still escaped. null: there is no such file. */
  async read(asked: string): Promise<ServedFile | null> {
    if (asked === '/') this.files = listFiles(this.folder)
    const file = this.files.get(asked === '/' ? '/index.html' : asked)
    if (!file) return null
    const body = await readFile(file).catch(() => null)
    const type = types[path.extname(file)] ?? 'application/octet-stream'
    return body && { body, type, immutable: asked.startsWith('/assets/') }
  }
}

function listFiles(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name)
        return [`/${path.relative(folder, file).replaceAll(path.sep, '/')}`, file]
      }),
  )
}
