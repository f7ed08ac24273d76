import { promisify } from 'node:util'
import { crc32, deflate, deflateSync } from 'node:zlib'

/**
 * An 8-bit RGB picture as PNG bytes. Source: PNG specification, third edition, sections 5 and 11.
 * @param rgb  3 · width · height bytes, row by row from the top.
 */
export const encodePng = (rgb: Uint8Array, width: number, height: number): Buffer =>
  assemblePng(width, height, deflateSync(filtered(rgb, width, height), { level: 9 }))

/** The same without keeping the thread busy while it packs: for pictures of many megabytes. */
export const encodePngOffThread = async (rgb: Uint8Array, width: number, height: number): Promise<Buffer> =>
  assemblePng(width, height, await pack(filtered(rgb, width, height)))

const pack = promisify<Buffer, Buffer>(deflate)

/** Every row starts with its filter: 0, the bytes as they are. */
function filtered(rgb: Uint8Array, width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (1 + 3 * width))
  for (let row = 0; row < height; row++) {
    rows.set(rgb.subarray(row * 3 * width, (row + 1) * 3 * width), row * (1 + 3 * width) + 1)
  }
  return rows
}

/** Chunks around the packed rows of an 8-bit RGB picture, each row behind the number of its filter. */
export function assemblePng(width: number, height: number, packed: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8) // 8 bits per sample, truecolour, deflate, no interlace
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = [chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...chunks])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
