import { describe, expect, it } from 'vitest'
import { sides, type Side } from '../../../../src/shared/domain/sinus.ts'
import { applyAffine, invert, type Point } from '../../../../src/shared/imaging/affine.ts'
import { isCutFrom, layerInHead, pointInHead } from '../../../../src/shared/imaging/cube-in-head.ts'
import { extractSinus } from '../../../../src/shared/imaging/extract-sinus.ts'
import { resampleToGrid } from '../../../../src/shared/imaging/resample.ts'
import { valueAt } from '../../../../src/renderer/src/components/viewer/slices.ts'
import { aRigidMotion, aScan, affineOf } from '../../../helpers/volumes.ts'

const shape = [72, 60, 52] as const
const edge = 24
/** The fixed head's frame; the scan lies turned and shifted in its own. */
const scanWorldFromFixedWorld = aRigidMotion([8, -5, 11], [3, -4, 2])
const centres: Record<Side, Point> = { left: [-14, 4, -3], right: [14, 4, -3] }
const distance = (a: Point, b: Point) => Math.hypot(...a.map((value, axis) => value - b[axis]))

/**
 * A head with one bright spot, and where that lies. Voxel centres run from −11.5 to 11.5 mm about the cube's middle, on the right
 * against x: left 11.5 − 4.5 = 7, right 11.5 − 5.5 = 6 along the first axis.
 */
const spots = {
  left: { offset: [-4.5, 2.5, -3.5], voxel: [7, 14, 8] },
  right: { offset: [5.5, -1.5, 4.5], voxel: [6, 10, 16] },
} as const
function marked(side: Side) {
  const { offset, voxel } = spots[side]
  const inFixed = centres[side].map((value, axis) => value + offset[axis]) as unknown as Point
  const spot = applyAffine(scanWorldFromFixedWorld, inFixed)
  const scan = aScan({ shape, affine: affineOf('LPS', { shape }) }, (at: Point) =>
    Math.exp(-0.5 * (distance(at, spot) / 2) ** 2),
  )
  const cut = { scan, scanWorldFromFixedWorld, centreMm: centres[side], edgeMm: edge, voxels: edge, side }
  return { spot, scan, cube: extractSinus(cut).volume, voxel }
}

describe('a layer of a cube, laid over its head', () => {
  it.each(sides)('has a marked voxel of a %s sinus where it lies in the head', (side) => {
    const { spot, scan, cube, voxel } = marked(side)
    const [i, j, k] = voxel
    const index = i + edge * (j + edge * k)
    expect(cube.data[index]).toBe(1)
    expect(distance(pointInHead(cube, voxel), spot)).toBeLessThan(1e-9)
    const values = new Float32Array(edge ** 3)
    values[index] = 1
    const layer = layerInHead(values, cube)
    expect(valueAt(layer, spot)).toBe(1)
    // Whatever lies over the head lies over what is there: over the spot and nowhere else.
    const { data } = resampleToGrid(layer, scan).volume
    const [at] = [...data.keys()].sort((a, b) => data[b] - data[a])
    const [ni, nj] = shape
    const brightest: Point = [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))]
    expect(distance(applyAffine(scan.affine, brightest), spot)).toBeLessThan(1)
    // Read the wrong way round it would lie elsewhere.
    expect(distance(pointInHead(cube, [edge - 1 - i, j, k]), spot)).toBeGreaterThan(8)
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
