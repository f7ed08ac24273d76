import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freeze } from '../../../../src/main/cli/freeze.ts'
import { createProject, withProject } from '../../../../src/main/project.ts'
import { extractSinuses } from '../../../../src/main/services/extract.ts'
import { parseNifti } from '../../../../src/shared/imaging/nifti.ts'
import { aClient, failureOf, finish } from '../../../helpers/api-client.ts'
import { aRegisteredCohort, setLabels } from '../../../helpers/cohort.ts'
import { aContext, aFolder } from '../../../helpers/project.ts'

const profiles = ['nn', 'nn', 'nn', 'nn', 'aa', 'aa', 'aa', 'na', 'an', 'na']

/** Ten labelled subjects and two unlabelled, extracted: made once, each test has a copy. */
let cohort: string
beforeAll(async () => {
  cohort = mkdtempSync(path.join(tmpdir(), 'antrum-dataset-'))
  await createProject(cohort)
  await withProject(cohort, 'write', async (project) => {
    const subjects = await aRegisteredCohort(project, 12)
    await setLabels(project, Object.fromEntries(profiles.map((profile, i) => [subjects[i], profile])))
    await extractSinuses(project, { edgeMm: 16, voxels: 8 }, aContext())
  })
})
afterAll(() => rmSync(cohort, { recursive: true }))

function aCopy(): string {
  const folder = path.join(aFolder(), 'study')
  cpSync(cohort, folder, { recursive: true })
  return folder
}

describe('dataset versions through the API', () => {
  it('freezes what the command line freezes, with its proof card', async () => {
    const [client, byWindow, byCommand] = [await aClient(), aCopy(), aCopy()]
    const { events, result } = await finish(client.dataset.freeze({ folder: byWindow, folds: 2 }))
    expect(events.at(-1)).toMatchObject({ phase: 'Freezing', done: 24, total: 24 })
    expect(result).toMatchObject({ created: true, manifest: { version: 'v1' } })
    expect(result.proof).toMatchObject({
      unit: 'subject',
      sharedSubjects: 0,
      straddlingTest: 0,
      duplicates: 0,
    })
    expect(result.proof.checks.every(({ ok }) => ok)).toBe(true)
    const context = { ...aContext(), warn: () => {} }
    const { json } = await freeze.run(context, [byCommand], {
      folds: 2,
      seed: 0,
      testFraction: 0.3,
      fractions: [0.1, 0.2, 0.4, 0.6, 0.8, 1],
    })
    expect(json).toMatchObject({ hash: result.manifest.hash, split: result.manifest.split })

    const [version] = await client.dataset.versions({ folder: byWindow })
    expect(version).toMatchObject({
      version: 'v1',
      intact: true,
      subjects: 12,
      sinuses: 24,
      proof: result.proof,
    })
    expect(version.testSet).toEqual({ evaluatedModels: 0, reads: 0, lastReadAt: null })
    expect(await client.dataset.manifest({ folder: byWindow, version: 'v1' })).toEqual(result.manifest)
  })

  it('makes a new version of a corrected label and says what differs', async () => {
    const [client, folder] = [await aClient(), aCopy()]
    await finish(client.dataset.freeze({ folder, folds: 2 }))
    const again = await finish(client.dataset.freeze({ folder, folds: 2 }))
    expect(again.result.created).toBe(false)
    await withProject(folder, 'write', (project) => setLabels(project, { 'sub-00': 'an' }))
    const { result } = await finish(client.dataset.freeze({ folder, folds: 2 }))
    expect(result).toMatchObject({ created: true, manifest: { version: 'v2' } })
    const diff = await client.dataset.diff({ folder, from: 'v1', to: 'v2' })
    expect(diff.labels).toEqual([{ sinus: 'sub-00_L', from: 'normal', to: 'anomalous' }])
    expect(diff).toMatchObject({ same: false, subjects: { added: [], removed: [] } })
    const unknown = client.dataset.diff({ folder, from: 'v1', to: 'v9' })
    expect(await failureOf(unknown)).toMatchObject({ code: 'not-found' })
  })

  it('counts who straddles a split by sinus', async () => {
    const [client, folder] = [await aClient(), aCopy()]
    const { result } = await finish(client.dataset.freeze({ folder, folds: 2, unit: 'sinus' }))
    expect(result.manifest.split.unit).toBe('sinus')
    expect(result.proof.straddlingTest).toBeGreaterThan(0)
    expect(result.warnings[0]).toMatch(/^NOT BY SUBJECT/)
  })

  it('hands out a frozen sinus as a NIfTI file, once it has its hash', async () => {
    const [client, folder] = [await aClient('over a WebSocket'), aCopy()]
    await finish(client.dataset.freeze({ folder, folds: 2 }))
    const blob = await client.dataset.sinusVolume({ folder, version: 'v1', sinus: 'sub-03_R' })
    expect(parseNifti(new Uint8Array(await blob.arrayBuffer())).volume.shape).toEqual([8, 8, 8])
    const nobody = client.dataset.sinusVolume({ folder, version: 'v1', sinus: '../../antrum' })
    expect(await failureOf(nobody)).toMatchObject({ code: 'not-found' })
  })

  it('says why a split cannot be drawn', async () => {
    const [client, folder] = [await aClient(), aCopy()]
    const tooMany = finish(client.dataset.freeze({ folder, folds: 9 }))
    expect(await failureOf(tooMany)).toMatchObject({ code: 'split-impossible' })
    expect(await client.dataset.versions({ folder })).toEqual([])
  })
})
