import type { Random } from '../random.ts'
import { remember, type Distance } from './distance.ts'
import { createNoiseField } from './noise-field.ts'
import { coverage, ellipsoid, mix, rod, smoothMax, smoothMin, smoothStep } from './shapes.ts'
import type { Build, Structure } from './structure.ts'
import { vary } from './variation.ts'

export interface Cranium {
  cerebrum: Distance
  cerebellum: Distance
  /** The whole brain with its stem. */
  brain: Distance
}

/** Surfaces of the brain. The right frontal and the left occipital lobe reach further (Yakovlevian torque). */
export function createCranium(random: Random): Cranium {
  const floor = vary(random, -6, 1.5)
  const stem = rod([0, -18, -14], [0, -32, -62], 12, 8)
  const cord = rod([0, -32, -62], [0, -30, -200], 8, 6)
  const cerebrum = remember((x, y, z) => {
    const torque =
      2.5 * smoothStep(0, 40, Math.abs(y)) * (x * y > 0 ? 1 : -1) * smoothStep(0, 12, Math.abs(x))
    const dome = ellipsoid(x, y + 6, z - 7, 66, 88 + torque, 65)
    if (dome > 20) return dome
    // Floor of the skull: high over the orbits, lower behind; the temporal lobes reach further down on either side.
    const above = smoothMax(dome, floor - 22 * smoothStep(28, -30, y) - z, 12)
    const temporal = ellipsoid(Math.abs(x) - 40 - 0.12 * (y - 4), y - 2, z + 25, 23, 39, 20)
    return smoothMin(above, temporal, 9)
  })
  const cerebellum = remember((x, y, z) => ellipsoid(x, y + 58, z + 46, 52, 35, 25))
  return {
    cerebrum,
    cerebellum,
    brain: remember((x, y, z) => {
      if (z < -85) return cord(x, y, z)
      const main = Math.min(cerebrum(x, y, z), cerebellum(x, y, z))
      return z < -5 ? smoothMin(main, Math.min(stem(x, y, z), cord(x, y, z)), 6) : main
    }),
  }
}

/** Skull with its marrow, cerebrospinal fluid, cortex, white matter, ventricles, cerebellum. */
export function createBrain({ random, tissues, edgeMm }: Build, head: Distance, cranium: Cranium): Structure {
  const folds = createNoiseField(random.fork('folds'), 11.5)
  const ventricles = createVentricles(random.fork('ventricles'))
  const skullMm = vary(random, 7, 0.8)
  const fluidMm = vary(random, 2.2, 0.5)
  const { greyMatter, whiteMatter, fluid, bone, marrow } = tissues
  const cortexMm = 2.8
  return {
    bounds: [
      [-80, 80],
      [-110, 100],
      [-250, 88],
    ],
    paint: (signal, x, y, z) => {
      const distance = cranium.brain(x, y, z)
      const shell = distance - fluidMm - skullMm
      if (shell > edgeMm) return signal
      let value = signal
      if (distance > -edgeMm) {
        // The scalp stays at least 4 mm thick.
        const scalp = head(x, y, z)
        value = mix(value, bone, coverage(smoothMax(shell, scalp + 4, 2), edgeMm))
        const diploe = Math.abs(distance - fluidMm - skullMm * 0.5) - skullMm * 0.22
        value = mix(value, marrow, 0.8 * coverage(Math.max(diploe, scalp + 6), edgeMm))
        value = mix(value, fluid, coverage(distance - fluidMm, edgeMm))
        if (distance > edgeMm) return value
      }
      const depth = -distance
      const cerebellar = cranium.cerebellum(x, y, z)
      const cerebral = cranium.cerebrum(x, y, z)
      let tissue: number
      if (cerebellar < cerebral && cerebellar < 2) {
        const leaf = Math.sin((z + 0.35 * y + 5 * folds(x, y, z)) * 0.95)
        tissue =
          mix(greyMatter * 0.98, whiteMatter, smoothStep(9, 17, depth)) -
          30 * smoothStep(0.3, 1, leaf) * smoothStep(17, 7, depth)
      } else if (cerebral < 2) {
        // A sulcus follows the zero surface of the noise; its distance is the noise over its usual slope.
        const beyond = 1.2 * Math.max(0, depth - 18)
        const toSulcus = beyond > 6 ? beyond : 7.5 * Math.abs(folds(x, y, z)) + beyond
        const ribbon = Math.min(depth, toSulcus) - cortexMm
        tissue = mix(whiteMatter, greyMatter, coverage(ribbon, edgeMm + 0.6))
        tissue = mix(tissue, greyMatter, 0.75 * deepGrey(x, y, z))
        tissue = mix(tissue, fluid, 0.85 * coverage(toSulcus - 0.75, edgeMm))
        const callosum = Math.hypot((y + 6) / 46, (z - 10) / 25)
        const fissure = Math.abs(x) - 0.9 + 8 * smoothStep(1.12, 0.98, callosum)
        tissue = mix(tissue, fluid, 0.9 * coverage(fissure, edgeMm))
        tissue = mix(tissue, fluid, coverage(ventricles(x, y, z), edgeMm))
      } else {
        tissue = mix(whiteMatter, greyMatter, 0.3)
      }
      // The tentorium and its fluid between cerebrum and cerebellum.
      const between = Math.abs(cerebral - cerebellar) - 1.6
      if (Math.max(cerebral, cerebellar) < 6) tissue = mix(tissue, fluid, 0.9 * coverage(between, edgeMm))
      return mix(value, tissue, coverage(distance, edgeMm))
    },
  }
}

/** Thalamus and lentiform nucleus: 1 in their middle. */
function deepGrey(x: number, y: number, z: number): number {
  const u = Math.abs(x)
  const thalamus = ellipsoid(u - 11, y + 14, z - 4, 8, 13, 8)
  const lentiform = ellipsoid(u - 25, y - 4, z - 2, 6, 17, 9)
  return coverage(Math.min(thalamus, lentiform), 3)
}

/** Lateral, third and fourth ventricle; the left lateral one is usually the larger. */
function createVentricles(random: Random): Distance {
  const size = vary(random, 1, 0.18)
  return (x, y, z) => {
    if (Math.abs(x) > 45 || y > 50 || y < -70 || z > 40) return 20
    const u = Math.abs(x)
    const side = x < 0 ? size * 1.12 : size
    const body = ellipsoid(u - 9, y - 4, z - 15 + 0.004 * (y - 4) ** 2, 5 * side, 31, 6.5 * side)
    const trigone = ellipsoid(u - 21 + 0.25 * (y + 38), y + 38, z - 6, 6 * side, 15, 8 * side)
    const third = ellipsoid(x, y + 8, z - 1, 1.8, 13, 10)
    const fourth = ellipsoid(x, y + 38, z + 42, 7, 5, 9)
    return Math.min(smoothMin(body, trigone, 6), third, fourth)
  }
}
