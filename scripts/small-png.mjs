/* global atob, Blob, btoa, createImageBitmap, OffscreenCanvas */
import { deflateSync } from 'node:zlib'
import { assemblePng } from '../src/main/report/png.ts'

/** Above this a picture gives up another bit of every tone. */
const enoughBytes = 250_000

/**
 * The same picture, to the eye, in fewer bytes: Chromium packs its screenshots for speed. Every row gets the filter that
 * leaves the smallest differences. Source: PNG specification, third edition, sections 9 and 12.7.
 *
 * @param page  A page of Playwright, which unpacks the picture.
 * @param png   An opaque one.
 */
export async function smallPng(page, png) {
  const { width, height, base64 } = await page.evaluate(unpack, png.toString('base64'))
  const rgb = Buffer.from(base64, 'base64')
  const fine = pack(coarser(rgb, 1), width, height)
  return fine.length <= enoughBytes ? fine : pack(coarser(rgb, 2), width, height)
}

/** Lowest bits of a tone are noise to the eye and half of the bytes of a scan; black stays black, and white white. */
const coarser = (rgb, bits) => rgb.map((tone) => ((tone >> bits) << bits) | (tone >> (8 - bits)))

function pack(rgb, width, height) {
  const rowBytes = 3 * width
  const packed = Buffer.alloc(height * (rowBytes + 1))
  let above = new Uint8Array(rowBytes)
  for (let row = 0; row < height; row++) {
    const bytes = rgb.subarray(row * rowBytes, (row + 1) * rowBytes)
    const best = filters
      .map((filter, kind) => ({ kind, ...filtered(bytes, above, filter) }))
      .reduce((least, one) => (one.cost < least.cost ? one : least))
    packed[row * (rowBytes + 1)] = best.kind
    packed.set(best.out, row * (rowBytes + 1) + 1)
    above = bytes
  }
  return assemblePng(width, height, deflateSync(packed, { level: 9 }))
}

/** Runs in the page. */
async function unpack(base64) {
  const answer = await createImageBitmap(
    new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: 'image/png' }),
  )
  const { width, height } = answer
  const context = new OffscreenCanvas(width, height).getContext('2d')
  context.drawImage(answer, 0, 0)
  const rgba = context.getImageData(0, 0, width, height).data
  const rgb = new Uint8Array(3 * width * height)
  for (let k = 0; k < width * height; k++) rgb.set(rgba.subarray(4 * k, 4 * k + 3), 3 * k)
  let text = ''
  for (let start = 0; start < rgb.length; start += 30_000)
    text += String.fromCharCode(...rgb.subarray(start, start + 30_000))
  return { width, height, base64: btoa(text) }
}

const paeth = (left, up, corner) => {
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value))
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** What each of the five filters expects of a byte, by the bytes left of it, above it and above that. */
const filters = [() => 0, (left) => left, (_, up) => up, (left, up) => (left + up) >> 1, paeth]

function filtered(bytes, above, expected) {
  const out = new Uint8Array(bytes.length)
  let cost = 0
  for (let k = 0; k < bytes.length; k++) {
    const [left, corner] = k < 3 ? [0, 0] : [bytes[k - 3], above[k - 3]]
    out[k] = bytes[k] - expected(left, above[k], corner)
    cost += out[k] < 128 ? out[k] : 256 - out[k]
  }
  return { out, cost }
}
