import { expect, it } from 'vitest'
import { listRegistrations, saveRegistration } from '../../../../src/main/db/stores/registrations.ts'
import { readSetting } from '../../../../src/main/db/stores/settings.ts'
import { drawMontage } from '../../../../src/main/services/montage.ts'
import { aRegisteredCohort } from '../../../helpers/cohort.ts'
import { aContext, aProject } from '../../../helpers/project.ts'

it('shows the doubtful heads first, as a PNG', async () => {
  const project = await aProject()
  const subjects = await aRegisteredCohort(project, 4)
  const fixed = (await readSetting(project.db, 'fixedScan'))!
  const doubtful = (await listRegistrations(project.db, fixed)).at(-1)!
  await saveRegistration(project.db, { ...doubtful, score: 0.1, flagged: true })

  const { png, rows, leftOut, failed } = await drawMontage(project, { most: 3, edgeMm: 20 }, aContext())
  expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG')
  expect(rows).toHaveLength(3)
  expect(subjects).toEqual(expect.arrayContaining(rows))
  expect(leftOut).toBe(1)
  expect(failed).toEqual([])
  const { png: one, rows: only } = await drawMontage(project, { subjects: [subjects[1]] }, aContext())
  expect(only).toEqual([subjects[1]])
  expect(Buffer.from(one).readUInt32BE(20)).toBeLessThan(Buffer.from(png).readUInt32BE(20) * 2)
})

it('says what is missing', async () => {
  const project = await aProject()
  await expect(drawMontage(project, {}, aContext())).rejects.toMatchObject({ code: 'invalid-state' })
  await aRegisteredCohort(project, 2)
  await expect(drawMontage(project, { subjects: ['nobody'] }, aContext())).rejects.toMatchObject({
    code: 'not-found',
  })
})
