import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

/**
 * Where any of these texts occurs below a folder: in names and contents of files, compressed ones unpacked as well, in any
 * case of letters, as single bytes and as UTF-16 of either order.
 */
export function findText(folder: string, texts: readonly string[]): string[] {
  const forms = texts.flatMap((text) => {
    const utf16 = Buffer.from(text.toLowerCase(), 'utf16le')
    return [Buffer.from(text.toLowerCase(), 'utf8'), utf16, Buffer.from(utf16).swap16()].map((bytes) => ({
      text,
      bytes,
    }))
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
      // A to Z in lower case, byte by byte, which changes nothing else and fits every form searched for.
      const lower = content.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte))
      for (const form of forms)
        if (Buffer.from(lower).includes(form.bytes)) hits.push(`${shown} (content): ${form.text}`)
    }
    return hits
  })
}
