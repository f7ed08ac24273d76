import type { Random } from '../random.ts'
import { vary } from './variation.ts'

/**
 * Signal of each tissue in a fat-suppressed FLAIR, white matter about 100: water and cerebrospinal fluid suppressed,
 * mucosa and protein-rich fluid bright, cortical bone, teeth and air black. Read off a public 1 mm FLAIR.
 */
export interface Tissues {
  air: number
  skin: number
  fat: number
  muscle: number
  bone: number
  marrow: number
  fluid: number
  vitreous: number
  sclera: number
  greyMatter: number
  whiteMatter: number
  /** Lining of a sinus. */
  mucosa: number
  /** Swollen lining of the nose, the brightest normal tissue of the face. */
  turbinate: number
}

/** Tissue contrast of one subject and scanner. */
export function drawTissues(random: Random): Tissues {
  return {
    air: 2,
    skin: vary(random, 78, 7),
    fat: vary(random, 42, 6),
    muscle: vary(random, 62, 6),
    bone: vary(random, 10, 2),
    marrow: vary(random, 44, 7),
    fluid: vary(random, 14, 3),
    vitreous: vary(random, 9, 2),
    sclera: vary(random, 62, 6),
    greyMatter: vary(random, 124, 4),
    whiteMatter: vary(random, 101, 3),
    mucosa: vary(random, 112, 12),
    turbinate: vary(random, 148, 12),
  }
}
