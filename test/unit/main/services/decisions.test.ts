import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceCentroids } from '../../../../src/main/db/stores/centroids.ts'
import { saveRegistration } from '../../../../src/main/db/stores/registrations.ts'
import { listScans, listUsedScans } from '../../../../src/main/db/stores/scans.ts'
import { saveSetting } from '../../../../src/main/db/stores/settings.ts'
import type { Project } from '../../../../src/main/project.ts'
import {
  decideImported,
  decideSameScan,
  decideSides,
  leftOutScans,
  showDecisions,
  undoDecision,
} from '../../../../src/main/services/decisions.ts'
import { extractSinuses } from '../../../../src/main/services/extract.ts'
import { findFixedScan } from '../../../../src/main/services/fixed-scan.ts'
import { importCohort } from '../../../../src/main/services/import-cohort.ts'
import { readNiftiFile, writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { encodeNifti } from '../../../../src/shared/imaging/nifti.ts'
import { identity } from '../../../../src/shared/imaging/affine.ts'
import type { Volume } from '../../../../src/shared/imaging/volume.ts'
import { aContext, aFolder, aProject, aVolume } from '../../../helpers/project.ts'

/** Subject 'known' with an orientation, 'unknown' without one, 'copy' that looks like 'known'. */
async function aQuestionableCohort() {
  const project = await aProject()
  const folder = aFolder()
  const shape = [24, 26, 28] as const
  const known = aVolume('one', { shape })
  await writeNiftiFile(path.join(folder, 'known.nii'), known)
  await writeNiftiFile(path.join(folder, 'copy.nii'), { ...known, data: known.data.map((v) => v / 2) })
  const bytes = encodeNifti(aVolume('two', { shape }))
  for (const at of [252, 254]) new DataView(bytes.buffer).setInt16(at, 0, true) // no qform, no sform
  writeFileSync(path.join(folder, 'unknown.nii'), bytes)
  // By name: the copy comes first, so 'known' is the suspect.
  const report = await importCohort(project, [folder], aContext())
  return { project, folder, report }
}

const open = async (project: Project) =>
  (await showDecisions(project)).open.map(({ subject, question }) => `${subject} ${question}`)
const leftOut = async (project: Project) => {
  const reasons = await leftOutScans(project.db)
  return (await listUsedScans(project.db)).filter(({ id }) => reasons.has(id)).map(({ subject }) => subject)
}

describe('a scan whose sides cannot be known', () => {
  it('is left out until they are decided, and again when that is taken back', async () => {
    const { project } = await aQuestionableCohort()
    await decideSameScan(project, 'known', 'different')
    expect(await leftOut(project)).toEqual(['unknown'])
    await decideSides(project, 'unknown', 'LAS')
    expect([await open(project), await leftOut(project)]).toEqual([[], []])
    expect((await showDecisions(project)).decided).toMatchObject([
      { subject: 'known', question: 'same-scan', answer: 'different' },
      { subject: 'unknown', question: 'sides', answer: 'LAS' },
    ])
    await undoDecision(project, 'unknown', 'sides')
    expect([await open(project), await leftOut(project)]).toEqual([['unknown sides'], ['unknown']])
    const log = await project.db.selectFrom('auditLog').select('action').execute()
    expect(log.map(({ action }) => action)).toEqual(['import', 'decide', 'decide', 'undo-decision'])
  })

  it('is stored anew with the orientation it was given, voxels as they were, and so can others decide', async () => {
    const { project } = await aQuestionableCohort()
    const stored = async () => {
      const scan = (await listUsedScans(project.db)).find(({ subject }) => subject === 'unknown')!
      return { scan, ...(await readNiftiFile(path.join(project.paths.root, scan.file))) }
    }
    const before = await stored()
    await decideSides(project, 'unknown', 'lpi')
    const after = await stored()
    expect(after.warnings).toEqual([])
    expect(after.info.orientation).toBe('LPI')
    expect(after.volume.data).toEqual(before.volume.data)
    // 24 × 26 × 28 voxels of 2 mm about the origin: the first is 23, 25, 27 mm to the right, front and top.
    expect(after.volume.affine).toEqual([-2, 0, 0, 23, 0, -2, 0, 25, 0, 0, -2, 27, 0, 0, 0, 1])
    expect(after.scan.affine).toEqual(after.volume.affine)
    expect(existsSync(path.join(project.paths.root, before.scan.file))).toBe(true)

    await decideSides(project, 'unknown', 'RAS')
    const other = await stored()
    expect(other.info.orientation).toBe('RAS')
    expect((await showDecisions(project)).decided).toMatchObject([
      { answer: 'RAS', orientedScan: other.scan.id },
    ])
    await undoDecision(project, 'unknown', 'sides')
    expect((await stored()).scan.id).toBe(before.scan.id)
    await decideSides(project, 'unknown', 'LPI')
    expect((await stored()).scan).toEqual(after.scan)
  })

  it('is shown as decided when imported again, and not twice in the project', async () => {
    const { project, folder } = await aQuestionableCohort()
    await decideSides(project, 'unknown', 'RAS')
    const scans = await listScans(project.db)
    const { lanes } = await importCohort(project, [folder], aContext())
    expect(lanes.look.find(({ subject }) => subject === 'unknown')).toMatchObject({
      code: 'decided',
      fix: 'Take that back with: antrum decide <project> <subject> --undo sides.',
    })
    expect(await listScans(project.db)).toEqual(scans)
  })

  it('can be decided for all files of an import', async () => {
    const { project, report } = await aQuestionableCohort()
    expect(await decideImported(project, report.lanes, 'RAS')).toEqual(['unknown'])
    expect(await open(project)).toEqual(['known same-scan'])
  })

  it('cannot be the fixed scan', async () => {
    const { project } = await aQuestionableCohort()
    await expect(findFixedScan(project, 'unknown')).rejects.toThrow(
      /Left and right of the scan of unknown cannot be known.*antrum decide <project> unknown --sides/,
    )
    await decideSides(project, 'unknown', 'RAS')
    expect((await findFixedScan(project, 'unknown')).subject).toBe('unknown')
  })
})

describe('a scan that looks like another subject’s', () => {
  it('is left out until it is decided, and after that as decided', async () => {
    const { project } = await aQuestionableCohort()
    expect(await open(project)).toEqual(['known same-scan', 'unknown sides'])
    await decideSameScan(project, 'known', 'same')
    expect([await open(project), await leftOut(project)]).toEqual([['unknown sides'], ['known', 'unknown']])
    await decideSameScan(project, 'known', 'different')
    expect(await leftOut(project)).toEqual(['unknown'])
    await undoDecision(project, 'known', 'same-scan')
    expect(await leftOut(project)).toEqual(['known', 'unknown'])
  })

  it('stays suspected when its sides are decided', async () => {
    const { project, folder } = await aQuestionableCohort()
    const scan = aVolume('two', { shape: [24, 26, 28] }) // the same head as 'unknown'
    const bytes = encodeNifti({ ...scan, data: scan.data.map((v) => v / 4) } satisfies Volume)
    for (const at of [252, 254]) new DataView(bytes.buffer).setInt16(at, 0, true)
    writeFileSync(path.join(folder, 'z.nii'), bytes)
    await importCohort(project, [folder], aContext())
    await decideSides(project, 'z', 'RAS')
    expect(await open(project)).toEqual(['known same-scan', 'unknown sides', 'z same-scan'])
    expect(await leftOut(project)).toContain('z')
    await decideSameScan(project, 'z', 'different')
    expect(await leftOut(project)).not.toContain('z')
  })
})

describe('extractSinuses', () => {
  it('leaves undecided scans out and says so, and takes them once decided', async () => {
    const { project } = await aQuestionableCohort()
    const scans = await listUsedScans(project.db)
    const fixed = scans.find(({ subject }) => subject === 'copy')!
    await saveSetting(project.db, 'fixedScan', fixed.id)
    const register = async () => {
      for (const { id } of await listUsedScans(project.db)) {
        const registration = { scan: id, fixedScan: fixed.id, transform: 'rigid' as const, score: 1 }
        await saveRegistration(project.db, {
          ...registration,
          ...{ scanWorldFromFixed: identity, flagged: false, faults: [], methodHash: '' },
        })
      }
    }
    await register()
    const mark = (side: 'left' | 'right', x: number) => ({
      scan: fixed.id,
      side,
      mm: [x, 0, 0] as [number, number, number],
    })
    await replaceCentroids(project.db, [mark('left', -8), mark('right', 8)])
    const extract = async () => {
      const { sinuses, leftOut: out } = await extractSinuses(project, { edgeMm: 16, voxels: 8 }, aContext())
      return [[...new Set(sinuses.map(({ subject }) => subject))], out.map(({ subject }) => subject)]
    }
    expect(await extract()).toEqual([['copy'], ['known', 'unknown']])
    await decideSides(project, 'unknown', 'RAS')
    await decideSameScan(project, 'known', 'different')
    await register()
    expect(await extract()).toEqual([['copy', 'known', 'unknown'], []])
    await undoDecision(project, 'known', 'same-scan')
    expect(await extract()).toEqual([['copy', 'unknown'], ['known']])
  })
})

describe('wrong answers', () => {
  it.each<[string, (project: Project) => Promise<void>, string, RegExp]>([
    ['an orientation that is none', (p) => decideSides(p, 'unknown', 'RAR'), 'usage', /three letters/],
    [
      'a subject that is not there',
      (p) => decideSides(p, 'nobody', 'RAS'),
      'not-found',
      /no subject or scan nobody/,
    ],
    [
      'a question nobody asked',
      (p) => decideSides(p, 'known', 'RAS'),
      'invalid-state',
      /no question of known/,
    ],
    ['nothing to take back', (p) => undoDecision(p, 'known', 'sides'), 'not-found', /Nothing was decided/],
  ])('are refused: %s', async (_, act, code, message) => {
    const { project } = await aQuestionableCohort()
    await expect(act(project)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    })
  })
})
