import type { Finding, Side } from '../../shared/domain/sinus.ts'
import type { Volume } from '../../shared/imaging/volume.ts'

interface SinusName {
  subject: string
  side: Side
}

/** What is known of the lesions of a cohort beyond its labels. */
export interface LesionTruth {
  synthetic: boolean
  has: (sinus: SinusName) => boolean
  finding: (sinus: SinusName) => Finding | null
  /** Above 0.5 inside the lesion, in the world of the subject's scan; null without a lesion. */
  mask: (sinus: SinusName) => Promise<Volume | null>
}
