import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodePng } from '../../../../src/main/report/png.ts'

/** Chunks of a PNG, each with its checksum verified. */
function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const body = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body))
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) })
    at += 12 + length
  }
  return chunks
}

describe('encodePng', () => {
  it('writes the bytes of each row behind a filter byte of 0', () => {
    const rgb = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90])
    const png = encodePng(rgb, 3, 2)
    expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
    const [header, pixels, end] = chunksOf(png)
    expect([header.type, pixels.type, end.type]).toEqual(['IHDR', 'IDAT', 'IEND'])
    expect([header.data.readUInt32BE(0), header.data.readUInt32BE(4)]).toEqual([3, 2])
    expect([...inflateSync(pixels.data)]).toEqual([0, ...rgb.subarray(0, 9), 0, ...rgb.subarray(9)])
  })
})
