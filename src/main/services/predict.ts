import { open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { ancestorsOf } from '../../shared/domain/lineage.ts'
import { sideFromLetter, sinusId } from '../../shared/domain/sinus.ts'
import type { Stage, StageOf } from '../../shared/domain/stage.ts'
import { checkOrientation } from '../../shared/imaging/affine.ts'
import type { PredictAnswer, PredictJob } from '../../shared/ipc/model-jobs.ts'
import { isUndefined } from '../../shared/metrics/index.ts'
import type { Project } from '../project.ts'
import { methodName } from '../report/names.ts'
import { ensembleOf } from '../study/ensemble.ts'
import { findStage, stageGraph } from '../study/find-stage.ts'
import { verifyResults } from '../study/ingest.ts'
import { readManifest } from '../study/manifest.ts'
import { operatingPoint } from '../study/operating-point.ts'
import { stageName } from '../study/stage-name.ts'
import { runTrainerProgram } from '../supervisor/trainer-program.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { buildFolder, freeFolder } from './build-folder.ts'
import { prepareHeads, type NewHeadOptions } from './new-heads.ts'
import { readNiftiFile, writeNiftiFile } from './nifti-file.ts'
import type { ServiceContext } from './service-context.ts'
import { versionGeometry } from './version-geometry.ts'
import type { PredictedSinus, PredictReport, PreparedSinus } from '../../shared/ipc/outputs.ts'

export interface PredictOptions extends NewHeadOptions {
  /** All finished models that differ from the named one in fold and seed only. */
  ensemble?: boolean
  /** Scores flagged sinuses, too; they stay flagged. */
  scoreFlagged?: boolean
  /** New or empty folder; a new one in the project's exports when left out. */
  out?: string
}

/**
 * Scores heads that are in no cohort, from file to score: read, registered to the study's fixed scan, cut as the dataset's
 * sinuses were, scored by one model or an ensemble. A bad scan never stops the others, and one that is badly registered
 * or does not show its sinuses is flagged and, unless asked for, not scored. Nothing is added to the cohort; files are
 * named head-001, … and hold no name of a file or a person.
 *
 * @param given  Hash of a `finetune` stage, or its first digits.
 * @param paths  NIfTI files and DICOM series; folders are searched.
 * @throws AntrumError as `findStage`, `checkOrientation`, `versionGeometry`, `buildFolder` and the trainer's program.
 */
export async function predictHeads(
  project: Project,
  given: string,
  paths: readonly string[],
  { ensemble = false, scoreFlagged = false, out, ...reading }: PredictOptions,
  context: ServiceContext,
): Promise<PredictReport> {
  if (reading.sides !== undefined) checkOrientation(reading.sides)
  const graph = await stageGraph(project.db)
  const { stage } = findStage(graph, given, ['finetune'])
  const { members, unfinished } = ensemble ? ensembleOf(graph, stage) : { members: [stage], unfinished: 0 }
  const manifest = await readManifest(project, stage.dataset.version)
  const geometry = await versionGeometry(project, manifest)
  const residual = residualsBehind(stage, graph.stages)
  const folderOf = ({ hash }: Stage) => path.join(project.paths.stages, hash)
  for (const used of [...members, ...(residual ? [residual.cae] : [])])
    await verifyResults(folderOf(used), used)
  const threshold = await operatingPoint(
    project.db,
    graph,
    members.map(({ hash }) => hash),
  )

  const folder = path.resolve(
    out ?? freeFolder(path.join(project.paths.exports, `predict-${stage.hash.slice(0, 12)}`)),
  )
  const report = await buildFolder(folder, async (building) => {
    const lineage = { models: members, stages: graph.stages, manifest }
    const { heads, sinuses, failed } = await prepareHeads(
      project,
      paths,
      geometry,
      building,
      lineage,
      reading,
      context,
    )
    const scored = sinuses.filter(({ reasons }) => scoreFlagged || reasons.length === 0)
    const answer = await score(scored, building, {
      voxels: manifest.voxels,
      precision: stage.params.precision,
      classifiers: members.map((member) => path.join(folderOf(member), 'classifier.safetensors')),
      residuals: residual && {
        autoencoder: path.join(folderOf(residual.cae), 'weights.safetensors'),
        precision: residual.stage.params.precision,
        postProcessing: residual.stage.params,
      },
    })
    const rowOf = new Map(scored.map((sinus, row) => [sinus, row]))
    const written: PredictReport = {
      folder,
      models: members.map((member) => ({ stage: member.hash, name: stageName(member, graph.stages) })),
      unfinishedModels: unfinished,
      threshold,
      residuals: residual
        ? { autoencoder: residual.cae.hash }
        : {
            none: `${methodName(stage.params.method)}: no autoencoder of normals is among this model’s ancestors`,
          },
      sinuses: sinuses.map((sinus): PredictedSinus => {
        const row = rowOf.get(sinus)
        const scores = row === undefined ? [] : answer.scores.map((own) => own[row])
        const mean = row === undefined ? null : meanOf(scores)
        return {
          ...sinus,
          score: mean,
          uncertainty: mean !== null && scores.length > 1 ? deviation(scores, mean) : null,
          scores,
          anomalous: mean === null || isUndefined(threshold) ? null : mean > threshold.threshold,
          flagged: sinus.reasons.length > 0,
          residualFile: row !== undefined && residual ? residualName(sinus) : null,
        }
      }),
      heads,
      failed,
    }
    await writeFileAtomic(
      path.join(building, 'predictions.json'),
      `${JSON.stringify(withoutNames(written), null, 2)}\n`,
    )
    return written
  })
  const whole = (file: string) => path.join(folder, file)
  return {
    ...report,
    sinuses: report.sinuses.map((sinus) => ({
      ...sinus,
      volumeFile: whole(sinus.volumeFile),
      residualFile: sinus.residualFile && whole(sinus.residualFile),
    })),
  }

  /** Runs the trainer's program on the cubes and writes what it leaves as volumes beside them. */
  async function score(
    scored: readonly PreparedSinus[],
    building: string,
    job: Omit<PredictJob, 'volumes' | 'residuals'> & {
      residuals: Omit<NonNullable<PredictJob['residuals']>, 'file'> | null
    },
  ): Promise<PredictAnswer> {
    if (scored.length === 0) return { scores: [], device: '' }
    const volumes = path.join(building, 'volumes.f32')
    const residuals = path.join(building, 'residuals.f32')
    const cubes = await open(volumes, 'w')
    try {
      for (const { volumeFile } of scored)
        await cubes.writeFile(new Uint8Array((await cube(building, volumeFile)).data.buffer))
    } finally {
      await cubes.close()
    }
    const answer = await runTrainerProgram<PredictJob, PredictAnswer>(
      'predict',
      { ...job, volumes, residuals: job.residuals && { ...job.residuals, file: residuals } },
      context,
    )
    await rm(volumes)
    if (job.residuals) {
      const all = await readFile(residuals)
      const length = job.voxels ** 3
      for (const [row, sinus] of scored.entries()) {
        const { shape, affine } = await cube(building, sinus.volumeFile)
        const data = new Float32Array(all.buffer, all.byteOffset + 4 * length * row, length)
        await writeNiftiFile(path.join(building, residualName(sinus)), { data, shape, affine })
      }
      await rm(residuals)
    }
    return answer
  }
}

const cube = async (folder: string, file: string) => (await readNiftiFile(path.join(folder, file))).volume

const residualName = ({ subject, side }: PreparedSinus): string =>
  `${sinusId(subject, sideFromLetter(side))}_residual.nii`

/** The residuals a model was pretrained on, with their autoencoder. */
function residualsBehind(
  model: Stage,
  stages: ReadonlyMap<string, Stage>,
): { stage: StageOf<'residuals'>; cae: StageOf<'cae'> } | null {
  const behind = [...ancestorsOf(model, stages).values()]
  const stage = behind.find((one) => one?.kind === 'residuals')
  if (!stage) return null
  const cae = stages.get(stage.inputs.cae)
  return cae?.kind === 'cae' ? { stage, cae } : null
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Sample standard deviation. */
const deviation = (values: readonly number[], mean: number): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))

/** For the file: it may be passed on, and names of files are often names of people. */
const withoutNames = ({ folder: _folder, heads, failed, ...report }: PredictReport) => ({
  ...report,
  heads: heads.map(({ file: _file, ...head }) => head),
  failed: failed.map(({ subject, code }) => ({ subject, code })),
})
