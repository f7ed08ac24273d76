import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { addScan } from '../../../../src/main/db/stores/scans.ts'
import { saveRegistration } from '../../../../src/main/db/stores/registrations.ts'
import { saveSetting } from '../../../../src/main/db/stores/settings.ts'
import { setCentroids, showCentroids } from '../../../../src/main/services/centroids.ts'
import { aScan } from '../../../helpers/database.ts'
import { aFolder, aProject } from '../../../helpers/project.ts'

const scan = (subject: string) =>
  aScan(subject, { shape: [100, 100, 100], affine: [1, 0, 0, -50, 0, 1, 0, -50, 0, 0, 1, -50, 0, 0, 0, 1] })

async function aCohort(...subjects: string[]) {
  const project = await aProject()
  for (const subject of subjects) await addScan(project.db, scan(subject))
  return project
}
function aSheet(...lines: string[]) {
  const file = path.join(aFolder(), 'centroids.csv')
  writeFileSync(file, ['subject,side,x_mm,y_mm,z_mm', ...lines].join('\n'))
  return file
}

describe('setCentroids', () => {
  it('replaces the points there were, and lists lines it cannot use', async () => {
    const project = await aCohort('sub-1', 'P2')
    await setCentroids(project, aSheet('P2,L,0,0,0'))
    const sheet = aSheet(
      'sub-1,L,-20.5,30,-10',
      '1,right,20,30,-10',
      'P9,L,0,0,0',
      'P2,top,0,0,0',
      'P2,L,1,,3',
      'P2,L,"1,5",2,3',
      'P2,L,51,0,0',
      'sub-1,left,0,0,0',
    )
    const { centroids, problems } = await setCentroids(project, sheet)
    expect(centroids).toBe(2)
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '4 unknown-subject',
      '5 bad-value',
      '6 bad-value',
      '7 bad-value',
      '8 outside-field-of-view',
      '9 contradiction',
    ])
    const [left, right] = await showCentroids(project)
    expect(left.centroids).toEqual([
      { subject: 'sub-1', mm: [-20.5, 30, -10], inFixedMm: null, distanceMm: null, outlier: false },
    ])
    expect(right.centroids.map(({ subject }) => subject)).toEqual(['sub-1'])
    expect(left.meanMm).toBeNull()
  })

  it('keeps what there was when nothing of the sheet can be used', async () => {
    const project = await aCohort('P2')
    await setCentroids(project, aSheet('P2,L,1,2,3'))
    await expect(setCentroids(project, aSheet('P2,L,a,b,c'))).rejects.toThrow(/Line 2/)
    await expect(setCentroids(project, aSheet())).rejects.toMatchObject({ code: 'invalid-labels' })
    const wrong = aSheet()
    writeFileSync(wrong, 'subject,side,x,y,z\nP2,L,1,2,3\n')
    await expect(setCentroids(project, wrong)).rejects.toThrow(/x_mm, y_mm, z_mm not found/)
    expect((await showCentroids(project))[0].centroids).toHaveLength(1)
  })
})

describe('showCentroids', () => {
  it('brings points to the fixed scan through the inverse registrations', async () => {
    const project = await aCohort('fixed', 'moved', 'unregistered')
    await setCentroids(project, aSheet('fixed,L,-20,30,-10', 'moved,L,-12,40,-9', 'unregistered,L,0,0,0'))
    await saveSetting(project.db, 'fixedScan', 'scan-fixed')
    const register = (subject: string, scanWorldFromFixed: number[]) =>
      saveRegistration(project.db, {
        scan: `scan-${subject}`,
        fixedScan: 'scan-fixed',
        transform: 'rigid',
        scanWorldFromFixed,
        score: 1,
        flagged: false,
        faults: [],
        methodHash: '',
      })
    await register('moved', [1, 0, 0, 10, 0, 1, 0, 10, 0, 0, 1, 0, 0, 0, 0, 1])
    const [left] = await showCentroids(project)
    expect(left.centroids.map(({ subject, inFixedMm }) => [subject, inFixedMm])).toEqual([
      ['fixed', [-20, 30, -10]],
      ['moved', [-22, 30, -9]],
      ['unregistered', null],
    ])
    expect(left.meanMm).toEqual([-21, 30, -9.5])
  })
})
