import type { Dirent } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** A file that is or claims to be a scan. */
export interface FoundScan {
  path: string
  /** As shown to the user: relative to the folder that was named. Forward slashes. */
  file: string
  kind: 'nifti' | 'dicom' | 'other-format' | 'missing'
}

const niftiEnding = /\.(nii|hdr|img)(\.gz)?$/i
const otherFormat = /\.(mgz|mgh|nrrd|nhdr|mha|mhd|mnc|par|v16|head)$/i
/** Known not to be scans: not worth opening one by one. */
const ignored =
  /\.(csv|tsv|xlsx?|json|jsonl|txt|md|pdf|html?|png|jpe?g|svg|bval|bvec|gz|zip|log|py|sh|m|mat|ya?ml)$/i

/**
 * Scans below folders, and files that were named one by one, sorted. Hidden entries and files that are plainly something
 * else are left out; a linked file is followed, a linked folder is not. An .img belongs to its .hdr.
 */
export async function findScans(named: readonly string[]): Promise<FoundScan[]> {
  const found: FoundScan[] = []
  for (const name of named) {
    const root = path.resolve(name)
    const status = await stat(root).catch(() => null)
    if (!status) found.push({ path: root, file: path.basename(root), kind: 'missing' })
    else if (status.isDirectory())
      for await (const file of walk(root)) found.push(...(await classify(file, root)))
    else found.push(...(await classify(root, path.dirname(root), true)))
  }
  const once = new Map(found.map((scan) => [scan.path, scan]))
  const stem = (file: string) => file.replace(/\.(hdr|img)(\.gz)?$/i, '')
  const headers = new Set([...once.keys()].filter((file) => /\.hdr(\.gz)?$/i.test(file)).map(stem))
  return [...once.values()]
    .filter(({ path: file }) => !(/\.img(\.gz)?$/i.test(file) && headers.has(stem(file))))
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))
}

async function* walk(folder: string): AsyncGenerator<string> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true })
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const full = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(full)
    else if (entry.isFile()) yield full
    else if (entry.isSymbolicLink() && (await stat(full).catch(() => null))?.isFile()) yield full
  }
}

async function classify(file: string, root: string, namedByUser = false): Promise<FoundScan[]> {
  const shown = path.relative(root, file).split(path.sep).join('/')
  const kind = await kindOf(file, namedByUser)
  return kind ? [{ path: file, file: shown, kind }] : []
}

async function kindOf(file: string, namedByUser: boolean): Promise<FoundScan['kind'] | null> {
  if (niftiEnding.test(file)) return 'nifti'
  if (otherFormat.test(file)) return 'other-format'
  if (/\.(dcm|dicom|ima)$/i.test(file)) return 'dicom'
  if (ignored.test(file) && !namedByUser) return null
  if (await startsLikeDicom(file)) return 'dicom'
  return namedByUser ? 'nifti' : null
}

/** DICOM part 10: 'DICM' after a preamble of 128 bytes. */
async function startsLikeDicom(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => null)
  if (!handle) return false
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 128)
    return bytesRead === 4 && buffer.toString('latin1') === 'DICM'
  } finally {
    await handle.close()
  }
}
