import { beforeAll, describe, expect, it } from 'vitest'
import { findings, type Finding } from '../../../../src/shared/domain/sinus.ts'
import { applyAffine, invert, multiply } from '../../../../src/shared/imaging/affine.ts'
import { sampleAt } from '../../../../src/shared/imaging/resample.ts'
import type { Volume } from '../../../../src/shared/imaging/volume.ts'
import { renderHead, type PhantomHead } from '../../../../src/shared/phantom/head.ts'
import { createRandom } from '../../../../src/shared/random.ts'

const none = { left: null, right: null }
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

/** The scan with its world moved so that the head lies straight. */
const upright = ({ scan, worldFromHead }: PhantomHead): Volume => ({
  ...scan,
  affine: multiply(invert(worldFromHead), scan.affine),
})

/** A box of points about `centre`, 4 mm apart. */
function box([x, y, z]: readonly number[], halfMm: number): [number, number, number][] {
  const steps = Array.from({ length: halfMm / 2 + 1 }, (_, i) => 4 * i - halfMm)
  return steps.flatMap((dx) =>
    steps.flatMap((dy) => steps.map((dz) => [x + dx, y + dy, z + dz] as [number, number, number])),
  )
}

/** Voxels of a mask as world points. */
function maskPoints(mask: Volume): [number, number, number][] {
  const [ni, nj] = mask.shape
  return Array.from(mask.data).flatMap((value, at) =>
    value ? [applyAffine(mask.affine, [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))])] : [],
  )
}

describe('a head with normal sinuses', () => {
  let head: PhantomHead
  let scan: Volume
  let whiteMatter: number
  beforeAll(() => {
    head = renderHead(createRandom('head'), 1, 2, none)
    scan = upright(head)
    whiteMatter = mean(sampleAt(scan, box([28, -20, 28], 4)))
  })

  it('stores whole numbers that are not negative', () => {
    expect(head.scan.data.every((value) => Number.isInteger(value) && value >= 0)).toBe(true)
  })

  it('has bright brain, dark ventricles, eyes and surroundings', () => {
    const dark = (...points: [number, number, number][]) => mean(sampleAt(scan, points)) / whiteMatter
    expect(dark(...box([0, 120, 60], 8))).toBeLessThan(0.12)
    expect(Math.min(...sampleAt(scan, box([-9, 4, 14], 4)))).toBeLessThan(0.5 * whiteMatter)
    expect(Math.min(...sampleAt(scan, box([32, 75, -19], 4)))).toBeLessThan(0.35 * whiteMatter)
  })

  it('has air in both sinuses and soft tissue around, left at negative x and right at positive', () => {
    expect(head.sinuses.map(({ side }) => side)).toEqual(['left', 'right'])
    for (const { side, centreMm } of head.sinuses) {
      const [x, y, z] = applyAffine(invert(head.worldFromHead), centreMm)
      expect(Math.sign(x)).toBe(side === 'right' ? 1 : -1)
      expect(Math.hypot(Math.abs(x) - 25, y - 62, z + 50)).toBeLessThan(15)
      expect(mean(sampleAt(scan, box([x, y, z], 4)))).toBeLessThan(0.25 * whiteMatter)
      // The cheek below the skin, outside the sinus.
      expect(mean(sampleAt(scan, box([x * 1.1, y - 40, z - 20], 4)))).toBeGreaterThan(0.3 * whiteMatter)
    }
  })

  it('gives sinuses the size of real ones and no lesion', () => {
    for (const sinus of head.sinuses) {
      expect(sinus.cavityVolumeMm3).toBeGreaterThan(4_000)
      expect(sinus.cavityVolumeMm3).toBeLessThan(40_000)
      expect(sinus).toMatchObject({ finding: null, lesionVolumeMm3: 0, lesionMask: null })
    }
  })

  it('wears its marker on the right temple only', () => {
    const brightest = (sign: number) => Math.max(...sampleAt(scan, box([sign * 80, 30, 20], 12)))
    expect(brightest(1)).toBeGreaterThan(1.2 * whiteMatter)
    expect(brightest(-1)).toBeLessThan(whiteMatter)
  })
})

describe('findings', () => {
  const spacingMm = 3
  const rendered = new Map<Finding | null, PhantomHead>()
  /** One person, with this on the left. */
  const render = (finding: Finding | null) => {
    const head =
      rendered.get(finding) ??
      renderHead(createRandom('findings'), 1, spacingMm, { left: finding, right: null })
    rendered.set(finding, head)
    return head
  }

  it.each(findings)(
    '%s: its mask lies where the normal sinus has air and the anomalous one has signal',
    (finding) => {
      const head = render(finding)
      const normal = render(null)
      const [left, right] = head.sinuses
      const mask = left.lesionMask!
      expect(right.lesionMask).toBeNull()
      expect(right.centreMm).toEqual(normal.sinuses[1].centreMm)
      const points = maskPoints(mask)
      // Partial volume at the rim apart, the mask holds the lesion.
      expect((points.length * spacingMm ** 3) / left.lesionVolumeMm3).toBeGreaterThan(0.6)
      expect((points.length * spacingMm ** 3) / left.lesionVolumeMm3).toBeLessThan(1.4)
      expect(mean(sampleAt(head.scan, points))).toBeGreaterThan(1.8 * mean(sampleAt(normal.scan, points)))
      expect(left.lesionVolumeMm3).toBeLessThan(left.cavityVolumeMm3)
    },
  )

  it('fills most of an opacified sinus', () => {
    const [left] = render('opacified').sinuses
    expect(left.lesionVolumeMm3 / left.cavityVolumeMm3).toBeGreaterThan(0.4)
  })

  it('puts cysts on the floor', () => {
    const head = render('cyst')
    const [left] = head.sinuses
    const inHead = (point: [number, number, number]) => applyAffine(invert(head.worldFromHead), point)
    const heights = maskPoints(left.lesionMask!).map((point) => inHead(point)[2])
    expect(mean(heights)).toBeLessThan(inHead(left.centreMm)[2] - 3)
  })
})

describe('chance', () => {
  it('repeats a head bit for bit from one seed, and changes everything with the seed', () => {
    const render = (seed: number) => renderHead(createRandom(seed), 1, 4, { left: 'polyp', right: null })
    const first = render(1)
    expect(render(1)).toEqual(first)
    const other = render(2)
    expect(other.worldFromHead).not.toEqual(first.worldFromHead)
    expect(other.scan.data).not.toEqual(first.scan.data)
  })

  it('stores the same person in any order of axes at the same place in the world', () => {
    // Indices 2 and 6 are stored LPS and PIR; noise is drawn in stored order, so only that differs.
    const [first, second] = [2, 6].map((index) => upright(renderHead(createRandom('world'), index, 4, none)))
    const points = box([0, 20, -20], 60)
    const [a, b] = [sampleAt(first, points), sampleAt(second, points)]
    const [meanA, meanB] = [mean(a), mean(b)]
    const product = (p: Float32Array, q: Float32Array) =>
      p.reduce(
        (sum, value, i) => sum + (value - (p === a ? meanA : meanB)) * (q[i] - (q === a ? meanA : meanB)),
        0,
      )
    expect(product(a, b) / Math.sqrt(product(a, a) * product(b, b))).toBeGreaterThan(0.95)
    expect(second.shape).not.toEqual(first.shape)
  })
})
