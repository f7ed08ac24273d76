import { renderSubject } from '../../src/shared/phantom/cohort.ts'
import type { PhantomHead } from '../../src/shared/phantom/head.ts'
import { applyAffine, multiply } from '../../src/shared/imaging/affine.ts'
import type { Point } from '../../src/shared/imaging/affine.ts'
import type { Affine, Volume } from '../../src/shared/imaging/volume.ts'

const rendered = new Map<string, PhantomHead>()

/** A head of the synthetic cohort, counted from 1; rendered once per test file. */
export function aHead(index: number, spacingMm = 3): PhantomHead {
  const key = `${index} ${spacingMm}`
  const head = rendered.get(key) ?? renderSubject(11, index, spacingMm)
  rendered.set(key, head)
  return head
}

/** The same voxels elsewhere: the head has moved and the scanner knows it. */
export const moved = (scan: Volume, by: Affine): Volume => ({ ...scan, affine: multiply(by, scan.affine) })

/** The part of a scan for which `keep` holds along one voxel axis, as if nothing else had been scanned. */
export function cut(scan: Volume, axis: 0 | 1 | 2, from: number, to: number): Volume {
  const shape = scan.shape.map((n, i) => (i === axis ? to - from : n)) as [number, number, number]
  const start = [0, 1, 2].map((i) => (i === axis ? from : 0)) as unknown as Point
  const data = new Float32Array(shape[0] * shape[1] * shape[2])
  let at = 0
  for (let k = 0; k < shape[2]; k++)
    for (let j = 0; j < shape[1]; j++)
      for (let i = 0; i < shape[0]; i++)
        data[at++] = scan.data[i + start[0] + scan.shape[0] * (j + start[1] + scan.shape[1] * (k + start[2]))]
  const origin = applyAffine(scan.affine, start)
  return { data, shape, affine: scan.affine.map((v, i) => (i % 4 === 3 && i < 12 ? origin[(i - 3) / 4] : v)) }
}

/** How far the two transforms put a point apart, mm. */
export function distanceMm(a: Affine, b: Affine, point: Point): number {
  const [p, q] = [applyAffine(a, point), applyAffine(b, point)]
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
}
