import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { sideLetter } from '../../shared/domain/sinus.ts'
import { orientationCode } from '../../shared/imaging/affine.ts'
import { encodeNifti } from '../../shared/imaging/nifti.ts'
import type { Volume } from '../../shared/imaging/volume.ts'
import { renderSubject, subjectName } from '../../shared/phantom/cohort.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { recordFile, type SubjectTruth } from './sample-truth.ts'
import { serveTasks } from './worker-pool.ts'

export interface SampleTask {
  folder: string
  seed: number
  /** From 1. */
  index: number
  spacingMm: number
}

/** Noise packs badly at any level: take the quickest. */
const compressionLevel = 1
const compress = promisify(gzip)

/** Writes one head, its lesion masks and, last, its record: a subject with a record is finished. */
serveTasks(async ({ folder, seed, index, spacingMm }: SampleTask): Promise<SubjectTruth> => {
  const write = async (file: string, volume: Volume) => {
    const bytes = await compress(encodeNifti(volume), { level: compressionLevel })
    await writeFileAtomic(path.join(folder, file), bytes)
    return file
  }
  const subject = subjectName(index)
  const { scan, worldFromHead, sinuses } = renderSubject(seed, index, spacingMm)
  const truth: SubjectTruth = {
    subject,
    scan: await write(`scans/${subject}.nii.gz`, scan),
    orientation: orientationCode(scan.affine),
    worldFromHead,
    sinuses: [],
  }
  for (const { side, finding, centreMm, cavityVolumeMm3, lesionVolumeMm3, lesionMask } of sinuses) {
    const letter = sideLetter(side)
    truth.sinuses.push({
      side: letter,
      centreMm,
      cavityVolumeMm3,
      label: finding ? 'anomalous' : 'normal',
      finding,
      lesionVolumeMm3,
      lesionMask: lesionMask && (await write(`truth/${subject}_${letter}.nii.gz`, lesionMask)),
    })
  }
  await writeFileAtomic(path.join(folder, recordFile(subject)), JSON.stringify(truth))
  return truth
})
