import { colourOf } from '../../../../shared/colours.ts'
import type { ColourMap } from '../../../../shared/colours.ts'
import type { Slice } from '../../../../shared/imaging/cube-slices.ts'

/**
 * A slice in colours.
 *
 * @param top  Value that has the last colour; 0 has the first.
 * @returns RGBA, row by row from the top.
 */
export function paintSlice({ data }: Slice, map: ColourMap, top: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * data.length)
  for (const [at, value] of data.entries()) pixels.set([...colourOf(map, value / top), 255], 4 * at)
  return pixels
}

/**
 * Lays a slice over another: what is 0 in it stays clear, what reaches `top` covers as much as `opacity` says.
 *
 * @param opacity  0…1; at 0 nothing changes.
 */
export function overlay(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  { data }: Slice,
  map: ColourMap,
  top: number,
  opacity: number,
): Uint8ClampedArray<ArrayBuffer> {
  const result = pixels.slice()
  for (const [at, value] of data.entries()) {
    const share = Math.min(1, Math.max(0, value / top))
    const cover = opacity * share
    const colour = colourOf(map, share)
    for (const channel of [0, 1, 2])
      result[4 * at + channel] += cover * (colour[channel] - result[4 * at + channel])
  }
  return result
}
