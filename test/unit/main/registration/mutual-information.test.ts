import { describe, expect, it } from 'vitest'
import { greyLevels, type HeadImage } from '../../../../src/main/registration/head-image.ts'
import { mutualInformation } from '../../../../src/main/registration/mutual-information.ts'
import type { SamplePoints } from '../../../../src/main/registration/sample-points.ts'
import { trilinear } from '../../../../src/main/registration/trilinear.ts'
import { applyAffine, identity, invert } from '../../../../src/shared/imaging/affine.ts'
import type { Affine } from '../../../../src/shared/imaging/volume.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { affineOf, aRigidMotion } from '../../../helpers/volumes.ts'

const shape = [12, 13, 14] as const
const affine = affineOf('LIA', { spacingMm: [2, 2, 3], shape })

function anImage(level: (i: number) => number): HeadImage {
  const levels = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => level(i))
  return { levels, shape, affine, voxelFromWorld: invert(affine), tissueLevel: 4 }
}
const random = createRandom('levels')
const noise = anImage(() => random.uniform() * (greyLevels - 1.01))

/** A point at every inner voxel centre of `image`, with its level there. */
function pointsOf(image: HeadImage): SamplePoints {
  const xyz: number[] = []
  const levels: number[] = []
  for (let k = 1; k < shape[2] - 1; k++)
    for (let j = 1; j < shape[1] - 1; j++)
      for (let i = 1; i < shape[0] - 1; i++) {
        xyz.push(...applyAffine(affine, [i, j, k]))
        levels.push(Math.round(image.levels[i + shape[0] * (j + shape[1] * k)]))
      }
  const count = levels.length
  return {
    count,
    xyzMm: new Float32Array(xyz),
    levels: new Uint8Array(levels),
    tissue: new Uint8Array(count),
  }
}

/** The definition in plain loops: 2·I / (H + H) with I from the joint shares. */
function slowly(
  points: SamplePoints,
  moving: HeadImage,
  transform: Affine,
): { value: number; overlap: number } {
  const joint = new Map<string, number>()
  const add = (map: Map<unknown, number>, key: unknown, by: number) => map.set(key, (map.get(key) ?? 0) + by)
  let seen = 0
  for (let p = 0; p < points.count; p++) {
    const place = applyAffine(transform, [
      points.xyzMm[3 * p],
      points.xyzMm[3 * p + 1],
      points.xyzMm[3 * p + 2],
    ])
    const level = trilinear(moving.levels, shape, applyAffine(moving.voxelFromWorld, place))
    if (Number.isNaN(level)) continue
    seen++
    add(joint, `${points.levels[p]} ${Math.floor(level)}`, 1 - (level % 1))
    add(joint, `${points.levels[p]} ${Math.floor(level) + 1}`, level % 1)
  }
  const [a, b] = [new Map<unknown, number>(), new Map<unknown, number>()]
  for (const [key, weight] of joint) {
    add(a, key.split(' ')[0], weight / seen)
    add(b, key.split(' ')[1], weight / seen)
  }
  const entropy = (shares: Iterable<number>) =>
    [...shares].reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0)
  const together = entropy([...joint.values()].map((weight) => weight / seen))
  const apart = entropy(a.values()) + entropy(b.values())
  return { value: (2 * (apart - together)) / apart, overlap: seen / points.count }
}

describe('mutual information', () => {
  it('agrees with the definition in plain loops', () => {
    const other = anImage((i) => (noise.levels[i] * 0.7 + 5) % (greyLevels - 1))
    const points = pointsOf(noise)
    for (const transform of [
      identity,
      aRigidMotion([4, -3, 7], [2, 1, -3]),
      aRigidMotion([0, 0, 40], [9, 0, 0]),
    ]) {
      const fast = mutualInformation(points, other)(transform)
      const slow = slowly(points, other, transform)
      expect(fast.value).toBeCloseTo(slow.value, 6)
      expect(fast.overlap).toBeCloseTo(slow.overlap, 2)
    }
  })

  it('is 1 where one level tells the other, however the contrast is turned round', () => {
    const whole = anImage((i) => Math.floor(noise.levels[i] / 4) * 4)
    const points = pointsOf(whole)
    const inverted = anImage((i) => greyLevels - 4 - whole.levels[i])
    expect(mutualInformation(points, whole)(identity).value).toBeCloseTo(1, 3)
    expect(mutualInformation(points, inverted)(identity).value).toBeCloseTo(1, 3)
  })

  it('is lower the further heads of one make are moved apart', () => {
    const smooth = anImage((i) => 15 + 10 * Math.sin(i / 3) * Math.cos(i / 40))
    const similarity = mutualInformation(pointsOf(smooth), smooth)
    const byShift = [0, 0.5, 1].map((mm) => similarity(aRigidMotion([0, 0, 0], [mm, 0, 0])).value)
    expect(byShift.toSorted((a, b) => b - a)).toEqual(byShift)
  })

  it('is 0 without common points and where one scan shows one level only', () => {
    const points = pointsOf(noise)
    expect(mutualInformation(points, noise)(aRigidMotion([0, 0, 0], [500, 0, 0]))).toEqual({
      value: 0,
      overlap: 0,
    })
    expect(
      mutualInformation(
        pointsOf(anImage(() => 3)),
        anImage(() => 5),
      )(identity).value,
    ).toBe(0)
  })
})
