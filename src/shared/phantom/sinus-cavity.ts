import type { Side } from '../domain/sinus.ts'
import type { Random } from '../random.ts'
import type { Distance } from './distance.ts'
import { createNoiseField } from './noise-field.ts'
import { smoothMax } from './shapes.ts'
import { between, chance, vary } from './variation.ts'

/** Middle of an average right maxillary sinus; the left one has the opposite x. */
export const sinusMiddle = [28, 62, -49] as const

/** What a sinus must leave room for. */
export interface SinusNeighbours {
  head: Distance
  orbits: Distance
  nose: Distance
}

/**
 * Walls of an average sinus: outward normal (x sideways, away from the nose) and distance from the middle, mm. The
 * pyramid's base is the wall to the nose, its apex points to the cheek bone.
 */
const walls = {
  medial: { normal: [-0.99, 0, 0.1], distance: 14.5 },
  roof: { normal: [0.12, 0.1, 0.985], distance: 17 },
  front: { normal: [0.42, 0.9, -0.08], distance: 17 },
  behind: { normal: [0.8, -0.55, -0.24], distance: 8.5 },
  floor: { normal: [0.24, 0.06, -0.97], distance: 17.5 },
  back: { normal: [0, -1, 0], distance: 24 },
} as const

/**
 * The bony cavity of one sinus: a pyramid with rounded corners, dented and bulged, of individual size, reaching as far
 * as orbit, nose and cheek allow. One in ten stays small (hypoplastic).
 */
export function createSinusCavity(random: Random, side: Side, neighbours: SinusNeighbours): Distance {
  const sign = side === 'right' ? 1 : -1
  const size = chance(random, 0.1) ? between(random, 0.62, 0.8) : vary(random, 0.89, 0.08)
  const planes = Object.entries(walls).map(([wall, { normal, distance }]) => ({
    normal,
    distance: (wall === 'medial' ? distance : distance * size) + vary(random, 0, 1.1),
  }))
  const relief = createNoiseField(random.fork('relief'), 11)
  // A ridge on the floor divides some sinuses in part.
  const ridge = chance(random, 0.3)
    ? { at: vary(random, 0, 6), turn: between(random, -0.6, 0.6), height: between(random, 4, 11) }
    : undefined
  return (x, y, z) => {
    const u = sign * x - sinusMiddle[0]
    const v = y - sinusMiddle[1]
    const w = z - sinusMiddle[2]
    let surface = -100
    for (const { normal, distance } of planes) {
      surface = smoothMax(surface, normal[0] * u + normal[1] * v + normal[2] * w - distance, 8)
    }
    surface += 1.6 * relief(x, y, z)
    if (surface > 15) return surface
    if (ridge) {
      const sheet = Math.abs(v - ridge.at - ridge.turn * u) - 0.5
      surface = smoothMax(surface, -Math.max(sheet, w + 17 * size - ridge.height), 2)
    }
    const { orbits, nose, head } = neighbours
    surface = smoothMax(surface, 2.4 - orbits(x, y, z), 3)
    surface = smoothMax(surface, 1.6 - nose(x, y, z), 2)
    return smoothMax(surface, head(x, y, z) + 8, 3)
  }
}
