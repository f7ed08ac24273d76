import type { Finding } from '../domain/sinus.ts'
import type { Point } from '../imaging/affine.ts'
import type { Random } from '../random.ts'
import type { Distance } from './distance.ts'
import { createNoiseField } from './noise-field.ts'
import { ellipsoid, rod, smoothMin, smoothStep, sphere } from './shapes.ts'
import { between, chance, direction, logBetween } from './variation.ts'

export interface Lesion {
  /** Negative in the lesion; it is seen only where the cavity is. */
  surface: Distance
  /** Signal relative to mucosa. */
  signal: Distance
}

/** The part of a sinus that a lesion grows in. */
export interface Room {
  cavity: Distance
  middle: Point
  /** Distance from the middle to the nearest wall, mm. */
  innerRadius: number
}

/** The same with its lining: negative where a normal sinus holds air. */
export interface LinedRoom extends Room {
  lumen: Distance
}

/** A finding is reported; growth of the same kinds that is too small for a reader to mention occurs in normal sinuses. */
export type Extent = 'reported' | 'unreported'

/** Thickest place beyond the lining, or radius, in mm; small ones more often. The two ranges overlap, as readers do. */
const sizesMm = {
  mucosal_thickening: { reported: [1.6, 7.5], unreported: [0.8, 2.6] },
  polyp: { reported: [3, 10.5], unreported: [1.8, 4.4] },
  cyst: { reported: [4.8, 13.5], unreported: [2.4, 5.6] },
} as const

/** What grows in a sinus. Opacification has one extent only: most of the cavity. */
export function createLesion(finding: Finding, random: Random, room: LinedRoom, extent: Extent): Lesion {
  if (finding === 'opacified') return createOpacification(random, room)
  const [smallest, largest] = sizesMm[finding][extent]
  const sizeMm = logBetween(random, smallest, largest)
  // A ridge may leave little room around the middle; what is reported still shows.
  const atMost = (roomMm: number) => Math.max(smallest, Math.min(sizeMm, roomMm))
  switch (finding) {
    case 'mucosal_thickening':
      return createThickening(random, room, sizeMm)
    case 'polyp':
      return createPolyp(random, room, atMost(0.9 * room.innerRadius))
    case 'cyst':
      return createCyst(random, room, atMost(1.15 * room.innerRadius))
  }
}

/** Swollen lining, thickest on and around one part of the wall (mostly the floor), with an uneven surface. */
function createThickening(
  random: Random,
  { lumen, middle: [mx, my, mz] }: LinedRoom,
  thickestMm: number,
): Lesion {
  const elsewhere = between(random, 0, 0.4)
  const [fx, fy, fz] = tiltedDown(random, chance(random, 0.8) ? 0.5 : 2)
  const swell = createNoiseField(random.fork('swelling'), 8)
  const ripple = createNoiseField(random.fork('ripple'), 4)
  const texture = createNoiseField(random.fork('texture'), 5)
  const level = between(random, 0.85, 1.25)
  return {
    surface: (x, y, z) => {
      const [dx, dy, dz] = [x - mx, y - my, z - mz]
      const cosine = (dx * fx + dy * fy + dz * fz) / (Math.hypot(dx, dy, dz) + 1e-6)
      const share = elsewhere + (1 - elsewhere) * smoothStep(0.05, 0.85, cosine)
      const uneven = 0.85 + 0.55 * swell(x, y, z) + 0.25 * ripple(x, y, z)
      return -lumen(x, y, z) - thickestMm * share * Math.max(0.1, uneven)
    },
    signal: (x, y, z) => level * (1 + 0.14 * texture(x, y, z)),
  }
}

/** A soft mass of one to four lobes that hangs into the cavity on a stalk. */
function createPolyp(random: Random, { cavity, middle }: Room, radius: number): Lesion {
  const towards = direction(random)
  const root = wallPoint(cavity, middle, towards)
  const away = (point: Point, length: number): Point => [
    point[0] - towards[0] * length,
    point[1] - towards[1] * length,
    point[2] - towards[2] * length,
  ]
  const centre = away(root, radius * between(random, 0.85, 1.35))
  const lobes = Array.from({ length: 1 + random.integer(4) }, (_, index) => {
    const [x, y, z] = direction(random)
    const shift = index === 0 ? 0 : radius * between(random, 0.5, 0.9)
    const at: Point = [centre[0] + x * shift, centre[1] + y * shift, centre[2] + z * shift]
    return { at, radius: radius * (index === 0 ? 1 : between(random, 0.45, 0.75)) }
  })
  const stalk = rod(away(root, -1), centre, 0.55 * radius, 0.4 * radius)
  const bumps = createNoiseField(random.fork('bumps'), 4)
  const texture = createNoiseField(random.fork('texture'), 4)
  const level = between(random, 0.8, 1.3)
  return {
    surface: (x, y, z) => {
      let surface = stalk(x, y, z)
      for (const { at, radius: size } of lobes) {
        surface = smoothMin(surface, sphere(x - at[0], y - at[1], z - at[2], size), 2)
      }
      return surface + 0.09 * radius * bumps(x, y, z)
    },
    signal: (x, y, z) => level * (1 + 0.16 * texture(x, y, z)),
  }
}

/** A smooth, even dome on the floor: fluid, brighter the more protein is in it. */
function createCyst(random: Random, { cavity, middle }: Room, radius: number): Lesion {
  const root = wallPoint(cavity, middle, tiltedDown(random, 0.55))
  const sunk = radius * between(random, 0, 0.45)
  const [rx, ry] = [radius * between(random, 0.95, 1.2), radius * between(random, 0.95, 1.25)]
  const level = chance(random, 0.15) ? between(random, 0.55, 0.75) : between(random, 1, 1.6)
  const [cx, cy, cz] = [root[0], root[1], root[2] + sunk]
  return {
    surface: (x, y, z) => ellipsoid(x - cx, y - cy, z - cz, rx, ry, radius),
    signal: () => level,
  }
}

/** Filled altogether, or but for a bubble, or up to a level: people are scanned lying on their back. */
function createOpacification(random: Random, { middle, innerRadius }: Room): Lesion {
  const texture = createNoiseField(random.fork('texture'), 6)
  const level = between(random, 0.65, 1.45)
  const signal: Distance = (x, y, z) => level * (1 + 0.18 * texture(x, y, z))
  const kind = random.uniform()
  if (kind < 0.45) return { surface: () => -100, signal }
  if (kind < 0.75) {
    const [x0, y0, z0] = direction(random)
    const radius = innerRadius * between(random, 0.3, 0.65)
    const off = innerRadius * 0.5
    const bubble: Distance = (x, y, z) =>
      radius - Math.hypot(x - middle[0] - off * x0, y - middle[1] - off * y0, z - middle[2] - off * z0)
    return { surface: bubble, signal }
  }
  const height = middle[1] + innerRadius * between(random, -0.1, 0.8)
  const tilt = between(random, -0.15, 0.15)
  return { surface: (_x, y, z) => y - height - tilt * (z - middle[2]), signal }
}

/** A direction within about `spread` radians of straight down. */
function tiltedDown(random: Random, spread: number): [number, number, number] {
  const [x, y, z] = [spread * random.normal() * 0.7, spread * random.normal() * 0.7, -1]
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}

/** Where the ray from `from` first meets the wall. */
export function wallPoint(cavity: Distance, from: Point, [dx, dy, dz]: Point): Point {
  let length = 0
  while (length < 60 && cavity(from[0] + dx * length, from[1] + dy * length, from[2] + dz * length) < 0)
    length += 0.25
  return [from[0] + dx * length, from[1] + dy * length, from[2] + dz * length]
}
