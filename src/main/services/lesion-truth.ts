import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { findings, sideFromLetter, sinusId, type Finding, type Side } from '../../shared/domain/sinus.ts'
import type { Volume } from '../../shared/imaging/volume.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readNiftiFile } from './nifti-file.ts'

interface SinusName {
  subject: string
  side: Side
}

/** What is known of the lesions of a cohort beyond its labels. */
export interface LesionTruth {
  synthetic: boolean
  has: (sinus: SinusName) => boolean
  finding: (sinus: SinusName) => Finding | null
  /** 1 inside the lesion, in the world of the subject's scan; null without a lesion. */
  mask: (sinus: SinusName) => Promise<Volume | null>
}

/** The part of `truth.json` that is read here; masks are named relative to it. */
const truthSchema = z.object({
  /** Version of the program that drew the heads; only drawn heads have one. */
  generator: z.number().optional(),
  subjects: z.array(
    z.object({
      subject: z.string(),
      sinuses: z.array(
        z.object({
          side: z.enum(['L', 'R']),
          finding: z.enum(findings).nullable(),
          lesionMask: z.string().nullable(),
        }),
      ),
    }),
  ),
})

/**
 * Known lesions from a `truth.json`, or from the folder that holds one, as `antrum sample` writes it.
 * @throws AntrumError 'not-found', 'unreadable-file'; `mask` those of a NIfTI file.
 */
export async function openLesionTruth(place: string): Promise<LesionTruth> {
  const isFolder = await stat(place).then(
    (status) => status.isDirectory(),
    () => false,
  )
  const file = isFolder ? path.join(place, 'truth.json') : place
  const { generator, subjects } = await readTruth(file)
  const lesions = new Map(
    subjects.flatMap(({ subject, sinuses }) =>
      sinuses.flatMap(({ side, finding, lesionMask }) =>
        lesionMask === null
          ? []
          : [[sinusId(subject, sideFromLetter(side)), { finding, lesionMask }] as const],
      ),
    ),
  )
  const lesionOf = ({ subject, side }: SinusName) => lesions.get(sinusId(subject, side))
  return {
    synthetic: generator !== undefined,
    has: (sinus) => lesionOf(sinus) !== undefined,
    finding: (sinus) => lesionOf(sinus)?.finding ?? null,
    mask: async (sinus) => {
      const lesion = lesionOf(sinus)
      if (!lesion) return null
      return (await readNiftiFile(path.join(path.dirname(file), lesion.lesionMask))).volume
    },
  }
}

async function readTruth(file: string): Promise<z.infer<typeof truthSchema>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new AntrumError(
      'not-found',
      `Known lesions were expected in ${file}, and there is no such file. Name the folder that antrum sample wrote, or go on without known lesions.`,
    )
  }
  try {
    return truthSchema.parse(JSON.parse(text))
  } catch (error) {
    const problem =
      error instanceof z.ZodError ? z.prettifyError(error).split('\n')[0] : (error as Error).message
    throw new AntrumError(
      'unreadable-file',
      `${path.basename(file)} does not describe known lesions (${problem}). Name the truth.json of a sample cohort.`,
    )
  }
}
