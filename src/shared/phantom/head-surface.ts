import type { Random } from '../random.ts'
import { coverage, ellipse, ellipsoid, mix, rod, smoothMin, smoothStep } from './shapes.ts'
import type { Distance } from './distance.ts'
import { createNoiseField } from './noise-field.ts'
import type { Build, Structure } from './structure.ts'
import { vary } from './variation.ts'

/** Skin: cranium, face, nose, chin, ears and neck, melted together. */
export function createHeadSurface(random: Random): Distance {
  const noseLength = vary(random, 0, 2.5)
  const bridge = rod([0, 91, -14], [0, 108 + noseLength, -47], 6.5, 9)
  const tip = rod([0, 106 + noseLength, -50], [0, 96, -54], 9.5, 16)
  const chin = vary(random, 0, 2.5)
  const jawWidth = vary(random, 60, 2)
  return (x, y, z) => {
    const u = Math.abs(x)
    const cranium = ellipsoid(x, y + 6, z - 2, 77, 103, 81)
    if (cranium < -30) return cranium
    const face = ellipsoid(x, y - 40, z + 58, jawWidth, 54, 72)
    if (face < -25) return face
    let surface = smoothMin(cranium, face, 22)
    surface = smoothMin(surface, Math.max(ellipse(x, y + 22, 58, 60), z + 60), 26)
    if (y > 20) surface = smoothMin(surface, ellipsoid(u - 35, y - 64, z + 46, 24, 25, 40), 18)
    if (y > 70) {
      surface = smoothMin(surface, Math.min(bridge(x, y, z), tip(x, y, z)), 7)
      surface = smoothMin(surface, ellipsoid(x, y - 80 - chin, z + 112, 28, 18, 16), 16)
      surface = smoothMin(surface, ellipsoid(x, y - 92, z + 82, 24, 12, 12), 9)
      // Eye sockets lie back behind forehead and cheeks.
      const socket = ellipsoid(u - 34, y - 103, z + 20, 20, 13, 12)
      surface = -smoothMin(-surface, socket, 8)
    }
    if (u > 62) surface = smoothMin(surface, ellipsoid(u - 74 - 0.2 * (y + 14), y + 16, z + 26, 4, 16, 28), 7)
    return surface
  }
}

/** Skin, subcutaneous fat and the flesh below, for the whole head; later parts are painted over it. */
export function createFlesh(
  { random, tissues, edgeMm }: Build,
  surface: Distance,
  brain: Distance,
): Structure {
  const planes = createNoiseField(random.fork('fat planes'), 15)
  const scalpFat = mix(tissues.fat, tissues.skin, 0.35)
  return {
    bounds: [
      [-90, 90],
      [-125, 130],
      [-250, 95],
    ],
    paint: (signal, x, y, z) => {
      // Brain and skull will cover the rest.
      if (brain(x, y, z) < 2) return signal
      const distance = surface(x, y, z)
      const inside = coverage(distance, edgeMm)
      if (inside === 0) return signal
      const depth = -distance
      const shallow = mix(tissues.skin, scalpFat, smoothStep(2, 3.5, depth))
      if (depth < 5) return mix(signal, shallow, inside)
      // Fat between the muscles, in sheets where the noise crosses zero.
      const plane = planes(x, y, z)
      const sheet = smoothStep(0.3, 0, Math.abs(plane))
      const deep = mix(tissues.muscle, tissues.fat, 0.6 * sheet) * (1 + 0.12 * plane)
      return mix(shallow, deep, smoothStep(5, 8, depth))
    },
  }
}

/** An oil capsule taped to the right temple, as MR centres do: tells right from left in any picture of the head. */
export function createSideMarker({ edgeMm }: Build, surface: Distance): Structure {
  // Found on the surface by walking in from the right.
  let x = 90
  while (surface(x, 30, 20) > 2 && x > 0) x -= 0.25
  const capsule = rod([x + 4, 24, 20], [x + 3, 36, 20], 4.5)
  return {
    bounds: [
      [x - 4, x + 14],
      [15, 45],
      [10, 30],
    ],
    paint: (signal, px, y, z) => mix(signal, 165, coverage(capsule(px, y, z), edgeMm)),
  }
}
