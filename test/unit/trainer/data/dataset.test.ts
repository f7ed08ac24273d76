import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { DatasetManifest } from '../../../../src/shared/domain/dataset.ts'
import type { Stage } from '../../../../src/shared/domain/stage.ts'
import { TrainingDataset } from '../../../../src/trainer/data/dataset.ts'
import { tinyStudy } from '../../../helpers/tiny-study.ts'

const { folder, manifest } = tinyStudy({ labelled: 12, voxels: 8 })
afterAll(() => rmSync(folder, { recursive: true }))
const file = path.join(folder, 'volumes/v1/dataset.json')
const open = () =>
  new TrainingDataset(path.join(folder, 'stages/any'), {
    dataset: { version: 'v1', hash: manifest.hash },
  } as Stage)

describe('TrainingDataset', () => {
  it('gives both sinuses of the subjects a split lists', () => {
    const dataset = open()
    expect(dataset.of(['sub-002', 'sub-001']).map(({ id }) => id)).toEqual([
      ...['sub-001_L', 'sub-001_R', 'sub-002_L', 'sub-002_R'],
    ])
    dataset.volumes.close()
  })

  it('gives the sinuses themselves where the split was drawn by sinus', () => {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as DatasetManifest
    writeFileSync(file, JSON.stringify({ ...stored, split: { unit: 'sinus', ...stored.split } }))
    const dataset = open()
    expect(dataset.of(['sub-002_R', 'sub-001']).map(({ id, row }) => [id, row])).toEqual([['sub-002_R', 3]])
    dataset.volumes.close()
  })
})
