import { describe, expect, it } from 'vitest'
import { sides, type Side } from '../../../../src/shared/domain/sinus.ts'
import { applyAffine, invert, type Point } from '../../../../src/shared/imaging/affine.ts'
import { isCutFrom, layerInHead, pointInHead } from '../../../../src/shared/imaging/cube-in-head.ts'
import { middleOf } from '../../../../src/shared/imaging/cube-slices.ts'
import { extractSinus } from '../../../../src/shared/imaging/extract-sinus.ts'
import { mirrorLeftRight } from '../../../../src/shared/imaging/mirror.ts'
import { aRigidMotion, aScan, affineOf } from '../../../helpers/volumes.ts'

const shape = [72, 60, 52] as const
const edge = 24
/** The fixed head's frame; the scan lies turned and shifted in its own. */
const scanWorldFromFixedWorld = aRigidMotion([8, -5, 11], [3, -4, 2])
const centres: Record<Side, Point> = { left: [-14, 4, -3], right: [14, 4, -3] }
const distance = (a: Point, b: Point) => Math.hypot(...a.map((value, axis) => value - b[axis]))

/** A head with one bright spot, away from the middle of its cube in every direction; and where that lies. */
function marked(side: Side) {
  const offset = side === 'left' ? [-5, 3, -4] : [6, -2, 5]
  const inFixed = centres[side].map((value, axis) => value + offset[axis]) as unknown as Point
  const spot = applyAffine(scanWorldFromFixedWorld, inFixed)
  const scan = aScan({ shape, affine: affineOf('LPS', { shape }) }, (at: Point) =>
    Math.exp(-0.5 * (distance(at, spot) / 2) ** 2),
  )
  const cut = { scan, scanWorldFromFixedWorld, centreMm: centres[side], edgeMm: edge, voxels: edge, side }
  return { spot, scan, cube: extractSinus(cut).volume }
}

describe('a layer of a cube, laid over its head', () => {
  it.each(sides)('has a marked voxel of a %s sinus where it lies in the head', (side) => {
    const { spot, cube } = marked(side)
    // Its brightest hundredth is cut off at 1.
    const at = middleOf(
      cube.data.map((value) => (value === 1 ? 1 : 0)),
      edge,
    )!
    expect(distance(pointInHead(cube, at), spot)).toBeLessThan(1)
    const values = new Float32Array(edge ** 3)
    values[at[0] + edge * (at[1] + edge * at[2])] = 1
    const layer = layerInHead(values, cube)
    const back = applyAffine(invert(layer.affine), spot).map(Math.round)
    expect(layer.data[back[0] + edge * (back[1] + edge * back[2])]).toBe(1)
    // Stored the other way round it would lie elsewhere: the test can tell.
    const { data } = mirrorLeftRight({ ...layer, affine: affineOf('RAS', { shape: layer.shape }) })
    expect(data[back[0] + edge * (back[1] + edge * back[2])]).toBe(0)
  })

  it('grows towards the midline on both sides', () => {
    for (const side of sides) {
      const { cube } = marked(side)
      const [outer, inner] = [pointInHead(cube, [0, 12, 12]), pointInHead(cube, [edge - 1, 12, 12])]
      const inFixed = (point: Point) => applyAffine(invert(scanWorldFromFixedWorld), point)[0]
      expect(Math.abs(inFixed(outer))).toBeGreaterThan(Math.abs(inFixed(inner)))
    }
  })
})

describe('isCutFrom', () => {
  const head =
    (seed: number) =>
    ([x, y, z]: Point) =>
      500 + 90 * Math.sin((x + seed) / 5) * Math.cos((y - 2 * seed) / 7) + 70 * Math.sin((z + x + seed) / 6)
  const scan = (seed: number) => aScan({ shape, affine: affineOf('RAS', { shape }) }, head(seed))
  const cut = (side: Side) =>
    extractSinus({
      ...{
        scan: scan(0),
        scanWorldFromFixedWorld,
        centreMm: centres[side],
        edgeMm: edge,
        voxels: edge,
        side,
      },
    }).volume

  it.each(sides)('knows the head of a %s cube, and another', (side) => {
    expect(isCutFrom(cut(side), scan(0))).toBe(true)
    expect(isCutFrom(cut(side), scan(9))).toBe(false)
  })

  it('has nothing against a cube that is all one value', () => {
    const { shape: cubeShape, affine } = cut('left')
    expect(isCutFrom({ shape: cubeShape, affine, data: new Float32Array(edge ** 3) }, scan(0))).toBe(true)
  })
})
