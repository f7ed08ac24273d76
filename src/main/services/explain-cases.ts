import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type { ExplainedLayer, ExplainReport } from '../../shared/ipc/cases.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ExplainAnswer, ExplainJob, ExplainTask } from '../../shared/ipc/model-jobs.ts'
import { readStage } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { runTrainerProgram } from '../supervisor/trainer-program.ts'
import { verifyResults } from '../study/ingest.ts'
import { readManifest } from '../study/manifest.ts'
import { explainedFile, findSinusOf } from './case-volume.ts'
import { readSinusVolume } from './packed-volumes.ts'
import type { ServiceContext } from './service-context.ts'

export interface ExplainRequest {
  /** Dataset version. */
  version: string
  targets: readonly { layer: ExplainedLayer; stage: string }[]
  /** Ids, those first that are wanted first. */
  sinuses: readonly string[]
}

/** One result to be, with the place it is kept in. */
interface Missing {
  sinus: string
  kept: string
}

/**
 * Computes what networks make of sinuses (the residual they expect, where they look) in one process of the trainer and
 * keeps it in the project's `cases`. What is there already is left alone; when it is cancelled, what was done stays.
 * Nothing else of the project is written, so a run may go on meanwhile.
 *
 * @throws AntrumError 'not-found' for a stage or sinus that is not there, 'usage' for a stage that has no such layer,
 *   'corrupt-data', 'cancelled', and as the trainer says.
 */
export async function explainCases(
  project: Project,
  { version, targets, sinuses }: ExplainRequest,
  context: ServiceContext,
): Promise<ExplainReport> {
  const manifest = await readManifest(project, version)
  const wanted = sinuses.map((id) => findSinusOf(manifest, id))
  const jobs = await Promise.all(
    targets.map(async ({ layer, stage }) => ({
      task: await taskOf(project, manifest, layer, stage),
      missing: wanted
        .map(({ id }): Missing => ({ sinus: id, kept: explainedFile(project, layer, stage, id) }))
        .filter(({ kept }) => !existsSync(kept)),
    })),
  )
  const computed = jobs.reduce((sum, { missing }) => sum + missing.length, 0)
  const known = targets.length * sinuses.length - computed
  if (computed === 0) return { computed, known }

  await mkdir(project.paths.cases, { recursive: true })
  const building = await mkdtemp(path.join(project.paths.cases, '.building-'))
  const made = (job: number, sinus: string) => path.join(building, `${job}-${sinus}.f32`)
  try {
    const rows = wanted.filter(({ id }) =>
      jobs.some(({ missing }) => missing.some(({ sinus }) => sinus === id)),
    )
    const volumes = path.join(building, 'volumes.f32')
    const packed = await open(volumes, 'w')
    try {
      for (const sinus of rows) {
        context.signal.throwIfAborted()
        const file = path.join(project.paths.volumes, version, sinus.file)
        await packed.writeFile((await readSinusVolume(file, sinus, manifest.voxels)).voxels)
      }
    } finally {
      await packed.close()
    }
    const rowOf = new Map(rows.map(({ id }, row) => [id, row]))
    await runTrainerProgram<ExplainJob, ExplainAnswer>(
      'explain',
      {
        voxels: manifest.voxels,
        volumes,
        tasks: jobs.flatMap(({ task, missing }, job): ExplainTask[] => {
          const cubes = missing.map(({ sinus }) => ({ row: rowOf.get(sinus)!, file: made(job, sinus) }))
          return cubes.length > 0 ? [{ ...task, cubes }] : []
        }),
      },
      context,
    )
    return { computed, known }
  } finally {
    for (const [job, { missing }] of jobs.entries())
      for (const { sinus, kept } of missing) {
        // The trainer writes each file whole or not at all.
        if (!existsSync(made(job, sinus))) continue
        await mkdir(path.dirname(kept), { recursive: true })
        await rename(made(job, sinus), kept)
      }
    await rm(building, { recursive: true, force: true })
  }
}

/** What the trainer is told to do with a finished stage, its results checked against their hashes. */
async function taskOf(
  project: Project,
  manifest: DatasetManifest,
  layer: ExplainedLayer,
  hash: string,
): Promise<ExplainTask> {
  const stage = await readStage(project.db, hash)
  if (!stage) throw new AntrumError('not-found', `There is no stage ${hash} in this project.`)
  if (stage.dataset.hash !== manifest.hash)
    throw new AntrumError(
      'usage',
      `Stage ${hash} was trained on dataset version ${stage.dataset.version}, and sinuses of ${manifest.version} were named.`,
    )
  const folder = path.join(project.paths.stages, hash)
  if (layer === 'saliency' && stage.kind === 'finetune') {
    await verifyResults(folder, stage)
    return { layer, weights: path.join(folder, 'classifier.safetensors'), cubes: [] }
  }
  if (layer === 'prediction' && stage.kind === 'pretrain' && stage.params.method === 'residual') {
    await verifyResults(folder, stage)
    const { width, settings, precision } = stage.params
    return { layer, width, settings, precision, weights: path.join(folder, 'weights.safetensors'), cubes: [] }
  }
  throw new AntrumError(
    'usage',
    `Stage ${hash} is of kind ${stage.kind} and has no ${layer}: expected residuals come from the pretraining of the residual method, saliency from a fine-tuned classifier.`,
  )
}
