import { describe, expect, it } from 'vitest'
import { greyLevels, prepareHead } from '../../../../src/main/registration/head-image.ts'
import { aVolume } from '../../../helpers/volumes.ts'

/** A cube of tissue with values 80 … 119 in air of 0. */
const inTheMiddle = (n: number) => n >= 5 && n < 15
const aHead = () =>
  aVolume({
    shape: [20, 20, 20],
    value: (i, j, k) => ([i, j, k].every(inTheMiddle) ? 80 + ((i + j + k) % 40) : 0),
  })

describe('preparing a head', () => {
  it('spreads intensities over the grey levels, tissue apart from air', () => {
    const { levels, tissueLevel } = prepareHead(aHead())
    expect(Math.min(...levels)).toBe(0)
    expect(Math.max(...levels)).toBeLessThan(greyLevels - 1)
    expect(Math.max(...levels)).toBeGreaterThan(greyLevels - 2)
    expect(levels.filter((level) => level > tissueLevel).length).toBe(1000)
  })

  it('gives the same levels whatever the unit, Hounsfield units with their negative air among them', () => {
    const head = aHead()
    const { levels } = prepareHead(head)
    const inOtherUnits = prepareHead({ ...head, data: head.data.map((value) => 20 * value - 1000) })
    levels.forEach((level, i) => expect(inOtherUnits.levels[i]).toBeCloseTo(level, 3))
  })

  it('takes neither pillow nor table for tissue in Hounsfield units', () => {
    // Air, and foam of −850 around a head of −20 to 40: a share of the range would call the foam tissue.
    const { data, ...grid } = aHead()
    const ct = data.map((value, i) => (value > 0 ? value - 100 : i % 400 < 100 ? -850 : -1000))
    const { levels, tissueLevel } = prepareHead({ ...grid, data: ct })
    expect(levels.filter((level) => level > tissueLevel).length).toBe(1000)
  })

  it('is not led astray by a few hot voxels', () => {
    const head = aHead()
    const { levels } = prepareHead(head)
    head.data[0] = 1e6
    const hot = prepareHead(head).levels
    expect(Math.abs(hot[20 * 20 * 10 + 20 * 10 + 10] - levels[20 * 20 * 10 + 20 * 10 + 10])).toBeLessThan(0.5)
  })

  it('refuses a scan of one value', () => {
    expect(() => prepareHead(aVolume({ value: () => 7 }))).toThrowError(
      expect.objectContaining({ code: 'registration-failed' }),
    )
  })
})
