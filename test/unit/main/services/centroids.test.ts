import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Project } from '../../../../src/main/project.ts'
import { addScan } from '../../../../src/main/db/stores/scans.ts'
import { saveRegistration } from '../../../../src/main/db/stores/registrations.ts'
import { saveSetting } from '../../../../src/main/db/stores/settings.ts'
import {
  markCentroid,
  removeCentroid,
  setCentroids,
  showCentroids,
  undoCentroids,
} from '../../../../src/main/services/centroids.ts'
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

describe('the limit of twenty subjects', () => {
  const subjects = Array.from({ length: 21 }, (_, i) => `sub-${String(i).padStart(2, '0')}`)
  const lines = (names: readonly string[]) =>
    names.flatMap((name) => [`${name},L,-20,30,-10`, `${name},R,20,30,-10`])
  const markedOf = async (project: Project) =>
    (await showCentroids(project)).map(({ centroids }) => centroids.length)

  it('refuses a sheet of 21 as a whole, and takes one of 20', async () => {
    const project = await aCohort(...subjects)
    await setCentroids(project, aSheet(...lines(subjects.slice(0, 2))))
    await expect(setCentroids(project, aSheet(...lines(subjects)))).rejects.toMatchObject({
      code: 'invalid-labels',
      message: expect.stringMatching(
        /at most 20 subjects.*this sheet has 21\. Leave 1 of them out/,
      ) as string,
    })
    expect(await markedOf(project)).toEqual([2, 2])
    await setCentroids(project, aSheet(...lines(subjects.slice(1))))
    expect(await markedOf(project)).toEqual([20, 20])
  })

  it('refuses the 21st by hand until another is gone; the twenty can be marked anew', async () => {
    const project = await aCohort(...subjects)
    await setCentroids(project, aSheet(...lines(subjects.slice(0, 20)).slice(1)))
    const mark = (subject: string) => markCentroid(project, { subject, side: 'left', mm: [-20, 31, -10] })
    await expect(mark('sub-20')).rejects.toMatchObject({
      code: 'invalid-state',
      message: expect.stringMatching(/Remove those of another subject before marking sub-20/) as string,
    })
    await mark('sub-19') // in place of its own
    await mark('sub-00') // whose right one is marked
    expect(await markedOf(project)).toEqual([20, 20])
    await removeCentroid(project, { subject: 'sub-00', side: 'left' })
    await expect(mark('sub-20')).rejects.toMatchObject({ code: 'invalid-state' })
    await removeCentroid(project, { subject: 'sub-00', side: 'right' })
    await mark('sub-20')
    expect(await markedOf(project)).toEqual([20, 19])
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

describe('marking, removing and undoing', () => {
  /** Four subjects whose scans are the fixed scan's frame. */
  async function aRegisteredCohort() {
    const subjects = ['a', 'b', 'c', 'd']
    const project = await aCohort(...subjects)
    await saveSetting(project.db, 'fixedScan', 'scan-a')
    for (const subject of subjects) {
      await saveRegistration(project.db, {
        ...{
          scan: `scan-${subject}`,
          fixedScan: 'scan-a',
          transform: 'rigid',
          score: 1,
          flagged: false,
          faults: [],
        },
        ...{ scanWorldFromFixed: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], methodHash: '' },
      })
    }
    return project
  }
  const left = async (project: Project) => (await showCentroids(project))[0]
  const mark = (project: Project, subject: string, ...mm: [number, number, number]) =>
    markCentroid(project, { subject, side: 'left', mm })

  it('gives the mean and spread after every point, and gives them back step by step', async () => {
    const project = await aRegisteredCohort()
    const after: object[] = [await left(project)]
    for (const [subject, x] of [
      ['a', -20],
      ['b', -22],
      ['c', -24],
      ['b', -25],
    ] as const) {
      await mark(project, subject, x, 30, -10)
      after.push(await left(project))
    }
    // −20, −25, −24: mean −23, variance (9 + 4 + 1) / 2 = 7.
    expect(after[4]).toMatchObject({ meanMm: [-23, 30, -10], sdMm: [Math.sqrt(7), 0, 0] })
    await removeCentroid(project, { subject: 'a', side: 'left' })
    expect(await left(project)).toMatchObject({ meanMm: [-24.5, 30, -10] })
    for (const [step, undone] of [
      [4, 'remove'],
      [3, 'mark'],
      [2, 'mark'],
      [1, 'mark'],
      [0, 'mark'],
    ] as const) {
      expect(await undoCentroids(project)).toEqual({ undone, left: step })
      expect(await left(project)).toEqual(after[step])
    }
    await expect(undoCentroids(project)).rejects.toMatchObject({ code: 'invalid-state' })
  })

  it('undoes a sheet as a whole', async () => {
    const project = await aRegisteredCohort()
    await mark(project, 'a', -20, 30, -10)
    const before = await showCentroids(project)
    await setCentroids(project, aSheet('b,L,-30,0,0', 'b,R,30,0,0'))
    expect(await undoCentroids(project)).toEqual({ undone: 'set', left: 1 })
    expect(await showCentroids(project)).toEqual(before)
  })

  it('flags a point far from the others, which still counts', async () => {
    const project = await aRegisteredCohort()
    for (const [subject, x] of [
      ['a', -20],
      ['b', -21],
      ['c', -22],
      ['d', 21],
    ] as const)
      await mark(project, subject, x, 30, -10)
    const { centroids, meanMm } = await left(project)
    expect(centroids.filter(({ outlier }) => outlier).map(({ subject }) => subject)).toEqual(['d'])
    expect(meanMm).toEqual([-10.5, 30, -10])
  })

  it('refuses a point outside the scan, a subject that is not there and a point that is not set', async () => {
    const project = await aRegisteredCohort()
    await expect(mark(project, 'a', 51, 0, 0)).rejects.toMatchObject({ code: 'outside-field-of-view' })
    await expect(mark(project, 'a', NaN, 0, 0)).rejects.toMatchObject({ code: 'outside-field-of-view' })
    await expect(mark(project, 'x', 0, 0, 0)).rejects.toMatchObject({ code: 'not-found' })
    await expect(removeCentroid(project, { subject: 'a', side: 'left' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(undoCentroids(project)).rejects.toMatchObject({ code: 'invalid-state' })
  })
})
