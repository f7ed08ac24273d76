import { access, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Finding, Label, SideLetter } from '../../shared/domain/sinus.ts'
import type { Affine } from '../../shared/imaging/volume.ts'

/** All that is known of one synthetic subject. Files are relative to the sample's folder. */
export interface SubjectTruth {
  subject: string
  scan: string
  /** Direction each voxel index grows towards, e.g. 'RAS'. */
  orientation: string
  /**
   * Rigid 4×4, row-major: from the head frame (mm, RAS axes, origin in the middle of the brain) to the scan's RAS world.
   * fixedFromScan of two subjects is worldFromHead(fixed) · worldFromHead(scan)⁻¹.
   */
  worldFromHead: Affine
  sinuses: SinusTruthRow[]
}

export interface SinusTruthRow {
  side: SideLetter
  /** Centre of mass of the bony cavity in the scan's RAS world. */
  centreMm: [number, number, number]
  cavityVolumeMm3: number
  label: Label
  finding: Finding | null
  lesionVolumeMm3: number
  /** NIfTI, 1 in the lesion, cropped from the scan's grid; null for a normal sinus. */
  lesionMask: string | null
}

export const recordFile = (subject: string) => `truth/${subject}.json`

/** What an earlier run finished of a subject; null when its record or one of its files is missing. */
export async function readFinished(folder: string, subject: string): Promise<SubjectTruth | null> {
  try {
    const truth = JSON.parse(await readFile(path.join(folder, recordFile(subject)), 'utf8')) as SubjectTruth
    const masks = truth.sinuses.flatMap(({ lesionMask }) => lesionMask ?? [])
    for (const file of [truth.scan, ...masks]) await access(path.join(folder, file))
    return truth
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** One row per sinus of the labelled subjects. */
export function labelSheet(subjects: readonly SubjectTruth[]): string {
  const rows = subjects.flatMap(({ subject, sinuses }) =>
    sinuses.map(({ side, label, finding }) => `${subject},${side},${label},${finding ?? ''}`),
  )
  return ['patient_id,side,label,finding', ...rows, ''].join('\n')
}
