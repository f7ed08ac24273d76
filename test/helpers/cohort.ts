import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { replaceCentroids } from '../../src/main/db/stores/centroids.ts'
import { saveRegistration } from '../../src/main/db/stores/registrations.ts'
import { listUsedScans } from '../../src/main/db/stores/scans.ts'
import { saveSetting } from '../../src/main/db/stores/settings.ts'
import type { Project } from '../../src/main/project.ts'
import { importCohort } from '../../src/main/services/import-cohort.ts'
import { importLabels } from '../../src/main/services/label-sheet.ts'
import { writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import type { Volume } from '../../src/shared/imaging/volume.ts'
import { aContext, aVolume } from './project.ts'

/** How far each next subject's head is moved against the first's: known by construction, in whole millimetres. */
export const shiftMm = (index: number): [number, number, number] => [2 * index, -index, index]

/**
 * Imports small noise heads `sub-00`, … (32³ voxels of 2 mm), registers each by its known shift and marks both centres
 * on the first: a cohort ready to be extracted, in well under a second a head.
 *
 * @param changeFirst  What is done to the first head's voxels before it is written.
 */
export async function aRegisteredCohort(
  project: Project,
  count: number,
  changeFirst = (volume: Volume) => volume,
): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'antrum-heads-'))
  const subjects = Array.from({ length: count }, (_, i) => `sub-${String(i).padStart(2, '0')}`)
  for (const [i, subject] of subjects.entries()) {
    const plain = aVolume(subject, { shape: [32, 32, 32] })
    const volume = i === 0 ? changeFirst(plain) : plain
    const [x, y, z] = shiftMm(i)
    const affine = volume.affine.map((v, at) => v + (at === 3 ? x : at === 7 ? y : at === 11 ? z : 0))
    await writeNiftiFile(path.join(folder, `${subject}_FLAIR.nii`), { ...volume, affine })
  }
  await importCohort(project, [folder], aContext())
  rmSync(folder, { recursive: true })
  const scans = await listUsedScans(project.db)
  await saveSetting(project.db, 'fixedScan', scans[0].id)
  for (const [i, { id }] of scans.entries()) {
    const [x, y, z] = shiftMm(i)
    await saveRegistration(project.db, {
      scan: id,
      fixedScan: scans[0].id,
      transform: i === 0 ? 'identity' : 'rigid',
      scanWorldFromFixed: [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1],
      score: i === 0 ? null : 0.9,
      flagged: false,
      faults: [],
      methodHash: 'by construction',
    })
  }
  await replaceCentroids(project.db, [
    { scan: scans[0].id, side: 'left', mm: [-12, 2, 1] },
    { scan: scans[0].id, side: 'right', mm: [12, 2, 1] },
  ])
  return subjects
}

/** Labels by subject: left and right, 'n' normal, 'a' anomalous, '-' none. */
export async function setLabels(project: Project, labels: Record<string, string>): Promise<void> {
  const word = (letter: string) => (letter === 'n' ? 'normal' : letter === 'a' ? 'anomalous' : '')
  const lines = Object.entries(labels).map(
    ([subject, [left, right]]) => `${subject},${word(left)},${word(right)}`,
  )
  const folder = mkdtempSync(path.join(tmpdir(), 'antrum-labels-'))
  const sheet = path.join(folder, 'labels.csv')
  writeFileSync(sheet, ['subject_id,left_label,right_label', ...lines].join('\n'))
  await importLabels(project, sheet)
  rmSync(folder, { recursive: true })
}
