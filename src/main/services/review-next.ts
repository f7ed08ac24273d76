import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sinusKey } from '../../shared/domain/agreed-labels.ts'
import type { DatasetSinus } from '../../shared/domain/dataset.ts'
import type { StageOf } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { PredictAnswer, PredictJob } from '../../shared/ipc/model-jobs.ts'
import type { UncertainSinuses } from '../../shared/ipc/review.ts'
import { entropyBits } from '../../shared/metrics/case-scores.ts'
import { listMeasuredRuns } from '../db/stores/experiments.ts'
import { listLabels } from '../db/stores/labels.ts'
import type { Project } from '../project.ts'
import { findExperiment } from '../study/experiments.ts'
import { stageGraph } from '../study/find-stage.ts'
import { verifyResults } from '../study/ingest.ts'
import { readManifest } from '../study/manifest.ts'
import { runTrainerProgram } from '../supervisor/trainer-program.ts'
import { readSinusVolume } from './packed-volumes.ts'
import type { ServiceContext } from './service-context.ts'

interface NextOptions {
  experiment: string
  /** Pretraining method; 'residual' when left out and there is one, else the experiment's first. */
  method?: string
  /** At most so many. */
  most: number
}

/**
 * The unlabelled sinuses of an experiment's dataset, those first about which its models know least: the entropy of the
 * mean score over all finished models of a method at the largest label fraction there is (uncertainty sampling, Settles
 * 2009; the mean over an ensemble, Lakshminarayanan et al. 2017). The scores are not told: these sinuses may be read next.
 *
 * @throws AntrumError 'not-found', 'invalid-state' without finished models or unlabelled sinuses; as the trainer's program.
 */
export async function labelNext(
  project: Project,
  { experiment: id, method: wanted, most }: NextOptions,
  context: ServiceContext,
): Promise<UncertainSinuses> {
  const { db, paths } = project
  const experiment = await findExperiment(db, id)
  const manifest = await readManifest(project, experiment.datasetVersion)
  const { method, labelFraction, classifiers } = await finishedModels(project, experiment.id, wanted)
  const labelled = new Set((await listLabels(db)).map(sinusKey))
  const sinuses = manifest.sinuses.filter((sinus) => sinus.target === null && !labelled.has(sinusKey(sinus)))
  if (sinuses.length === 0)
    throw new AntrumError(
      'invalid-state',
      `Every sinus of ${manifest.version} has a label: there is none to label next.`,
    )
  for (const stage of classifiers) await verifyResults(path.join(paths.stages, stage.hash), stage)

  const folder = await mkdtemp(path.join(tmpdir(), 'antrum-next-'))
  try {
    const volumes = path.join(folder, 'volumes.f32')
    await writeCubes(volumes, path.join(paths.volumes, manifest.version), sinuses, manifest.voxels, context)
    const { scores } = await runTrainerProgram<PredictJob, PredictAnswer>(
      'predict',
      {
        ...{ voxels: manifest.voxels, volumes, residuals: null },
        precision: classifiers[0].params.precision,
        classifiers: classifiers.map(({ hash }) => path.join(paths.stages, hash, 'classifier.safetensors')),
      },
      context,
    )
    const ranked = sinuses
      .map(({ id: sinus, subject, side }, row) => {
        const mean = scores.reduce((sum, own) => sum + own[row], 0) / scores.length
        return { sinus, subject, side, uncertaintyBits: entropyBits(mean) }
      })
      .sort((a, b) => b.uncertaintyBits - a.uncertaintyBits || (a.sinus < b.sinus ? -1 : 1))
    return {
      ...{ experiment: experiment.id, datasetVersion: manifest.version, method, labelFraction },
      ...{ models: classifiers.length, unlabelled: sinuses.length, sinuses: ranked.slice(0, most) },
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The models of one method at the largest label fraction that has any. */
async function finishedModels({ db }: Project, experiment: string, wanted: string | undefined) {
  const runs = await listMeasuredRuns(db, experiment)
  const methods = [...new Set(runs.map((run) => run.method as string))]
  if (wanted !== undefined && !methods.includes(wanted))
    throw new AntrumError(
      'not-found',
      `Experiment ${experiment} has no runs of ${wanted}; it has ${methods.join(', ')}.`,
    )
  const method = wanted ?? (methods.includes('residual') ? 'residual' : methods[0])
  const finished = runs.filter((run) => run.method === method && run.state === 'finished')
  if (finished.length === 0)
    throw new AntrumError(
      'invalid-state',
      `No model of ${method} in experiment ${experiment} is finished. Run: antrum run <project> ${experiment}`,
    )
  const labelFraction = Math.max(...finished.map((run) => run.labelFraction))
  const { stages } = await stageGraph(db)
  const classifiers = finished
    .filter((run) => run.labelFraction === labelFraction)
    .map(({ stage }) => {
      const { inputs } = stages.get(stage) as StageOf<'evaluate'>
      return stages.get(inputs.classifier) as StageOf<'finetune'>
    })
  return { method, labelFraction, classifiers }
}

async function writeCubes(
  file: string,
  folder: string,
  sinuses: readonly DatasetSinus[],
  voxels: number,
  { signal, progress }: ServiceContext,
): Promise<void> {
  const cubes = await open(file, 'w')
  try {
    for (const [done, sinus] of sinuses.entries()) {
      signal.throwIfAborted()
      progress({ phase: 'Reading sinuses', done, total: sinuses.length })
      await cubes.writeFile((await readSinusVolume(path.join(folder, sinus.file), sinus, voxels)).voxels)
    }
  } finally {
    await cubes.close()
  }
}
