import type { DicomHeader } from './header.ts'

/** What a series shows, as far as its texts and timings tell. */
export type Weighting = 'FLAIR' | 'T2w' | 'T1w' | 'PDw' | 'CT'

type Described = Pick<DicomHeader, 'description' | 'protocol' | 'imageType' | 'acquisition'>

const words: readonly [Weighting, RegExp][] = [
  // GE's 'T1 FLAIR' is a T1.
  ['T1w', /\bt1w? ?flair\b/],
  ['FLAIR', /flair|dark ?fl/],
  ['T2w', /\bt2/],
  ['T1w', /\bt1|mprage|mp ?rage|mp2rage|bravo|spgr|\btfl\b|vibe/],
  ['PDw', /\bpdw?\b|proton/],
]

/** Magnetic resonance that shows something else than the anatomy of a head in one of our contrasts. */
const special =
  /\b(dwi?|diff\w*|adc|trace\w*|dti|fa|asl|perf\w*|cbf|cbv|mtt|ttp|bold|fmri|rest(ing)?|swi|swan|pha(se)?|mip|minip|tof|angio\w*|mra|mrv|venog\w*|mrs|spectro\w*|field ?map\w*|b[01] ?map|t2 ?star|epi)\b|\bt2 ?\*/
const localiser =
  /\b(locali[sz]er|locator|loc|scout|survey|3 ?plane|aahead\w*|topogram|smartbrain|calib\w*|shim)\b/
const elsewhere =
  /\b([ctl]?spine|spinal|abdomen|chest|thorax|pelvis|knee|shoulder|hip|ankle|foot|hand|wrist|elbow|breast|heart|cardiac|liver|prostate|leg|arm|extremity)\b/

/**
 * Reads the contrast from what the scanner's user wrote, else from the timings of a spin echo or an inversion-recovery
 * sequence; null when neither tells.
 */
export function weightingOf(header: Described): Weighting | null {
  const { modality, scanningSequence, repetitionTimeMs, echoTimeMs, inversionTimeMs } = header.acquisition
  if (modality === 'CT') return 'CT'
  if (modality !== 'MR') return null
  const text = textOf(header)
  const named = words.find(([, pattern]) => pattern.test(text))?.[0]
  if (named && named !== 'T2w') return named
  const [tr, te, ti] = [repetitionTimeMs ?? NaN, echoTimeMs ?? NaN, inversionTimeMs ?? NaN]
  // Cerebrospinal fluid is dark from 1.7 s of inversion on; a T2 of such a sequence is a FLAIR whatever it is called.
  if (ti >= 1500 && te >= 60) return 'FLAIR'
  if (named) return named
  if (ti >= 500 && ti < 1500 && te < 10) return 'T1w'
  if (!scanningSequence.includes('SE')) return null
  if (tr >= 1800 && te >= 60) return 'T2w'
  if (tr >= 1800 && te <= 40) return 'PDw'
  return tr <= 1000 && te <= 30 ? 'T1w' : null
}

/** Why a series is not a plain head scan by its description; null when nothing speaks against it. */
export function unsuited(header: Described): string | null {
  const text = textOf(header)
  const bodyPart = header.acquisition.bodyPart?.toLowerCase() ?? ''
  if (header.imageType.includes('LOCALIZER') || localiser.test(text)) return 'a localiser'
  if (!['MR', 'CT'].includes(header.acquisition.modality)) return 'neither MR nor CT'
  if (special.test(text)) return 'not an anatomical contrast, by its description'
  if (elsewhere.test(text) || elsewhere.test(bodyPart)) return 'another part of the body, by its description'
  return null
}

/** Whether the images were computed from others (reformatted, subtracted, …). */
export const isDerived = ({ imageType }: Pick<DicomHeader, 'imageType'>): boolean =>
  imageType[0] === 'DERIVED' ||
  imageType.some((word) => ['MPR', 'PROJECTION IMAGE', 'SUBTRACT'].includes(word))

/** Lower case, punctuation as spaces: 'T2_FLAIR-3D' and 't2 flair 3d' read alike. */
const textOf = ({ description, protocol }: Described): string =>
  `${description} ${protocol}`
    .toLowerCase()
    .replace(/[^a-z0-9*]+/g, ' ')
    .trim()
