import type { Point } from '../imaging/affine.ts'

/**
 * Signed distances of simple solids, in mm: negative inside, 0 on the surface, positive outside. Points are given
 * relative to the solid's centre. Distances of ellipsoids are first-order approximations (exact on the surface).
 */

export function sphere(x: number, y: number, z: number, radius: number): number {
  return Math.sqrt(x * x + y * y + z * z) - radius
}

/** |p/r|·(|p/r| − 1) / |p/r²|, the usual first-order bound; see Quilez, "Ellipsoid SDF". */
export function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const ax = x / rx
  const ay = y / ry
  const az = z / rz
  const scaled = Math.sqrt(ax * ax + ay * ay + az * az)
  const bx = ax / rx
  const by = ay / ry
  const bz = az / rz
  const slope = Math.sqrt(bx * bx + by * by + bz * bz)
  return slope < 1e-9 ? -Math.min(rx, ry, rz) : (scaled * (scaled - 1)) / slope
}

/** The same in a plane: an elliptic cylinder along the third axis. */
export const ellipse = (x: number, y: number, rx: number, ry: number) => ellipsoid(x, y, 0, rx, ry, 1)

/** A rod from `a` to `b` whose radius goes from `radiusA` to `radiusB`. */
export function rod(a: Point, b: Point, radiusA: number, radiusB = radiusA) {
  const [ax, ay, az] = a
  const [dx, dy, dz] = [b[0] - ax, b[1] - ay, b[2] - az]
  const squared = dx * dx + dy * dy + dz * dz
  return (x: number, y: number, z: number): number => {
    const px = x - ax
    const py = y - ay
    const pz = z - az
    const t = clamp01((px * dx + py * dy + pz * dz) / squared)
    const qx = px - t * dx
    const qy = py - t * dy
    const qz = pz - t * dz
    return Math.sqrt(qx * qx + qy * qy + qz * qz) - (radiusA + t * (radiusB - radiusA))
  }
}

export const clamp01 = (x: number) => (x < 0 ? 0 : x > 1 ? 1 : x)

/** 0 at `from`, 1 at `to` (which may be the smaller), level at both ends. */
export function smoothStep(from: number, to: number, x: number): number {
  const t = clamp01((x - from) / (to - from))
  return t * t * (3 - 2 * t)
}

/** Union with the inner corner filled: where both are within `roundMm` the result is up to roundMm/4 smaller. */
export function smoothMin(a: number, b: number, roundMm: number): number {
  const h = roundMm - Math.abs(a - b)
  return Math.min(a, b) - (h > 0 ? (h * h) / (4 * roundMm) : 0)
}

/** Intersection with the outer corner rounded off. */
export const smoothMax = (a: number, b: number, roundMm: number) => -smoothMin(-a, -b, roundMm)

/** Share of a voxel inside the surface: 1 at distance −edgeMm/2 and below, 0 at +edgeMm/2 and above. */
export const coverage = (distance: number, edgeMm: number) => clamp01(0.5 - distance / edgeMm)

export const mix = (a: number, b: number, share: number) => a + (b - a) * share
