import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

/**
 * Where any of these texts occurs below a folder: in names and contents of files, compressed ones unpacked as well, in any
 * case of letters, as single bytes and as UTF-16 of either order.
 */
export function findText(folder: string, texts: readonly string[]): string[] {
  const forms = texts.flatMap((text) => {
    const utf16 = Buffer.from(text, 'utf16le')
    const all = [Buffer.from(text, 'utf8'), utf16, Buffer.from(utf16).swap16()]
    return all.map((bytes) => ({ text, form: inLowerCase(bytes) }))
  })
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name)
    const shown = path.relative(folder, file)
    const hits = texts
      .filter((text) => shown.toLowerCase().includes(text.toLowerCase()))
      .map((text) => `${shown}: ${text}`)
    if (!entry.isFile()) return hits
    const bytes = readFileSync(file)
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    for (const content of isGzip ? [bytes, gunzipSync(bytes)] : [bytes]) {
      const lower = inLowerCase(content)
      for (const { text, form } of forms) if (lower.includes(form)) hits.push(`${shown} (content): ${text}`)
    }
    return hits
  })
}

/** A character per byte. */
const inLowerCase = (bytes: Buffer): string => bytes.toString('latin1').toLowerCase()
