import type { Random } from '../random.ts'
import type { Distance } from './distance.ts'
import { createNoiseField } from './noise-field.ts'
import { coverage, ellipsoid, mix, rod, smoothMin, smoothStep, sphere } from './shapes.ts'
import type { Build, Structure } from './structure.ts'
import { vary } from './variation.ts'

/** Both orbits: cones whose apex lies behind and towards the middle. */
export function createOrbits(random: Random): Distance {
  const size = vary(random, 1, 0.03)
  return (x, y, z) => ellipsoid(Math.abs(x) - 30 - 0.3 * (y - 62), y - 58, z + 19, 16 * size, 30, 15.5 * size)
}

/** Orbital fat in its bony walls, globe with lens, optic nerve and the four straight eye muscles. */
export function createEyes({ random, tissues, edgeMm }: Build, head: Distance, orbits: Distance): Structure {
  const { bone, fat, muscle, sclera, vitreous, skin } = tissues
  const radius = vary(random, 12, 0.4)
  const apex = [15, 30, -16] as const
  const nerve = rod([31, 63, -19], apex, 2.2)
  const muscles = [
    rod([42, 72, -19], apex, 1.6, 2.4),
    rod([21, 72, -19], apex, 1.6, 2.4),
    rod([32, 72, -8.5], apex, 1.6, 2.4),
    rod([32, 72, -29], apex, 1.6, 2.4),
  ]
  return {
    bounds: [
      [-60, 60],
      [22, 108],
      [-44, 6],
    ],
    paint: (signal, x, y, z) => {
      const u = Math.abs(x)
      const orbit = orbits(x, y, z)
      const eye = sphere(u - 32, y - 75, z + 19, radius)
      if (Math.min(orbit - 2, eye) > edgeMm) return signal
      // Bone all round but not in front, where lid and eye close the orbit.
      const behindRim = coverage(y - 80, 6)
      let value = mix(signal, bone, behindRim * coverage(orbit - 1.8, edgeMm))
      value = mix(value, fat * 0.85, coverage(Math.max(orbit, head(x, y, z) + 4), edgeMm))
      let cords = nerve(u, y, z)
      for (const cord of muscles) cords = Math.min(cords, cord(u, y, z))
      value = mix(value, muscle * 1.25, coverage(Math.max(cords, orbit), edgeMm))
      value = mix(value, sclera, coverage(eye, edgeMm))
      value = mix(value, vitreous, coverage(eye + 1.7, edgeMm))
      const lens = ellipsoid(u - 32, y - 75 - radius + 3.4, z + 19, 4.6, 2.1, 4.6)
      value = mix(value, sclera * 0.55, coverage(lens, edgeMm))
      // The lid in front.
      return mix(value, skin, coverage(Math.max(-eye, orbit, Math.abs(head(x, y, z) + 1.5) - 2), edgeMm))
    },
  }
}

/** Chewing muscles, cheek fat, cheek bone and the bones below the brain. */
export function createFacialFlesh(
  { random, tissues, edgeMm }: Build,
  head: Distance,
  brain: Distance,
): Structure {
  const { bone, fat, marrow, muscle } = tissues
  const fibres = createNoiseField(random.fork('fibres'), 3.5)
  const vessels = createNoiseField(random.fork('vessels'), 6)
  return {
    bounds: [
      [-75, 75],
      [-50, 100],
      [-125, 5],
    ],
    paint: (signal, x, y, z) => {
      // Brain and its fluid will cover the rest.
      if (brain(x, y, z) < 0) return signal
      const u = Math.abs(x)
      const depth = -head(x, y, z)
      if (depth < 3) return signal
      const under = coverage(5 - depth, edgeMm)
      let value = signal
      // Buccal fat fills the space behind the sinus, between the muscles.
      const buccal = ellipsoid(u - 43, y - 50, z + 62, 13, 20, 24)
      value = mix(value, fat, coverage(buccal, 4))
      const masseter = ellipsoid(u - 52, y - 36, z + 80, 7, 19, 26)
      const temporal = ellipsoid(u - 56 + 0.12 * (z + 30), y - 38, z + 28, 6, 23, 34)
      const pterygoid = ellipsoid(u - 33 - 0.25 * (y - 20), y - 19, z + 66, 11, 15, 20)
      const chewing = under * coverage(Math.min(masseter, temporal), edgeMm)
      const veins = coverage(pterygoid, edgeMm)
      if (chewing + veins > 0) {
        const fibre = 1 + 0.12 * fibres(x, y, z)
        value = mix(value, muscle * 1.18 * fibre, chewing)
        // The pterygoid venous plexus shines between the fibres.
        const plexus = muscle * (1.1 + 0.9 * smoothStep(0.25, 0.7, vessels(x, y, z)))
        value = mix(value, plexus * fibre, veins)
      }
      const cheek = smoothMin(
        ellipsoid(u - 49, y - 70, z + 42, 11, 10, 9),
        ellipsoid(u - 58, y - 48, z + 42, 4.5, 22, 5),
        6,
      )
      value = mix(value, bone, under * coverage(cheek, edgeMm))
      value = mix(value, marrow, under * coverage(cheek + 2.4, edgeMm))
      const petrous = ellipsoid(u - 42 - 0.4 * (y + 12), y + 12, z + 40, 24, 11, 10)
      const mastoid = ellipsoid(u - 57, y + 27, z + 48, 11, 15, 20)
      const sphenoid = ellipsoid(u, y - 16, z + 28, 20, 22, 14)
      const base = smoothMin(Math.min(petrous, mastoid), sphenoid, 5)
      value = mix(value, bone, under * coverage(base, edgeMm))
      if (base > -2) return value
      return mix(value, marrow * 0.8, 0.6 * coverage(base + 4, 4) * smoothStep(-0.3, 0.4, vessels(x, y, z)))
    },
  }
}
