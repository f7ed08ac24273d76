import type { Random } from '../random.ts'
import type { Distance } from './distance.ts'
import { createNoiseField } from './noise-field.ts'
import { coverage, ellipse, ellipsoid, mix, rod, smoothMax, smoothMin, smoothStep } from './shapes.ts'
import type { Build, Structure } from './structure.ts'
import { between, chance, vary } from './variation.ts'

/** Height of the nasal floor. */
const floorMm = -65

/** Outline of the bony nasal cavity, pear-shaped from the front; septum and turbinates are inside. */
export function createNasalCavity(random: Random): Distance {
  const width = vary(random, 1, 0.07)
  return (x, y, z) => {
    const half = width * (4 + 9.5 * smoothStep(-28, -50, z) - 2 * smoothStep(-58, floorMm, z))
    const sideways = Math.abs(x) - half * (1 - 0.35 * smoothStep(80, 100, y))
    const ends = Math.max(34 - y, y - 98 - 0.25 * (z + 60))
    return smoothMax(smoothMax(sideways, Math.max(floorMm - z, z + 13), 5), ends, 6)
  }
}

/** Septum, turbinates, meatus, ethmoid cells, sphenoid and frontal sinuses, nostrils and the throat behind. */
export function createNose(build: Build, head: Distance, cavity: Distance): Structure {
  const { tissues, edgeMm } = build
  const { air, bone, turbinate } = tissues
  const nasalAir = createNasalAir(build.random.fork('turbinates'), cavity)
  const cells = createPneumaticCells(build)
  const texture = createNoiseField(build.random.fork('turbinate texture'), 4)
  const throat = rod([0, 14, -68], [0, 4, -130], 9, 7)
  const nostril = rod([7, 101, -60], [6, 92, -54], 3.4, 4.2)
  return {
    bounds: [
      [-32, 32],
      [-10, 125],
      [-135, 30],
    ],
    paint: (signal, x, y, z) => {
      let value = cells(signal, x, y, z)
      const outline = cavity(x, y, z)
      if (outline < edgeMm + 2) {
        value = mix(value, bone, 0.8 * coverage(outline - 1, edgeMm))
        value = mix(value, turbinate * (1 + 0.08 * texture(x, y, z)), coverage(outline, edgeMm))
        const { passage, core } = nasalAir(x, y, z)
        value = mix(value, bone * 5, coverage(core, edgeMm))
        value = mix(value, air, coverage(passage, edgeMm))
      }
      const pharynx = smoothMin(ellipsoid(x, y - 22, z + 54, 12, 13, 17), throat(x, y, z), 8)
      const front = Math.max(nostril(Math.abs(x), y, z), -head(x, y, z) - 30)
      value = mix(value, turbinate * 0.8, coverage(pharynx - 2, edgeMm) * (1 - coverage(outline, edgeMm)))
      return mix(value, air, coverage(Math.min(pharynx, front), edgeMm))
    },
  }
}

/** Where the air passes between septum and turbinates, and where thin bone lies inside them. */
function createNasalAir(random: Random, cavity: Distance) {
  const deviation = between(random, -4.5, 4.5)
  const spur = between(random, -50, -35)
  // One side of the nose is always the more swollen (nasal cycle).
  const swelling = between(random, -0.16, 0.16)
  const result = { passage: 0, core: 0 }
  return (x: number, y: number, z: number) => {
    const bend = deviation * Math.exp(-(((z - spur) / 14) ** 2)) * smoothStep(36, 60, y)
    const fromSeptum = Math.abs(x - bend)
    const septum = fromSeptum - 1.5 - 0.8 * smoothStep(-40, -30, z) * smoothStep(70, 80, y)
    const size = 1 + (x > 0 ? swelling : -swelling)
    const u = Math.abs(x) - 0.35 * bend * Math.sign(x)
    const slope = 0.12 * (y - 62)
    const inferior = ellipsoid(u - 8.3, y - 62, z + 55 - 0.25 * (u - 8) - slope, 5.1 * size, 29, 8.6 * size)
    const middle = ellipsoid(u - 6 - 0.12 * (z + 38), y - 57, z + 38 - slope, 3.5 * size, 22, 7.4)
    const superior = ellipsoid(u - 4.2, y - 49, z + 26, 1.6, 13, 5)
    const shells = Math.min(inferior, middle, superior)
    // The inferior turbinate hangs on the lateral wall.
    const hinge = Math.max(ellipse(u - 12, z + 49, 3, 2), Math.abs(y - 62) - 24)
    result.passage = Math.max(cavity(x, y, z) + 1.1, -septum, -shells, -hinge)
    const shellBone = Math.max(ellipse(u - 9.2, z + 53, 0.9, 5), Math.abs(y - 62) - 21)
    result.core = Math.max(Math.min(fromSeptum - 0.5, shellBone), cavity(x, y, z) + 1.5)
    return result
  }
}

/** Ethmoid labyrinth, sphenoid and frontal sinuses: air cells with thin bright lining in thin dark bone. */
function createPneumaticCells({ random, tissues, edgeMm }: Build) {
  const { air, bone, mucosa } = tissues
  const walls = createNoiseField(random.fork('ethmoid'), 8.5)
  const draw = random.fork('air cells')
  const sphenoid = { size: vary(draw, 1, 0.15), shift: vary(draw, 0, 2) }
  const frontal = chance(draw, 0.15) ? 0 : vary(draw, 1, 0.25)
  return (signal: number, x: number, y: number, z: number): number => {
    const u = Math.abs(x)
    let value = signal
    const labyrinth = smoothMax(
      Math.abs(u - 8.5) - 5,
      Math.max(Math.abs(y - 57) - 22, Math.abs(z + 24) - 11),
      4,
    )
    if (labyrinth < edgeMm) {
      value = mix(value, mucosa, coverage(labyrinth, edgeMm))
      const partition = 1 - 7 * Math.abs(walls(x, y, z))
      value = mix(value, air, coverage(Math.max(labyrinth + 0.8, partition), edgeMm))
    }
    if (y < 45 && z < -5) {
      const { size, shift } = sphenoid
      const chamber = ellipsoid(Math.abs(x - shift) - 8, y - 22, z + 24, 8.5 * size, 13 * size, 10 * size)
      value = mix(value, bone, coverage(chamber - 1.5, edgeMm))
      value = mix(value, mucosa * 0.8, coverage(chamber, edgeMm))
      value = mix(value, air, coverage(chamber + 0.8, edgeMm))
    }
    if (frontal > 0.3 && y > 70 && z > -18) {
      const chamber = ellipsoid(
        u - 10,
        y - 87 + 0.2 * (z - 2),
        z - 2,
        11 * frontal,
        4 * frontal,
        12 * frontal,
      )
      value = mix(value, bone, coverage(chamber - 1.5, edgeMm))
      value = mix(value, mucosa * 0.8, coverage(chamber, edgeMm))
      value = mix(value, air, coverage(Math.max(chamber + 0.7, 0.7 - u), edgeMm))
    }
    return value
  }
}
