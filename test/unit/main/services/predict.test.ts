import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveRegistration } from '../../../../src/main/db/stores/registrations.ts'
import { listScans } from '../../../../src/main/db/stores/scans.ts'
import { readSetting } from '../../../../src/main/db/stores/settings.ts'
import { readNiftiFile, writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { predictHeads } from '../../../../src/main/services/predict.ts'
import type { PredictReport } from '../../../../src/shared/ipc/outputs.ts'
import { applyAffine, closestAxes, invert, orientationCode } from '../../../../src/shared/imaging/affine.ts'
import type { Volume } from '../../../../src/shared/imaging/volume.ts'
import { isUndefined } from '../../../../src/shared/metrics/index.ts'
import type { PhantomHead } from '../../../../src/shared/phantom/head.ts'
import { readWeights } from '../../../../src/trainer/checkpoints/files.ts'
import { scoreOf } from '../../../../src/trainer/loops/evaluate.ts'
import { Program, type Weights } from '../../../../src/trainer/program.ts'
import { headSeries, person, writeDicom } from '../../../helpers/dicom-bytes.ts'
import { aHead, cut, moved } from '../../../helpers/heads.ts'
import { aPredictStudy } from '../../../helpers/predict-study.ts'
import { aContext, aFolder, aProject } from '../../../helpers/project.ts'
import { aRigidMotion } from '../../../helpers/volumes.ts'

const motion = aRigidMotion([4, -3, 6], [8, -5, 10])
const newHead = aHead(4)
let above: string
let study: Awaited<ReturnType<typeof aPredictStudy>>
/** An ensemble on a new head that has moved, one whose scan ends in the sinuses, a head of the cohort, garbage and nothing. */
let report: PredictReport
let model: string

beforeAll(async () => {
  above = mkdtempSync(path.join(tmpdir(), 'antrum-predict-'))
  study = await aPredictStudy(above)
  const scans = path.join(above, 'new')
  await writeNiftiFile(path.join(scans, 'Doe_Jane_1970.nii.gz'), moved(newHead.scan, motion))
  await writeNiftiFile(path.join(scans, 'Roe_Richard.nii'), withoutFloor(aHead(5)))
  model = study.all('finetune').find(({ params }) => params.method === 'residual')!.hash
  const paths = [
    scans,
    path.join(study.cohort, 'sub-00_FLAIR.nii'),
    path.join(above, 'garbage_of_Jane_Doe.nii.gz'),
    path.join(above, 'nowhere.nii'),
  ]
  report = await study.read((project) => predictHeads(project, model, paths, { ensemble: true }, aContext()))
})
afterAll(() => rmSync(above, { recursive: true }))

/** The scan as if it began at the middle of the sinuses. */
function withoutFloor({ scan, sinuses }: PhantomHead): Volume {
  const axis = closestAxes(scan.affine).findIndex(({ world }) => world === 2) as 0 | 1 | 2
  const at = Math.round(applyAffine(invert(scan.affine), sinuses[0].centreMm)[axis])
  return scan.affine[8 + axis] > 0 ? cut(scan, axis, at, scan.shape[axis]) : cut(scan, axis, 0, at + 1)
}

const headOf = (name: string, from = report) =>
  [...from.heads, ...from.failed].find(({ file }) => file.includes(name))!.subject
const sinusesOf = (name: string, from = report) =>
  from.sinuses.filter(({ subject }) => subject === headOf(name, from))

describe('predictHeads', () => {
  it('scores both sinuses of a new head as the engine scores the cubes it wrote, with the mean and spread of the folds', async () => {
    const both = sinusesOf('Doe_Jane')
    expect(both.map(({ side, flagged }) => [side, flagged])).toEqual([
      ['L', false],
      ['R', false],
    ])
    expect(report.models.map(({ name }) => name)).toEqual([
      'fine-tuning residual, fold 1, 100% of labels',
      'fine-tuning residual, fold 2, 100% of labels',
    ])
    const cubes = both.map(({ volumeFile }) => readNiftiFile(volumeFile))
    const input = Float32Array.from((await Promise.all(cubes)).flatMap(({ volume }) => [...volume.data]))
    const expected = report.models.map(({ stage }) => engineScores(stage, input))
    for (const [k, { scores, score, uncertainty }] of both.entries()) {
      const [a, b] = [expected[0][k], expected[1][k]]
      expect(scores[0]).toBeCloseTo(a, 5)
      expect(scores[1]).toBeCloseTo(b, 5)
      expect(Math.abs(a - b)).toBeGreaterThan(0.01)
      expect(score).toBeCloseTo((a + b) / 2, 5)
      // Of two values: half their distance times √2.
      expect(uncertainty).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 5)
    }
  })

  it('finds the sinuses of a head that lies elsewhere, and leads from every volume back to its scan', async () => {
    for (const { side, centreMm, volumeFile, residualFile } of sinusesOf('Doe_Jane')) {
      const truth = newHead.sinuses.find((sinus) => sinus.side[0].toUpperCase() === side)!
      const there = applyAffine(motion, truth.centreMm)
      // One centre marked on another head: as far off as heads differ.
      expect(Math.hypot(...centreMm.map((mm, axis) => mm - there[axis]))).toBeLessThan(10)
      for (const file of [volumeFile, residualFile!]) {
        const { volume } = await readNiftiFile(file)
        expect(volume.shape).toEqual([32, 32, 32])
        const middle = applyAffine(volume.affine, [15.5, 15.5, 15.5])
        for (const axis of [0, 1, 2]) expect(middle[axis]).toBeCloseTo(centreMm[axis], 3)
        expect(Math.min(...volume.data)).toBe(0)
        expect(Math.max(...volume.data)).toBe(1)
      }
    }
  })

  it('flags a scan that does not show its sinuses and does not score it', () => {
    const cut = sinusesOf('Roe_Richard')
    expect(cut).toHaveLength(2)
    for (const sinus of cut) {
      expect(sinus).toMatchObject({ flagged: true, score: null, anomalous: null, residualFile: null })
      expect(sinus.reasons.join()).toMatch(/above the floor of the sinuses/)
    }
  })

  it('goes on without what cannot be read, and says of each what it was', () => {
    expect(report.failed.map(({ subject, code }) => [subject, code])).toEqual([
      [headOf('garbage'), 'unreadable-file'],
      [headOf('nowhere'), 'not-found'],
    ])
    expect(report.sinuses).toHaveLength(6)
  })

  it('says when a model knows the head', () => {
    const { notes } = report.heads.find(({ file }) => file.includes('sub-00'))!
    const { test, folds } = study.manifest.split
    const expected = test.includes('sub-00')
      ? 'no model has seen it'
      : folds.some(({ train }) => train.includes('sub-00'))
        ? 'trained on this scan'
        : 'choosing the epoch'
    expect(notes.join()).toContain(expected)
    expect(report.heads.find(({ file }) => file.includes('Doe_Jane'))!.notes).toEqual([])
  })

  it('takes its threshold from the validation sinuses of all folds, each scored by its own model', () => {
    if (isUndefined(report.threshold)) throw new Error(report.threshold.reason)
    const validated = study.manifest.split.folds.flatMap(({ validation }) => validation)
    expect(report.threshold).toMatchObject({
      chosenOn: 'validation',
      models: 2,
      sinuses: 2 * validated.length,
    })
    for (const { score, anomalous } of report.sinuses)
      expect(anomalous).toBe(score === null ? null : score > report.threshold.threshold)
  })

  it('writes a folder in which nobody is named, and changes nothing else in the project', async () => {
    expect(path.dirname(report.folder)).toBe(path.join(study.folder, 'exports'))
    const files = readdirSync(report.folder)
    expect(files.filter((file) => !/^head-\d{3}_[LR](_residual)?\.nii$/.test(file))).toEqual([
      'predictions.json',
    ])
    const text = readFileSync(path.join(report.folder, 'predictions.json'), 'utf8')
    expect(text).not.toMatch(/doe|jane|roe|richard|garbage|nowhere|sub-0/i)
    // The same as was answered, but for where the folder lies.
    const relative = (file: string | null) => file && path.relative(report.folder, file)
    expect((JSON.parse(text) as PredictReport).sinuses).toEqual(
      report.sinuses.map((sinus) => ({
        ...sinus,
        volumeFile: relative(sinus.volumeFile),
        residualFile: relative(sinus.residualFile),
      })),
    )
    expect(await study.read(({ db }) => listScans(db))).toHaveLength(12)
  })

  it('scores flagged sinuses when asked to, and says why a model without autoencoder has no residuals', async () => {
    const scratch = study.all('finetune').find(({ params }) => params.method === 'scratch')!
    const out = path.join(aFolder(), 'out')
    const scan = path.join(above, 'new', 'Roe_Richard.nii')
    const given = { out, scoreFlagged: true }
    const one = await study.read((project) => predictHeads(project, scratch.hash, [scan], given, aContext()))
    expect(one.residuals).toEqual({ none: expect.stringContaining('No pretraining') as string })
    expect(one.models).toHaveLength(1)
    for (const sinus of one.sinuses) {
      expect(sinus).toMatchObject({ flagged: true, residualFile: null, uncertainty: null })
      expect(sinus.score).toBeGreaterThan(0)
    }
    expect(readdirSync(out).sort()).toEqual(['head-001_L.nii', 'head-001_R.nii', 'predictions.json'])
  })

  it('scores a DICOM series as the same head in NIfTI, names nobody, and keeps nothing of it', async () => {
    const scan = moved(newHead.scan, motion)
    const series = writeDicom(path.join(aFolder(), person.name), headSeries(scan))
    const out = path.join(aFolder(), 'out')
    const { heads, sinuses, failed } = await study.read((project) =>
      predictHeads(project, model, [series], { out, ensemble: true }, aContext()),
    )
    expect(failed).toEqual([])
    expect(heads).toHaveLength(1)
    const fromNifti = sinusesOf('Doe_Jane')
    expect(sinuses.map(({ side, flagged }) => [side, flagged])).toEqual(
      fromNifti.map(({ side, flagged }) => [side, flagged]),
    )
    sinuses.forEach(({ score, centreMm }, k) => {
      expect(score).toBeCloseTo(fromNifti[k].score!, 2) // twelve bits instead of floats
      centreMm.forEach((mm, axis) => {
        expect(mm).toBeCloseTo(fromNifti[k].centreMm[axis], 0)
      })
    })
    expect(readdirSync(out).filter((file) => !/^head-001_[LR](_residual)?\.nii$/.test(file))).toEqual([
      'predictions.json',
    ])
    expect(readFileSync(path.join(out, 'predictions.json'), 'utf8')).not.toMatch(/mustermann/i)
  })

  it('says so when a series is asked for and nothing that was given is DICOM', async () => {
    const out = path.join(aFolder(), 'out')
    const scan = path.join(above, 'new', 'Roe_Richard.nii')
    const predicted = study.read((project) =>
      predictHeads(project, model, [scan], { out, series: ['1.2.3'] }, aContext()),
    )
    await expect(predicted).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('No DICOM file') as string,
    })
    expect(existsSync(out)).toBe(false)
  })

  it('scores a scan without orientation only when somebody says what it is', async () => {
    const lost = path.join(aFolder(), 'lost.nii')
    await writeNiftiFile(lost, newHead.scan)
    const bytes = readFileSync(lost)
    bytes.fill(0, 252, 256) // qform_code and sform_code
    writeFileSync(lost, bytes)
    const predicted = (sides?: string) =>
      study.read((project) =>
        predictHeads(
          project,
          model,
          [lost],
          { out: path.join(aFolder(), 'out'), ...(sides && { sides }) },
          aContext(),
        ),
      )
    expect((await predicted()).failed).toMatchObject([
      { code: 'no-geometry', reason: expect.stringContaining('--sides') as string },
    ])
    const decided = await predicted(orientationCode(newHead.scan.affine))
    expect(decided.failed).toEqual([])
    expect(decided.sinuses.map(({ side, flagged }) => [side, flagged])).toEqual([
      ['L', false],
      ['R', false],
    ])
    await expect(predicted('RRS')).rejects.toMatchObject({ code: 'usage' })
  })

  it('refuses to score where new heads would be cut elsewhere than the model’s, and leaves nothing behind', async () => {
    const project = await aProject(study.folder)
    const scans = await listScans(project.db)
    const fixedScan = (await readSetting(project.db, 'fixedScan'))!
    for (const [k, { id }] of scans.entries())
      await saveRegistration(project.db, {
        scan: id,
        fixedScan,
        transform: 'rigid',
        scanWorldFromFixed: [1, 0, 0, 3 + k, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
        score: 0.9,
        flagged: false,
        faults: [],
        methodHash: 'done anew',
      })
    const out = path.join(aFolder(), 'out')
    const scan = path.join(above, 'new', 'Roe_Richard.nii')
    await expect(predictHeads(project, model, [scan], { out }, aContext())).rejects.toMatchObject({
      code: 'invalid-state',
      message: expect.stringContaining('do not lie in one place') as string,
    })
    expect(existsSync(out)).toBe(false)
  })
})

/** What the engine says of cubes, one after the other, with a stage's weights. */
function engineScores(stage: string, input: Float32Array): number[] {
  const file = path.join(study.folder, 'stages', stage, 'classifier.safetensors')
  const weights: Weights = readWeights(file)
  const batch = input.length / 32 ** 3
  const program = new Program({
    objective: { kind: 'classification', width: 4 },
    voxels: 32,
    voxelMm: 2,
    batch,
    precision: 'float32',
    optimiser: null,
    augmentation: 'none',
  })
  program.initialise(0, weights)
  const logits = program.predict(input)
  program.dispose()
  return Array.from({ length: batch }, (_, k) => scoreOf(logits.subarray(2 * k, 2 * k + 2)))
}
