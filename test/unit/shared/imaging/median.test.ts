import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSafetensors } from '../../../../src/shared/formats/safetensors.ts'
import { medianFilter } from '../../../../src/shared/imaging/median.ts'

/** The definition, with plain loops and a sort. */
function slowMedian(
  data: Float32Array,
  [ni, nj, nk]: readonly [number, number, number],
  width: number,
): Float32Array {
  const radius = (width - 1) / 2
  const reflect = (index: number, length: number): number =>
    index < 0
      ? reflect(-1 - index, length)
      : index >= length
        ? reflect(2 * length - 1 - index, length)
        : index
  return data.map((_, at) => {
    const [i, j, k] = [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))]
    const window: number[] = []
    for (let dk = -radius; dk <= radius; dk++)
      for (let dj = -radius; dj <= radius; dj++)
        for (let di = -radius; di <= radius; di++)
          window.push(data[reflect(i + di, ni) + ni * (reflect(j + dj, nj) + nj * reflect(k + dk, nk))])
    return window.sort((a, b) => a - b)[(window.length - 1) / 2]
  })
}

describe('the median filter', () => {
  const tensors = readSafetensors(
    readFileSync(new URL('../../../fixtures/volumes.safetensors', import.meta.url)),
  )

  it.each([3, 5, 7] as const)('equals SciPy bit for bit at width %i', (width) => {
    const filtered = medianFilter(tensors.get('v')!.data as Float32Array, [24, 22, 20], width)
    expect(filtered).toEqual(tensors.get(`median${width}`)!.data)
  })

  it('equals SciPy on a volume thinner than the window', () => {
    // scipy.ndimage.median_filter([[[3, 1, 2], [9, 7, 8]]], width, mode='reflect')
    const volume = Float32Array.of(3, 1, 2, 9, 7, 8)
    expect([...medianFilter(volume, [3, 2, 1], 3)]).toEqual([3, 3, 2, 7, 7, 7])
    expect([...medianFilter(volume, [3, 2, 1], 5)]).toEqual([7, 7, 7, 3, 3, 3])
    expect([...medianFilter(volume, [3, 2, 1], 7)]).toEqual([7, 7, 7, 3, 3, 3])
  })

  it('equals the plain definition for any shape and values, ties and negative numbers included', () => {
    const length = fc.integer({ min: 1, max: 9 })
    const values = fc.constantFrom(
      (i: number) => Math.sin(i * 12.9898) * 43758.5453, // all different, both signs
      (i: number) => (i * 7919) % 5, // many ties
      (i: number) => (i % 11 === 0 ? 1 : 0), // mostly background
    )
    fc.assert(
      fc.property(length, length, length, values, fc.constantFrom(3, 5, 7), (ni, nj, nk, value, width) => {
        const data = Float32Array.from({ length: ni * nj * nk }, (_, i) => value(i))
        expect(medianFilter(data, [ni, nj, nk], width)).toEqual(slowMedian(data, [ni, nj, nk], width))
      }),
      { numRuns: 60 },
    )
  })

  it('crosses far apart ranks: more different values than one word of its bitmaps spans', () => {
    const data = Float32Array.from(
      { length: 40 * 12 * 9 },
      (_, i) => ((i * 2654435761) % 4294967296) - 2147483648,
    )
    expect(medianFilter(data, [40, 12, 9], 3)).toEqual(slowMedian(data, [40, 12, 9], 3))
  })

  it('returns a copy at width 0', () => {
    const data = Float32Array.of(1, 2, 3)
    const filtered = medianFilter(data, [3, 1, 1], 0)
    expect(filtered).toEqual(data)
    expect(filtered).not.toBe(data)
  })
})
