import type { Finding, Side } from '../domain/sinus.ts'
import type { Point } from '../imaging/affine.ts'
import type { Random } from '../random.ts'
import { createLesion, wallPoint, type Room } from './lesion.ts'
import { remember, type Distance } from './distance.ts'
import { createNoiseField } from './noise-field.ts'
import { coverage, mix, smoothStep, sphere } from './shapes.ts'
import { createSinusCavity, sinusMiddle, type SinusNeighbours } from './sinus-cavity.ts'
import type { Build, Structure } from './structure.ts'
import { between, chance, direction, logBetween } from './variation.ts'

/** A maxillary sinus to paint; after each `paint` the two shares tell what the point holds. */
export interface Sinus extends Structure {
  side: Side
  finding: Finding | null
  /** Share of the point inside the bony cavity (air, lining, lesion), 0…1. */
  cavityShare: number
  /** Share of the point that is lesion, 0…1. */
  lesionShare: number
}

export function createSinus(
  build: Build,
  side: Side,
  neighbours: SinusNeighbours,
  finding: Finding | null,
): Sinus {
  const { random, tissues, edgeMm } = build
  const { air, bone, marrow, mucosa } = tissues
  const sign = side === 'right' ? 1 : -1
  const cavity = remember(createSinusCavity(random.fork('cavity'), side, neighbours))
  const room = findRoom(cavity, sign)
  const lumen = remember(createLumen(random.fork('lining'), room))
  const grown = finding ?? drawUnreported(random)
  const extent = finding ? 'reported' : 'unreported'
  const lesion = grown && createLesion(grown, random.fork('lesion'), { ...room, lumen }, extent)
  const liningSignal = between(random, 0.75, 1.15)
  const texture = createNoiseField(random.fork('texture'), 5)
  const spongy = createNoiseField(random.fork('spongy bone'), 4)
  const wallMm = between(random, 1, 1.8)
  const [mx, my, mz] = [sign * sinusMiddle[0], sinusMiddle[1], sinusMiddle[2]]
  const sinus: Sinus = {
    side,
    finding,
    cavityShare: 0,
    lesionShare: 0,
    bounds: [
      [mx - 30, mx + 30],
      [my - 36, my + 34],
      [mz - 30, mz + 28],
    ],
    paint: (signal, x, y, z) => {
      sinus.cavityShare = 0
      sinus.lesionShare = 0
      const wall = cavity(x, y, z)
      if (wall > 8) return signal
      // What a small sinus leaves of its place is spongy bone.
      const body = Math.max(wall - 5, neighbours.head(x, y, z) + 7, 1 - neighbours.orbits(x, y, z))
      const outside = Math.max(body, 0.8 - neighbours.nose(x, y, z))
      let value = mix(signal, marrow * (1 + 0.3 * spongy(x, y, z)), 0.6 * coverage(outside, 3))
      value = mix(value, bone, coverage(wall - wallMm, edgeMm))
      const inside = coverage(wall, edgeMm)
      if (inside === 0) return value
      const open = coverage(lumen(x, y, z), edgeMm)
      // Share of the point beyond the lining that is still air.
      const free = lesion ? coverage(Math.max(lumen(x, y, z), -lesion.surface(x, y, z)), edgeMm) : open
      sinus.cavityShare = inside
      sinus.lesionShare = finding ? open - free : 0
      const lining = mucosa * liningSignal * (1 + 0.1 * texture(x, y, z))
      const filled = lesion && open > free ? mucosa * lesion.signal(x, y, z) * (open - free) : 0
      return value * (1 - inside) + lining * (inside - open) + filled + air * free
    },
  }
  return sinus
}

/** Four in ten normal sinuses hold something too small to report. */
function drawUnreported(random: Random): Finding | null {
  const kinds = ['mucosal_thickening', 'polyp', 'cyst'] as const
  return chance(random, 0.4) ? kinds[random.integer(kinds.length)] : null
}

/**
 * Distance to the inner surface of a normal lining: 0.4…2.2 mm on average, uneven, thicker on the floor in some, with
 * up to three small bumps. All this is within what readers call normal.
 */
function createLumen(random: Random, { cavity, middle }: Room): Distance {
  const thickness = logBetween(random, 0.4, 2.2)
  const floorExtra = chance(random, 0.4) ? between(random, 0.3, 1.3) : 0
  const uneven = createNoiseField(random.fork('uneven'), 6)
  const bumps = Array.from({ length: random.integer(4) }, () => {
    return { at: wallPoint(cavity, middle, direction(random)), radius: logBetween(random, 1.4, 3.4) }
  })
  return (x, y, z) => {
    const low = smoothStep(0, -14, z - middle[2])
    let lumen = cavity(x, y, z) + Math.max(0.2, (thickness + floorExtra * low) * (1 + 0.5 * uneven(x, y, z)))
    for (const { at, radius } of bumps)
      lumen = Math.max(lumen, -sphere(x - at[0], y - at[1], z - at[2], radius))
    return lumen
  }
}

/** Centre of mass and inner radius of a cavity, on a 3 mm grid. */
function findRoom(cavity: Distance, sign: number): Room {
  const sum = [0, 0, 0]
  let count = 0
  for (let w = -27; w <= 27; w += 3)
    for (let v = -33; v <= 33; v += 3)
      for (let u = -27; u <= 27; u += 3) {
        const at = [sign * (sinusMiddle[0] + u), sinusMiddle[1] + v, sinusMiddle[2] + w] as const
        if (cavity(...at) >= 0) continue
        at.forEach((coordinate, axis) => (sum[axis] += coordinate))
        count++
      }
  const middle = sum.map((total) => total / count) as unknown as Point
  return { cavity, middle, innerRadius: -cavity(...middle) }
}
