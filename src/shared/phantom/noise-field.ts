import type { Random } from '../random.ts'
import { between, direction } from './variation.ts'

/** A smooth random function of position (mm), mostly within ±1, mean 0. */
export type NoiseField = (x: number, y: number, z: number) => number

/** Lattice edge in nodes: the field repeats after eight cells. */
const nodes = 8
const mask = nodes - 1
/** Brings the usual values of gradient noise (±0.6) to ±1. */
const gain = 1.6

/**
 * Gradient noise (Perlin, "Improving noise", 2002) with random gradients, on a lattice that is turned at random so that
 * its axes do not show.
 *
 * @param cellMm  Lattice spacing: bumps and hollows are about twice as far apart.
 */
export function createNoiseField(random: Random, cellMm: number): NoiseField {
  const gradients = new Float32Array(3 * nodes ** 3)
  for (let i = 0; i < gradients.length; i += 3) gradients.set(direction(random), i)
  const [a, b, c] = frame(random)
  const f = 1 / cellMm
  const [ax, ay, az, bx, by, bz, cx, cy, cz] = [...a, ...b, ...c].map((cosine) => cosine * f)
  const [u0, v0, w0] = [0, 0, 0].map(() => between(random, 0, nodes))

  const corner = (i: number, j: number, k: number, u: number, v: number, w: number) => {
    const at = 3 * ((i & mask) + nodes * ((j & mask) + nodes * (k & mask)))
    return gradients[at] * u + gradients[at + 1] * v + gradients[at + 2] * w
  }
  return (x, y, z) => {
    const p = ax * x + ay * y + az * z + u0
    const q = bx * x + by * y + bz * z + v0
    const r = cx * x + cy * y + cz * z + w0
    const i = Math.floor(p)
    const j = Math.floor(q)
    const k = Math.floor(r)
    const u = p - i
    const v = q - j
    const w = r - k
    const su = u * u * u * (u * (6 * u - 15) + 10)
    const sv = v * v * v * (v * (6 * v - 15) + 10)
    const sw = w * w * w * (w * (6 * w - 15) + 10)
    const e = corner(i, j, k, u, v, w)
    const g = corner(i, j + 1, k, u, v - 1, w)
    const h = corner(i, j, k + 1, u, v, w - 1)
    const l = corner(i, j + 1, k + 1, u, v - 1, w - 1)
    const near = e + su * (corner(i + 1, j, k, u - 1, v, w) - e)
    const nearUp = g + su * (corner(i + 1, j + 1, k, u - 1, v - 1, w) - g)
    const far = h + su * (corner(i + 1, j, k + 1, u - 1, v, w - 1) - h)
    const farUp = l + su * (corner(i + 1, j + 1, k + 1, u - 1, v - 1, w - 1) - l)
    const low = near + sv * (nearUp - near)
    const high = far + sv * (farUp - far)
    return gain * (low + sw * (high - low))
  }
}

/** Three random directions at right angles. */
function frame(random: Random): [number[], number[], number[]] {
  const a = direction(random)
  const other = direction(random)
  const cross = (p: number[], q: number[]) => [
    p[1] * q[2] - p[2] * q[1],
    p[2] * q[0] - p[0] * q[2],
    p[0] * q[1] - p[1] * q[0],
  ]
  const b = cross(a, other)
  const length = Math.hypot(...b)
  const unit = b.map((coordinate) => coordinate / length)
  return [a, unit, cross(a, unit)]
}
