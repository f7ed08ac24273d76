import { describe, expect, it } from 'vitest'
import { overlay, paintSlice } from '../../../../../src/renderer/src/features/cases/paint.ts'
import { colourOf } from '../../../../../src/shared/colours.ts'

const slice = { edge: 2, data: Float32Array.of(0, 0.25, 0.5, 2) }

describe('paintSlice', () => {
  it('gives the last colour to what reaches the top of the scale', () => {
    const pixels = paintSlice(slice, 'inferno', 0.5)
    const colours = [0, 1, 2, 3].map((at) => [...pixels.subarray(4 * at, 4 * at + 4)])
    expect(colours).toEqual([0, 0.5, 1, 1].map((share) => [...colourOf('inferno', share), 255]))
  })
})

describe('overlay', () => {
  const under = paintSlice({ edge: 2, data: new Float32Array(4).fill(0.5) }, 'grey', 1)

  it('changes nothing at no opacity, and nowhere where there is nothing to see', () => {
    expect(overlay(under, slice, 'inferno', 1, 0)).toEqual(under)
    expect([...overlay(under, slice, 'inferno', 1, 1).subarray(0, 4)]).toEqual([128, 128, 128, 255])
  })

  it('covers by value times opacity', () => {
    const pixels = overlay(under, slice, 'inferno', 1, 0.5)
    const colour = colourOf('inferno', 0.5)
    // A quarter of the colour over grey 128.
    colour.forEach((channel, k) =>
      expect(Math.abs(pixels[8 + k] - (128 + (channel - 128) / 4))).toBeLessThan(1),
    )
    expect([...overlay(under, slice, 'inferno', 1, 1).subarray(12, 15)]).toEqual(colourOf('inferno', 1))
  })

  it('leaves what it was given as it was', () => {
    const before = under.slice()
    overlay(under, slice, 'inferno', 1, 1)
    expect(under).toEqual(before)
  })
})
