import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { montage } from '../../../../src/main/cli/montage.ts'
import { aRegisteredCohort } from '../../../helpers/cohort.ts'
import { aContext, aFolder, aProject } from '../../../helpers/project.ts'

const context = { ...aContext(), warn: () => {} }

it('writes a picture of registered heads, and says what it shows', async () => {
  const project = await aProject()
  const subjects = await aRegisteredCohort(project, 3)
  const file = path.join(aFolder(), 'heads.png')
  const { json, text } = await montage.run(context, [project.paths.root, file], { most: 2 })
  expect(json).toEqual({ file, rows: expect.any(Array) as string[], leftOut: 1, failed: [] })
  expect(subjects).toEqual(expect.arrayContaining((json as { rows: string[] }).rows))
  expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG')
  expect(text).toBe(`Wrote ${file}: 2 subjects, 1 more left out (--most).`)
  await expect(
    montage.run(context, [project.paths.root, file], { cubes: true, most: 2 }),
  ).rejects.toMatchObject({ code: 'invalid-state' })
})
