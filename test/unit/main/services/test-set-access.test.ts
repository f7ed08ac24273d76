import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listDatasets, saveDataset } from '../../../../src/main/db/stores/datasets.ts'
import { openProject } from '../../../../src/main/project.ts'
import { diffVersions, listVersions } from '../../../../src/main/services/dataset-versions.ts'
import { experimentResults } from '../../../../src/main/services/results.ts'
import { openTestSet, testSetAccess } from '../../../../src/main/services/test-set-access.ts'
import { manifestHash } from '../../../../src/main/study/hash.ts'
import { proveSplit } from '../../../../src/shared/domain/split-proof.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'

describe('the locked test set', () => {
  it('counts the models scored on it and every reading of their scores, none while there is no score', async () => {
    const study = await aPlannedStudy()
    const read = () => study.read((project) => experimentResults(project, study.experiment))
    expect((await read()).testSet).toEqual({
      ...{ version: 'v1', evaluatedModels: 0, reads: 0, lastReadAt: null },
      ...{ recorded: true, straddlingSubjects: 0 },
    })
    await study.run()
    expect((await read()).testSet).toMatchObject({ evaluatedModels: 3, reads: 1 })
    expect((await read()).testSet).toMatchObject({ reads: 2 })
    const asked = { id: study.experiment, datasetVersion: 'v1' }
    const reading = await study.read((project) => openTestSet(project, asked, 'report'))
    expect(reading).toMatchObject({ evaluatedModels: 3, reads: 3 })
    const [version] = await study.read(listVersions)
    expect(version.testSet).toMatchObject({ evaluatedModels: 3, reads: 3 })
    const lines = readFileSync(path.join(study.folder, 'antrum.test-set.jsonl'), 'utf8').trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { by: string }).by)).toEqual([
      'results',
      'results',
      'report',
    ])
    expect(version.testSet.lastReadAt).toBe((JSON.parse(lines[2]) as { at: string }).at)
  })

  it('counts also while another process holds the project', async () => {
    const study = await aPlannedStudy()
    await study.run()
    const held = await openProject(study.folder, { mode: 'write' })
    const { testSet } = await study.read((project) => experimentResults(project, study.experiment))
    expect(testSet).toMatchObject({ reads: 1, recorded: true })
    await held.close()
  })

  it('counts another version by itself, and lines of a torn log as they are', async () => {
    const study = await aPlannedStudy()
    await study.run()
    await study.read((project) => experimentResults(project, study.experiment))
    appendFileSync(path.join(study.folder, 'antrum.test-set.jsonl'), '{"at":"20')
    await study.write(async (project) => {
      await saveDataset(project.db, { ...study.manifest, version: 'v2', hash: 'another' }, {})
      const [first, second] = await listDatasets(project.db)
      expect(await testSetAccess(project, first)).toMatchObject({ reads: 1 })
      expect(await testSetAccess(project, second)).toMatchObject({ evaluatedModels: 0, reads: 0 })
    })
  })

  it('says when a reading could not be noted, and shows the results all the same', async () => {
    const study = await aPlannedStudy()
    await study.run()
    // A folder in the log's place: also root cannot append to that.
    mkdirSync(path.join(study.folder, 'antrum.test-set.jsonl'))
    const { testSet, rows } = await study.read((project) => experimentResults(project, study.experiment))
    expect(testSet).toMatchObject({ recorded: false, reads: 0 })
    expect(rows).toHaveLength(3)
  })
})

describe('listVersions and diffVersions', () => {
  it('notice a manifest that is not what was frozen', async () => {
    const study = await aPlannedStudy()
    // The study's own version has a made-up hash; this one has its own.
    const manifest = { ...study.manifest, version: 'v2', hash: manifestHash(study.manifest) }
    const folder = path.join(study.folder, 'volumes/v2')
    mkdirSync(folder)
    const file = path.join(folder, 'dataset.json')
    await study.write((project) => saveDataset(project.db, manifest, proveSplit(manifest)))
    const intact = async () =>
      (await study.read(listVersions)).find(({ version }) => version === 'v2')?.intact
    expect(await intact()).toBeNull()
    appendFileSync(file, JSON.stringify(manifest))
    expect(await intact()).toBe(true)
    expect((await study.read((project) => diffVersions(project, 'v1', 'v2'))).same).toBe(true)
    rmSync(file)
    appendFileSync(file, JSON.stringify(manifest).replace('"target":1', '"target":0'))
    chmodSync(file, 0o444)
    expect(await intact()).toBe(false)
    await expect(study.read((project) => diffVersions(project, 'v1', 'v3'))).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('a label correction', () => {
  it('makes another version, and leaves the runs of the old one readable', async () => {
    const study = await aPlannedStudy()
    await study.run()
    const before = await study.read((project) => experimentResults(project, study.experiment))
    const sinuses = study.manifest.sinuses.map((sinus, i) =>
      i === 0 ? { ...sinus, target: 0 as const } : sinus,
    )
    const corrected = { ...study.manifest, sinuses, version: 'v2' }
    const hash = manifestHash(corrected)
    expect(hash).not.toBe(manifestHash(study.manifest))
    await study.write((project) => saveDataset(project.db, { ...corrected, hash }, proveSplit(corrected)))
    const after = await study.read((project) => experimentResults(project, study.experiment))
    expect(after).toEqual({ ...before, testSet: after.testSet })
    expect(after.testSet.version).toBe('v1')
  })
})
