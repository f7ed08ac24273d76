import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { listExperiments } from '../../../../src/main/db/stores/experiments.ts'
import { addScan } from '../../../../src/main/db/stores/scans.ts'
import { withProject } from '../../../../src/main/project.ts'
import { verify } from '../../../../src/main/cli/verify.ts'
import { Findings } from '../../../../src/main/services/verify-findings.ts'
import { verifyStage } from '../../../../src/main/services/verify-stage.ts'
import { listStages } from '../../../../src/main/db/stores/stages.ts'
import { verifyProject } from '../../../../src/main/services/verify.ts'
import type { VerifyReport } from '../../../../src/shared/ipc/outputs.ts'
import { sha256 } from '../../../../src/main/study/hash.ts'
import type { DatasetManifest } from '../../../../src/shared/domain/dataset.ts'
import { canonicalJson } from '../../../../src/shared/domain/stage.ts'
import { encodeNifti } from '../../../../src/shared/imaging/nifti.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { aScan } from '../../../helpers/database.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'
import { aContext } from '../../../helpers/project.ts'
import { aManifest } from '../../../helpers/seeded-project.ts'

const edge = 32
/** Turned a little, so that no entry of the affine is a round number. */
const affine = [1.99, -0.19, 0, -31.3, 0.19, 1.99, 0, -29.7, 0, 0, 2, 11.1, 0, 0, 0, 1]

/** A finished study whose scans and volumes hold what their hashes say. */
async function aWholeStudy(
  recipe: Record<string, unknown> = {},
  resplit = (split: DatasetManifest['split']) => split,
) {
  const random = createRandom('volumes')
  const bare = aManifest({ labelled: 20, unlabelled: 4 })
  const volumes = bare.sinuses.map(() => {
    const data = Float32Array.from({ length: edge ** 3 }, () => random.integer(8) / 8)
    return {
      voxels: new Uint8Array(data.buffer),
      bytes: encodeNifti({ data, shape: [edge, edge, edge], affine }),
    }
  })
  const { version, schema, edgeMm, voxels, split } = bare
  const content = {
    ...{ schema, edgeMm, voxels, split: resplit(split) },
    sinuses: bare.sinuses.map((sinus, i) => ({
      ...sinus,
      sha256: createHash('sha256').update(volumes[i].voxels).digest('hex'),
    })),
  }
  const manifest: DatasetManifest = { ...content, version, hash: sha256(canonicalJson(content)) }
  const study = await aPlannedStudy({ manifest, recipe })
  const folder = path.join(study.folder, 'volumes', version)
  manifest.sinuses.forEach(({ file }, i) => writeFileSync(path.join(folder, file), volumes[i].bytes))
  writeFileSync(path.join(folder, 'packed.f32'), Buffer.concat(volumes.map(({ voxels }) => voxels)))
  await study.run()
  const head = Buffer.from(encodeNifti({ data: new Float32Array(24).fill(7), shape: [2, 3, 4], affine }))
  const id = createHash('sha256').update(head).digest('hex')
  const scan = aScan('sub-001', { id, file: `scans/${id}.nii.gz` })
  writeFileSync(path.join(study.folder, scan.file), gzipSync(head))
  await study.write(({ db }) => addScan(db, scan))
  const check = (experiment: string | null = null) =>
    study.read((project) => verifyProject(project, experiment, aContext()))
  const rows = await study.read(({ db }) => db.selectFrom('stages').select(['hash', 'kind']).execute())
  const stageFiles = new Map(rows.map(({ hash: stage, kind }) => [stage, kind]))
  const stageOf = (wanted: string) => rows.find(({ kind }) => kind === wanted)!.hash
  return { ...study, manifest, scan, check, stageFiles, stageOf }
}

const flip = (file: string, at: number) => {
  const bytes = readFileSync(file)
  const place = at < 0 ? bytes.length + at : at
  bytes[place] ^= 0x10
  writeFileSync(file, bytes)
  return () => {
    bytes[place] ^= 0x10
    writeFileSync(file, bytes)
  }
}
const filesOf = ({ failures }: VerifyReport) => failures.map(({ file }) => file)

describe('verifyProject', () => {
  it('finds everything in order, and says how much that was', async () => {
    const { check, experiment, stageFiles } = await aWholeStudy()
    const report = await check()
    expect(report).toMatchObject({ ok: true, failures: [], notes: [] })
    expect(report.checked).toMatchObject({ scans: 1, volumes: 48, stages: stageFiles.size })
    expect(report.checked.predictions).toBeGreaterThan(30)
    // Eight of each of three evaluations, seven of each of six trainings.
    expect(report.checked.metrics).toBe(3 * 8 + 6 * 7)
    expect(report.lineage).toMatchObject([{ experiment, models: 3 }])
    expect(report.lineage[0].checks.every(({ ok }) => ok)).toBe(true)
    expect(await check(experiment)).toMatchObject({ ok: true })
  })

  it('names the file when one byte is flipped, whatever it holds and wherever the byte is', async () => {
    const { check, folder, manifest, scan, stageOf } = await aWholeStudy()
    const files = [
      `stages/${stageOf('evaluate')}/predictions.json`,
      `stages/${stageOf('finetune')}/classifier.safetensors`,
      `stages/${stageOf('residuals')}/residuals.f32`,
      `stages/${stageOf('cae')}/history.json`,
      `stages/${stageOf('pretrain')}/done.json`,
      `stages/${stageOf('pretrain')}/stage.json`,
      'volumes/v1/dataset.json',
      `volumes/v1/${manifest.sinuses[5].file}`,
      'volumes/v1/packed.f32',
      scan.file,
    ]
    for (const file of files) {
      const { length } = readFileSync(path.join(folder, file))
      for (const at of [1, Math.floor(length / 3), Math.floor(length / 2), -2]) {
        const undo = flip(path.join(folder, file), at)
        const report = await check()
        undo()
        expect({ at, ok: report.ok, files: filesOf(report) }).toEqual({
          at,
          ok: false,
          files: expect.arrayContaining([file]) as string[],
        })
      }
    }
    // Highest bytes of pixdim[1], quatern_d, qoffset_x and three entries of srow_x: the voxels are the same, the place is not.
    const volume = `volumes/v1/${manifest.sinuses[0].file}`
    for (const at of [83, 267, 271, 283, 287, 295]) {
      const undo = flip(path.join(folder, volume), at)
      const { failures } = await check()
      undo()
      const reason = expect.stringMatching(/where it lies|not written by Antrum/) as string
      expect({ at, failures }).toEqual({ at, failures: [{ file: volume, reason }] })
    }
    expect(await check()).toMatchObject({ ok: true })
  })

  it('says what is missing, all of it, but not the packed copy, which is made again', async () => {
    const { check, folder, manifest, scan, stageOf } = await aWholeStudy()
    rmSync(path.join(folder, 'volumes/v1/packed.f32'))
    expect(await check()).toMatchObject({ ok: true })
    const gone = [
      `stages/${stageOf('evaluate')}/predictions.json`,
      `volumes/v1/${manifest.sinuses[0].file}`,
      scan.file,
    ]
    gone.forEach((file) => rmSync(path.join(folder, file)))
    const { failures } = await check()
    for (const file of gone) expect(failures).toContainEqual({ file, reason: 'is missing' })
  })

  it('notices a score or a metric that was changed in the database alone', async () => {
    const changed = await aWholeStudy()
    const hash = await changed.write(async ({ db }) => {
      const { stageHash, score, sinus } = await db
        .selectFrom('predictions')
        .selectAll()
        .where('set', '=', 'test')
        .limit(1)
        .executeTakeFirstOrThrow()
      await db
        .updateTable('predictions')
        .set({ score: score > 0.5 ? 0.01 : 0.99 })
        .where('stageHash', '=', stageHash)
        .where('sinus', '=', sinus)
        .execute()
      await db.updateTable('metrics').set({ value: 7 }).where('name', '=', 'parameters').execute()
      return stageHash
    })
    const reasons = (await changed.check()).failures.map(({ file, reason }) => `${file} ${reason}`)
    expect(reasons).toContainEqual(
      `stages/${hash}/predictions.json differs from the database in 1 predictions`,
    )
    expect(reasons.some((reason) => reason.startsWith(`antrum.sqlite auroc of stage ${hash} is`))).toBe(true)
    expect(reasons.filter((reason) => reason.includes('parameters of stage')).length).toBe(6)
  })

  it('notes a leak that the recipe declares, and what is not finished, without failing', async () => {
    const declared = await aWholeStudy({ strict: false, folds: 2 })
    const report = await declared.check()
    expect(report.ok).toBe(true)
    expect(report.notes).toEqual([expect.stringContaining('planned with "strict: false"')])
    expect(report.lineage[0].checks.filter(({ ok }) => !ok)).toHaveLength(1)
    const open = await aPlannedStudy()
    const { notes } = await open.read((project) => verifyProject(project, open.experiment, aContext()))
    expect(notes).toEqual([expect.stringMatching(/^\d+ of \d+ stages are not finished/)])
  })

  it('notes that a split by sinus lets subjects straddle, without failing', async () => {
    const both = (subjects: string[]) => subjects.flatMap((subject) => [`${subject}_L`, `${subject}_R`])
    const straddling = await aWholeStudy({}, ({ seed, test, folds, unlabelled }) => {
      const moved = both(test).slice(-1)
      return {
        unit: 'sinus',
        seed,
        test: both(test).slice(0, -1),
        folds: folds.map(({ train, validation, fractions }) => ({
          train: both(train),
          validation: both(validation),
          fractions: Object.fromEntries(
            Object.entries(fractions).map(([name, subjects]) => [name, both(subjects)]),
          ),
        })),
        unlabelled: { train: [...both(unlabelled.train), ...moved], validation: both(unlabelled.validation) },
      }
    })
    const report = await straddling.check()
    expect(report.failures).toEqual([])
    const notes = report.notes.join('\n')
    expect(notes).toMatch(/split by sinus, not by subject.*no subject in two sets \(1 shared\)/)
    // Pretraining, shared and of the fold, has seen the other sinus of the one who straddles.
    expect(notes).toMatch(
      /no test subject in any ancestor’s training or choice of epoch \(1 subject in 2 trainings behind 2 models\)/,
    )
  })

  it('fails a leak that nobody declared', async () => {
    const leaky = await aWholeStudy()
    const model = await leaky.write(async ({ db }) => {
      const train = leaky.manifest.split.folds[0].train[0]
      const row = await db
        .selectFrom('predictions')
        .selectAll()
        .where('set', '=', 'test')
        .limit(1)
        .executeTakeFirstOrThrow()
      await db
        .insertInto('predictions')
        .values({ ...row, subjectId: train, sinus: `${train}_L` })
        .execute()
      return row.stageHash
    })
    const { failures } = await leaky.check()
    const found = failures.filter(({ reason }) => reason.includes('no test subject in any ancestor'))
    expect(found).toEqual([
      { file: `stages/${model}/stage.json`, reason: expect.stringContaining('1 subject ') as string },
    ])
  })

  it('refuses an experiment that is not there, and stops when asked', async () => {
    const study = await aPlannedStudy()
    const check = (id: string) => study.read((project) => verifyProject(project, id, aContext()))
    await expect(check('nonsense')).rejects.toMatchObject({ code: 'not-found' })
    const reason = new Error('stopped')
    const stopped = study.read((project) => verifyProject(project, null, aContext(AbortSignal.abort(reason))))
    await expect(stopped).rejects.toBe(reason)
  })
})

describe('antrum verify', () => {
  it('prints what it looked at and proved, and fails when something is not as written', async () => {
    const { folder, experiment } = await aWholeStudy()
    const context = { ...aContext(), warn: () => {} }
    const good = await verify.run(context, [folder], {})
    expect(good.failed).toBe(false)
    expect(good.text).toMatch(/proved +no test subject in any ancestor/)
    expect(good.text).toMatch(/Everything is as it was written\.$/)
    const { hash } = await withProject(folder, 'read', ({ db }) =>
      db
        .selectFrom('stages')
        .select('hash')
        .where('kind', '=', 'evaluate')
        .limit(1)
        .executeTakeFirstOrThrow(),
    )
    flip(path.join(folder, 'stages', hash, 'predictions.json'), 100)
    const bad = await verify.run(context, [folder, experiment], {})
    expect(bad.failed).toBe(true)
    expect(bad.json).toMatchObject({ ok: false, failures: [{ file: `stages/${hash}/predictions.json` }] })
    expect(bad.text).toContain(`FAILED     stages/${hash}/predictions.json: is not what was written`)
  })
})

describe('verifyStage', () => {
  it('checks the weights from outside that a fine-tuning started from', async () => {
    const { folder, write } = await aPlannedStudy({ recipe: { methods: ['scratch'] } })
    const weights = Buffer.from('an encoder')
    const hash = createHash('sha256').update(weights).digest('hex')
    const file = path.join(folder, 'weights', `${hash}.safetensors`)
    writeFileSync(file, weights)
    const look = () =>
      write(async (project) => {
        const [{ id }] = await listExperiments(project.db)
        const record = (await listStages(project.db, id)).find((one) => one.stage.kind === 'finetune')!
        const { stage } = record
        if (stage.kind !== 'finetune') throw new Error('not a fine-tuning')
        const findings = new Findings()
        const transfer = { ...stage, params: { ...stage.params, weights: hash } }
        await verifyStage(project, { ...record, stage: transfer }, findings)
        return findings.failures.filter((failure) => failure.file.startsWith('weights/'))
      })
    expect(await look()).toEqual([])
    flip(file, 3)
    expect(await look()).toEqual([
      { file: `weights/${hash}.safetensors`, reason: 'is not the encoder that fine-tuning started from' },
    ])
  })
})
