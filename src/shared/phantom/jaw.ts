import type { Distance } from './distance.ts'
import { createNoiseField } from './noise-field.ts'
import { coverage, ellipse, ellipsoid, mix, smoothMax } from './shapes.ts'
import type { Build, Structure } from './structure.ts'
import { vary } from './variation.ts'

/** A dental arch seen from below: half an ellipse, mm. */
interface Arch {
  half: number
  length: number
}

const upperArch: Arch = { half: 25, length: 40 }
const lowerArch: Arch = { half: 27, length: 41 }

/** Sideways distance to the middle line of an arch. */
const offArch = (x: number, y: number, { half, length }: Arch) => ellipse(x, y - 46, half, length)

/** Hard palate, upper and lower dental arch with teeth, tongue, jaw bone. */
export function createJaw({ random, tissues, edgeMm }: Build, head: Distance): Structure {
  const { bone, marrow, muscle, skin, fluid } = tissues
  const spongy = createNoiseField(random.fork('spongy bone'), 3.5)
  const opening = vary(random, 2, 1)
  const bite = -87
  return {
    bounds: [
      [-58, 58],
      [-5, 100],
      [-128, -40],
    ],
    paint: (signal, x, y, z) => {
      const u = Math.abs(x)
      if (head(x, y, z) > -4) return signal
      const tongue = ellipsoid(x, y - 48, z + 92, 23, 31, 17)
      const upper = offArch(x, y, upperArch)
      const ridge = smoothMax(Math.abs(upper) - 6, Math.max(-80 - z, z + 65, 40 - y), 4)
      const lower = offArch(x, y, lowerArch)
      const body = smoothMax(Math.abs(lower) - 6.5, Math.max(-120 - z, z + 93 + opening, 26 - y), 4)
      const ramus = smoothMax(Math.abs(u - 46) - 4.5, Math.max(Math.abs(y - 19) - 13, z + 46, -112 - z), 4)
      const mandible = Math.min(body, ramus)
      const texture = Math.min(tongue, ridge, mandible) < edgeMm ? spongy(x, y, z) : 0

      let value = mix(signal, muscle * (1.12 + 0.12 * texture), coverage(tongue, edgeMm))
      const vault = -70 + 4 * Math.max(0, 1 - (x / 20) ** 2)
      const palate = smoothMax(Math.abs(z - vault) - 1.7, ellipse(x, y - 46, 24, 42), 3)
      const lining = smoothMax(Math.abs(z - vault + 4.2) - 2.6, ellipse(x, y - 44, 22, 38), 3)
      value = mix(value, skin * 1.25, coverage(lining, edgeMm))
      value = mix(value, bone, coverage(Math.min(palate, ridge, mandible), edgeMm))
      const spongiosa = Math.min(ridge + 1.7, mandible + 2)
      value = mix(value, marrow * (1 + 0.4 * texture), coverage(spongiosa, edgeMm))
      // Spit and air between the rows.
      const mouth = Math.max(Math.abs(z - bite) - 1.2, ellipse(x, y - 50, 22, 36))
      value = mix(value, fluid, 0.7 * coverage(mouth, edgeMm))
      if (Math.min(Math.abs(upper), Math.abs(lower)) > 3.6 + edgeMm) return value
      const upperTeeth = teeth(x, y, upperArch, upper, z - bite)
      const lowerTeeth = teeth(x, y, lowerArch, lower, bite - opening - z)
      return mix(value, bone * 0.6, coverage(Math.min(upperTeeth, lowerTeeth), edgeMm))
    },
  }
}

/** Teeth 7 mm apart, from the bite (height 0) to the tips of their roots. */
function teeth(x: number, y: number, { half, length }: Arch, off: number, height: number): number {
  const along = Math.atan2(x / half, (y - 46) / length) * 30
  if (Math.abs(along) > 52) return 50
  const inTooth = Math.abs(along - 7 * Math.floor(along / 7) - 3.5)
  const taper = Math.max(0, height - 8) * 0.16
  return Math.max(Math.abs(off) - 3.6 + taper, inTooth - 3 + taper, -height, height - 19)
}
