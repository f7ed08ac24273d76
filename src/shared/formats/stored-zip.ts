import { AntrumError } from '../ipc/error.ts'

/**
 * The entries of a zip archive whose entries are stored, not compressed, as PyTorch writes them: views, no copies.
 * Sizes come from the central directory; zip64 is understood. Compressed entries are refused: no PyTorch writes them, and
 * without them a small file cannot unfold into a large one.
 *
 * @throws AntrumError 'unreadable-file' or 'unsupported-file'.
 */
export function storedEntries(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const damaged = (what: string) =>
    new AntrumError('unreadable-file', `The archive is damaged: ${what}. Download or save it again.`)
  const inside = (at: number, length: number) => {
    if (!(at >= 0 && length >= 0 && at + length <= bytes.length)) throw damaged('it ends early')
    return at
  }
  const u16 = (at: number) => view.getUint16(inside(at, 2), true)
  const u32 = (at: number) => view.getUint32(inside(at, 4), true)
  const u64 = (at: number) => Number(view.getBigUint64(inside(at, 8), true))

  const end = endRecord()
  let [count, at] = [u16(end + 10), u32(end + 16)]
  if (at === 0xffffffff || count === 0xffff) {
    const locator = end - 20
    if (locator < 0 || u32(locator) !== 0x07064b50) throw damaged('no zip64 directory')
    const record = u64(locator + 8)
    count = u64(record + 32)
    at = u64(record + 48)
  }
  const entries = new Map<string, Uint8Array>()
  for (let k = 0; k < count; k++) {
    if (u32(at) !== 0x02014b50) throw damaged('a directory entry is none')
    const nameLength = u16(at + 28)
    const extraLength = u16(at + 30)
    const name = new TextDecoder().decode(bytes.subarray(inside(at + 46, nameLength), at + 46 + nameLength))
    if (u16(at + 10) !== 0)
      throw new AntrumError(
        'unsupported-file',
        `Entry ${name} is compressed, which PyTorch never does. Save the weights again with torch.save.`,
      )
    let [size, local] = [u32(at + 24), u32(at + 42)]
    for (
      let extra = at + 46 + nameLength;
      extra + 4 <= at + 46 + nameLength + extraLength;
      extra += 4 + u16(extra + 2)
    ) {
      if (u16(extra) !== 1) continue
      let field = extra + 4
      if (size === 0xffffffff) [size, field] = [u64(field), field + 8]
      if (u32(at + 20) === 0xffffffff) field += 8
      if (local === 0xffffffff) local = u64(field)
    }
    const from = local + 30 + u16(local + 26) + u16(local + 28)
    entries.set(name, bytes.subarray(inside(from, size), from + size))
    at += 46 + nameLength + extraLength + u16(at + 32)
  }
  return entries

  function endRecord(): number {
    for (let position = bytes.length - 22; position >= Math.max(0, bytes.length - 22 - 65_535); position--) {
      if (view.getUint32(position, true) === 0x06054b50) return position
    }
    throw damaged('it has no directory')
  }
}
