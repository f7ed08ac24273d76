import { sides, type Finding, type Side } from '../domain/sinus.ts'
import type { Affine } from '../imaging/volume.ts'
import type { Random } from '../random.ts'
import { createBrain, createCranium } from './brain.ts'
import { remember } from './distance.ts'
import { createEyes, createFacialFlesh, createOrbits } from './face.ts'
import { createFlesh, createHeadSurface, createSideMarker } from './head-surface.ts'
import { createJaw } from './jaw.ts'
import { createNoiseField } from './noise-field.ts'
import { createNasalCavity, createNose } from './nose.ts'
import { createSinus, type Sinus } from './sinus.ts'
import type { Build, Structure } from './structure.ts'
import { drawTissues } from './tissues.ts'
import { vary } from './variation.ts'

/** What grows in each sinus; null: nothing that a reader would report. */
export type Findings = Record<Side, Finding | null>

export interface Anatomy {
  /** Painted in this order, the sinuses last. */
  structures: Structure[]
  sinuses: Sinus[]
  /** Head frame to the frame of the average head: this head's size. */
  averageFromHead: Affine
  /** Individual shape: moves a point of the average head by a few millimetres, smoothly. Writes to `out`. */
  bend: (x: number, y: number, z: number, out: Float64Array) => void
}

/** One person's head: every length, shape and signal drawn from `random`. */
export function createAnatomy(random: Random, spacingMm: number, findings: Findings): Anatomy {
  const build = (part: string): Build => ({ random: random.fork(part), tissues, edgeMm: 1.1 * spacingMm })
  const tissues = drawTissues(random.fork('tissues'))
  const head = remember(createHeadSurface(random.fork('surface')))
  const orbits = remember(createOrbits(random.fork('orbits')))
  const nose = remember(createNasalCavity(random.fork('nose outline')))
  const cranium = createCranium(random.fork('cranium'))
  return {
    structures: [
      createFlesh(build('flesh'), head, cranium.brain),
      createSideMarker(build('marker'), head),
      createFacialFlesh(build('face'), head, cranium.brain),
      createBrain(build('brain'), head, cranium),
      createJaw(build('jaw'), head),
      createEyes(build('eyes'), head, orbits),
      createNose(build('nose'), head, nose),
    ],
    sinuses: sides.map((side) => createSinus(build(side), side, { head, orbits, nose }, findings[side])),
    averageFromHead: drawSize(random.fork('size')),
    bend: createBend(random.fork('bend')),
  }
}

/** Heads differ by some 4 % in size and 2 % in proportion. */
function drawSize(random: Random): Affine {
  const size = vary(random, 1, 0.035)
  const [x, y, z] = [0, 0, 0].map(() => 1 / (size * vary(random, 1, 0.015)))
  return [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0, 0, 0, 0, 1]
}

function createBend(random: Random): Anatomy['bend'] {
  const amplitudeMm = 2.5
  const [dx, dy, dz] = ['x', 'y', 'z'].map((axis) => createNoiseField(random.fork(axis), 38))
  return (x, y, z, out) => {
    out[0] = x + amplitudeMm * dx(x, y, z)
    out[1] = y + amplitudeMm * dy(x, y, z)
    out[2] = z + amplitudeMm * dz(x, y, z)
  }
}
