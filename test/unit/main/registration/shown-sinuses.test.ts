import { describe, expect, it } from 'vitest'
import { findSinusFaults } from '../../../../src/main/registration/shown-sinuses.ts'
import {
  prepareFixed,
  prepareMoving,
  registerHeads,
} from '../../../../src/main/registration/register-heads.ts'
import { applyAffine, closestAxes, invert, multiply } from '../../../../src/shared/imaging/affine.ts'
import type { Point } from '../../../../src/shared/imaging/affine.ts'
import type { PhantomHead } from '../../../../src/shared/phantom/head.ts'
import type { Volume } from '../../../../src/shared/imaging/volume.ts'
import { aHead, cut } from '../../../helpers/heads.ts'

const fixedHead = aHead(1, 4)
const fixed = prepareFixed(fixedHead.scan)

/** What is found at the pose that is right by construction, but for differences of anatomy. */
function faultsOf(head: PhantomHead, scan: Volume) {
  const scanWorldFromFixed = multiply(head.worldFromHead, invert(fixedHead.worldFromHead))
  const { images, place } = prepareMoving(scan)
  return findSinusFaults(scanWorldFromFixed, fixed.points.fine, fixed.place, images.fine, place)
}

/** The scan with nothing where `isRemoved` holds, of a place in the head's own frame (mm, origin in the middle of the brain). */
function without({ scan, worldFromHead }: PhantomHead, isRemoved: (place: Point) => boolean): Volume {
  const headFromVoxel = multiply(invert(worldFromHead), scan.affine)
  const data = Float32Array.from(scan.data)
  const [ni, nj, nk] = scan.shape
  for (let k = 0, at = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, at++) if (isRemoved(applyAffine(headFromVoxel, [i, j, k]))) data[at] = 0
  return { ...scan, data }
}

/** Mean centre of the sinuses in the head's own frame. */
const sinusesOf = ({ sinuses, worldFromHead }: PhantomHead): Point => {
  const centres = sinuses.map(({ centreMm }) => applyAffine(invert(worldFromHead), centreMm as Point))
  return [0, 1, 2].map((axis) => (centres[0][axis] + centres[1][axis]) / 2) as unknown as Point
}

/** The scan as if it ended a number of mm above or below the centre of the sinuses. */
function endingAt(head: PhantomHead, mmAboveCentre: number): Volume {
  const { scan } = head
  const [, , z] = applyAffine(head.worldFromHead, sinusesOf(head))
  const axis = closestAxes(scan.affine).findIndex(({ world }) => world === 2) as 0 | 1 | 2
  const perVoxel = scan.affine[8 + axis]
  const middle = scan.shape.map((n) => (n - 1) / 2) as unknown as Point
  const at = Math.round(middle[axis] + (z + mmAboveCentre - applyAffine(scan.affine, middle)[2]) / perVoxel)
  return perVoxel > 0 ? cut(scan, axis, at, scan.shape[axis]) : cut(scan, axis, 0, at + 1)
}

const several = [2, 3, 4, 5, 6].map((index) => [index, aHead(index, 4)] as const)

describe('a scan that shows whole sinuses', () => {
  it.each(several)('has no fault: head %i', (_, head) => {
    expect(faultsOf(head, head.scan)).toEqual([])
  })

  it('may end a little below the floor of the sinuses', () => {
    for (const [, head] of several) expect(faultsOf(head, endingAt(head, -22))).toEqual([])
  })
})

describe('a scan that does not', () => {
  const defaced = (head: PhantomHead) => {
    const [, y, z] = sinusesOf(head)
    return without(head, ([, py, pz]) => py > y + 0.3 * (pz - z) && pz < z + 45)
  }

  it.each(several)('says that the face was removed: head %i', (_, head) => {
    expect(faultsOf(head, defaced(head))).toEqual([
      { code: 'face-removed', reason: 'the face was removed, and the front of the sinuses with it' },
    ])
  })

  it.each(several)('says that only the brain is left: head %i', (_, head) => {
    const stripped = without(head, ([x, y, z]) => (x / 66) ** 2 + (y / 82) ** 2 + (z / 60) ** 2 > 1)
    expect(faultsOf(head, stripped)).toEqual([
      { code: 'skull-stripped', reason: expect.stringMatching(/skull-stripped/) as string },
    ])
  })

  it.each(several)('says how far above the floor of the sinuses it ends: head %i', (_, head) => {
    const faults = faultsOf(head, endingAt(head, 0))
    expect(faults.map(({ code }) => code)).toEqual(['cut-off'])
    // It ends at the centre, and the floor lies half a sinus, 18 mm, below; where, is known to a centimetre.
    const mm = Number(
      /^the scan ends about (\d+) mm above the floor of the sinuses$/.exec(faults[0].reason)?.[1],
    )
    expect(Math.abs(mm - 18)).toBeLessThanOrEqual(9)
  })

  it('is not fooled by padding below the edge', () => {
    const head = several[0][1]
    const padded = without(head, (place) => place[2] < sinusesOf(head)[2])
    expect(faultsOf(head, padded).map(({ code }) => code)).toContain('cut-off')
  })

  it('is flagged whatever its score', () => {
    const head = several[0][1]
    const registered = registerHeads(prepareMoving(defaced(head)), fixed, 'rigid')
    expect(registered).toMatchObject({ flagged: true, faults: [{ code: 'face-removed' }] })
  })
})
