import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listStages } from '../../../../src/main/db/stores/stages.ts'
import type { LesionTruth } from '../../../../src/main/services/lesion-truth.ts'
import { writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { gatherReport, writeReport } from '../../../../src/main/services/report.ts'
import type { DatasetSinus } from '../../../../src/shared/domain/dataset.ts'
import type { Affine } from '../../../../src/shared/imaging/volume.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'
import { aContext, aFolder } from '../../../helpers/project.ts'

const edge = 32
const ball = { middle: [20, 14, 9], radius: 4 }
const voxels = (value: (inBall: boolean, at: number) => number) =>
  Float32Array.from({ length: edge ** 3 }, (_, at) => {
    const place = [at % edge, Math.floor(at / edge) % edge, Math.floor(at / edge ** 2)]
    return value(Math.hypot(...place.map((one, axis) => one - ball.middle[axis])) <= ball.radius, at)
  })
const affine: Affine = [2, 0, 0, -31, 0, 2, 0, -31, 0, 0, 2, -31, 0, 0, 0, 1]

/** A study run by the fake trainer, whose test sinuses then get real volumes: a ball that the autoencoder leaves out. */
async function aStudyWithVolumes() {
  const study = await aPlannedStudy()
  await study.run()
  const sinuses = study.manifest.sinuses.filter(({ subject }) => study.manifest.split.test.includes(subject))
  const input = voxels((inBall, at) => (inBall ? 0.9 : 0.3 + 0.001 * (at % 7)))
  for (const { file } of sinuses) {
    await writeNiftiFile(path.join(study.folder, 'volumes', 'v1', file), {
      data: input,
      shape: [edge, edge, edge],
      affine,
    })
  }
  const repeated = (volume: Float32Array) => Buffer.concat(sinuses.map(() => new Uint8Array(volume.buffer)))
  for (const { stage } of await study.read(({ db }) => listStages(db, study.experiment))) {
    if (stage.kind !== 'residuals') continue
    const folder = path.join(study.folder, 'stages', stage.hash)
    writeFileSync(path.join(folder, 'residuals.f32'), repeated(voxels((inBall) => (inBall ? 1 : 0.1))))
    writeFileSync(path.join(folder, 'difference.f32'), repeated(voxels((inBall) => (inBall ? 0.5 : 0))))
    writeFileSync(
      path.join(folder, 'index.json'),
      JSON.stringify({ voxels: edge, sinuses: sinuses.map(({ id }) => id) }),
    )
  }
  const hasLesion = ({ subject, side }: Pick<DatasetSinus, 'subject' | 'side'>) =>
    sinuses.some((one) => one.subject === subject && one.side === side && one.target === 1)
  const mask = { data: voxels((inBall) => (inBall ? 1 : 0)), shape: [edge, edge, edge] as const, affine }
  const truth: LesionTruth = {
    synthetic: true,
    has: hasLesion,
    finding: (sinus) => (hasLesion(sinus) ? 'polyp' : null),
    mask: async (sinus) => (hasLesion(sinus) ? mask : null),
  }
  return { ...study, sinuses, truth, input }
}

describe('gatherReport', () => {
  it('measures every known lesion and shows chosen cases from the stored volumes', async () => {
    const { read, experiment, truth, sinuses, manifest, planned } = await aStudyWithVolumes()
    const data = await read((project) => gatherReport(project, experiment, truth, aContext()))
    expect(data.overlaps).toHaveLength(sinuses.filter(({ target }) => target === 1).length)
    for (const overlap of data.overlaps) expect(overlap).toMatchObject({ auroc: 1, finding: 'polyp' })
    expect(data.overlaps[0].hitShare).toBeGreaterThan(10 * data.overlaps[0].chance)

    expect(data.testSet).toMatchObject({ evaluatedModels: 3, reads: 1, straddlingSubjects: 0 })
    expect(data.cases.map(({ verdict }) => verdict)).toEqual(['right', 'wrong'])
    for (const one of data.cases) {
      expect(one.views.map(({ plane }) => plane)).toEqual(['coronal', 'axial'])
      for (const { input, reconstruction, residual } of one.views) {
        const brightest = residual.data.indexOf(1)
        expect(input.data[brightest]).toBeCloseTo(0.9, 6)
        expect(reconstruction.data[brightest]).toBeCloseTo(0.4, 6)
      }
      const anomalous = one.target === 1
      expect(one.through).toContain(anomalous ? 'middle of the lesion' : 'brightest voxel')
      expect(one.views[0].lesion !== null).toBe(anomalous)
    }
    expect(data.dataset).toMatchObject({ version: 'v1', hash: manifest.hash, voxels: edge })
    expect(data.dataset.test.sinuses).toBe(sinuses.length)
    expect(data.stages).toHaveLength(Object.values(planned.stages).reduce((sum, count) => sum + count))
    expect(data.stages.every(({ state, seconds }) => state === 'finished' && seconds === 0.5)).toBe(true)
  })

  it('does without truth, and without anything finished', async () => {
    const finished = await aStudyWithVolumes()
    const withoutTruth = await finished.read((project) =>
      gatherReport(project, finished.experiment, null, aContext()),
    )
    expect(withoutTruth).toMatchObject({ overlaps: [], synthetic: false })
    expect(withoutTruth.cases[0].views[0].lesion).toBeNull()

    const planned = await aPlannedStudy()
    const empty = await planned.read((project) => gatherReport(project, planned.experiment, null, aContext()))
    expect(empty).toMatchObject({ cases: [], overlaps: [] })
    expect(empty.rows.every(({ finished: runs }) => runs === 0)).toBe(true)
  })

  it('stops when it is cancelled', async () => {
    const { read, experiment, truth } = await aStudyWithVolumes()
    const reason = new Error('stopped')
    const gathered = read((project) =>
      gatherReport(project, experiment, truth, aContext(AbortSignal.abort(reason))),
    )
    await expect(gathered).rejects.toBe(reason)
  })
})

describe('writeReport', () => {
  it('writes one file that says the experiment, and names no place on this machine', async () => {
    const { read, experiment, truth, folder } = await aStudyWithVolumes()
    const file = path.join(aFolder(), 'report.html')
    const { bytes, overlaps } = await read((project) =>
      writeReport(project, experiment, file, truth, aContext()),
    )
    const page = readFileSync(file, 'utf8')
    expect(Buffer.byteLength(page)).toBe(bytes)
    expect(overlaps.length).toBeGreaterThan(0)
    expect(page).toContain(experiment)
    expect(page).toContain('<figcaption><b>Figure 4.</b>')
    for (const place of [folder, process.cwd(), path.dirname(file)]) expect(page).not.toContain(place)
  })

  it('leaves no half file behind when the experiment is not there', async () => {
    const { read } = await aPlannedStudy()
    const file = path.join(aFolder(), 'report.html')
    const written = read((project) => writeReport(project, 'nonsense', file, null, aContext()))
    await expect(written).rejects.toMatchObject({ code: 'not-found' })
    expect(existsSync(file)).toBe(false)
  })
})
