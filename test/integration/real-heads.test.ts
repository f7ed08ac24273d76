import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replaceCentroids } from '../../src/main/db/stores/centroids.ts'
import { listUsedScans } from '../../src/main/db/stores/scans.ts'
import { createProject, openProject, type Project } from '../../src/main/project.ts'
import { extractSinuses } from '../../src/main/services/extract.ts'
import { importCohort } from '../../src/main/services/import-cohort.ts'
import { drawMontage } from '../../src/main/services/montage.ts'
import { registerProject, type RegisteredScan } from '../../src/main/services/register.ts'
import { parseCsv } from '../../src/shared/formats/csv.ts'
import { aContext } from '../helpers/project.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const heads = path.join(repository, '../shared/data/real/nifti')
const areThere = existsSync(heads)
if (!areThere) {
  console.warn(
    '\n*** SKIPPED: the real heads are not on this machine, so registration of real heads is NOT tested here.\n',
  )
}

const fixedSubject = 't1_mprage_1mm'
/** Another T1 with another orientation, an oblique T2, a FLAIR that is cut close, one whose face was removed. */
const complete = ['t1_sagittal_PIR', 't2_axial_oblique', 'flair_1mm']
const incomplete = ['flair_defaced_LPS', 'flair_thick_5p5mm']

interface Mark {
  subject: string
  side: string
  mm: number[]
}
const marks = parseCsv(readFileSync(path.join(repository, 'test/fixtures/real-heads/marks.csv'))).records.map(
  ({ values: { subject, side, x_mm, y_mm, z_mm } }): Mark => ({
    subject,
    side: side === 'L' ? 'left' : 'right',
    mm: [x_mm, y_mm, z_mm].map(Number),
  }),
)

describe.skipIf(!areThere)('real heads', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'antrum-real-heads-'))
  let project: Project
  let scans: RegisteredScan[]

  beforeAll(async () => {
    await createProject(folder)
    project = await openProject(folder, { mode: 'write' })
    const files = [fixedSubject, ...complete, ...incomplete].map((name) => path.join(heads, `${name}.nii.gz`))
    await importCohort(project, files, aContext())
    ;({ scans } = await registerProject(project, { fixedSubject }, aContext()))
    const fixed = (await listUsedScans(project.db)).find(({ subject }) => subject === fixedSubject)!
    await replaceCentroids(
      project.db,
      marks
        .filter(({ subject }) => subject === fixedSubject)
        .map(({ side, mm }) => ({
          scan: fixed.id,
          side: side as 'left',
          mm: mm as [number, number, number],
        })),
    )
  }, 180_000)
  afterAll(async () => {
    await project.close()
    rmSync(folder, { recursive: true })
  })

  it('puts both cubes on the sinuses: within 8.5 mm of centres marked by eye', async () => {
    const { sinuses } = await extractSinuses(project, { edgeMm: 64, voxels: 32 }, aContext())
    for (const subject of complete)
      for (const side of ['left', 'right']) {
        const { centreMm } = sinuses.find((sinus) => sinus.subject === subject && sinus.side === side)!
        const { mm } = marks.find((mark) => mark.subject === subject && mark.side === side)!
        const distance = Math.hypot(...centreMm.map((value, axis) => value - mm[axis]))
        expect(distance, `${subject}, ${side}`).toBeLessThan(8.5)
      }
  })

  it('trusts the complete heads and flags those without a whole face', () => {
    const flagged = scans.filter((scan) => scan.flagged).map(({ subject }) => subject)
    expect(flagged).toEqual(incomplete)
  })

  it('agrees between two scans of one session, whose scanner frame is the same', async () => {
    // T1 and T2 of one person: registered apart to the fixed head, they must lead to the same places.
    const { sinuses } = await extractSinuses(project, { edgeMm: 64, voxels: 32 }, aContext())
    const [t1, t2] = ['t1_sagittal_PIR', 't2_axial_oblique'].map((subject) =>
      sinuses.filter((sinus) => sinus.subject === subject),
    )
    t1.forEach(({ centreMm }, i) => {
      expect(Math.hypot(...centreMm.map((mm, axis) => mm - t2[i].centreMm[axis]))).toBeLessThan(4)
    })
  })

  it('can be looked at', async () => {
    const { rows, failed } = await drawMontage(project, { pixelsPerMm: 1 }, aContext())
    expect(failed).toEqual([])
    expect(rows.slice(0, 2).toSorted()).toEqual(incomplete)
  })
})
