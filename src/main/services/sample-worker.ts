import path from 'node:path'
import { renderSubject, subjectName } from '../../shared/phantom/cohort.ts'
import { sideLetter, type Finding, type Side } from '../../shared/domain/sinus.ts'
import { writeNiftiFile } from './nifti-file.ts'
import { serveTasks } from './worker-pool.ts'

export interface SampleTask {
  folder: string
  seed: number
  /** From 1. */
  index: number
  spacingMm: number
}

/** What `truth.json` says of one subject, but for whether it is labelled. */
export interface SubjectTruth {
  subject: string
  scan: string
  /** Rigid, row-major: head frame to the scan's world. */
  worldFromHead: readonly number[]
  sinuses: {
    side: Side
    centreMm: readonly [number, number, number]
    label: 'normal' | 'anomalous'
    finding: Finding | null
    lesionVolumeMm3: number
    /** In the world of the scan; null without a lesion. */
    lesionMask: string | null
  }[]
}

// One head: lesion masks first, then the scan, so that a scan that is there means a finished subject.
serveTasks(async ({ folder, seed, index, spacingMm }: SampleTask): Promise<SubjectTruth> => {
  const subject = subjectName(index)
  const head = renderSubject(seed, index, spacingMm)
  const sinuses: SubjectTruth['sinuses'] = []
  for (const { side, centreMm, finding, lesionVolumeMm3, lesionMask } of head.sinuses) {
    const file = lesionMask && `truth/${subject}_${sideLetter(side)}.nii.gz`
    if (file) await writeNiftiFile(path.join(folder, file), lesionMask)
    sinuses.push({ side, centreMm, label: finding ? 'anomalous' : 'normal', finding, lesionVolumeMm3, lesionMask: file })
  }
  const scan = `scans/${subject}.nii.gz`
  await writeNiftiFile(path.join(folder, scan), head.scan)
  return { subject, scan, worldFromHead: head.worldFromHead, sinuses }
})
