import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { listedAs, type DatasetManifest } from '../../shared/domain/dataset.ts'
import { ancestorsOf } from '../../shared/domain/lineage.ts'
import {
  exportTolerance,
  type ExportAnswer,
  type ExportedNetwork,
  type ExportJob,
  type FormatOutcome,
} from '../../shared/ipc/model-jobs.ts'
import { openTestBench, resampledRows, type Evaluation } from '../../shared/metrics/index.ts'
import { listEvaluations, listExperiments, type Experiment } from '../db/stores/experiments.ts'
import type { Project } from '../project.ts'
import { datasetFacts } from '../report/dataset-facts.ts'
import { exportCard } from '../report/export-card.ts'
import type { ExportFacts } from '../report/export-facts.ts'
import { modelDescription } from '../report/model-description.ts'
import { findStage, stageGraph, type StageGraph } from '../study/find-stage.ts'
import { verifyResults } from '../study/ingest.ts'
import { readManifest } from '../study/manifest.ts'
import { operatingPoint } from '../study/operating-point.ts'
import { recipeSchema } from '../study/recipe.ts'
import { stageName } from '../study/stage-name.ts'
import { runTrainerProgram } from '../supervisor/trainer-program.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { buildFolder, refuseUnlessEmpty } from './build-folder.ts'
import { modelOrigin } from '../study/model-origin.ts'
import { readSinusVolume } from './packed-volumes.ts'
import { software } from './report-facts.ts'
import type { ServiceContext } from './service-context.ts'
import { openTestSet } from './test-set-access.ts'
import type { ExportReport } from '../../shared/ipc/outputs.ts'

/** Volumes of the dataset that model files are held against the engine on. */
const comparedOn = 8
const weightsOf = { finetune: 'classifier.safetensors', pretrain: 'encoder.safetensors' } as const

/**
 * Writes the network of a finished stage for other programs: safetensors, TensorFlow SavedModel and ONNX, a description for
 * programs (model.json) and one for people (MODEL_CARD.md). Every model file is run on real volumes of the project and
 * must give what the engine gives; else nothing is exported. ONNX is left out where onnxruntime-node is missing: a file
 * that nobody has run is not an export.
 *
 * @param given   Hash of a `finetune` or `pretrain` stage, or its first digits.
 * @param folder  New or empty.
 * @throws AntrumError as `findStage`, `buildFolder` and the trainer's program; 'corrupt-data' for a damaged stage or volume.
 */
export async function exportModel(
  project: Project,
  given: string,
  folder: string,
  { signal, progress }: ServiceContext,
): Promise<ExportReport> {
  const graph = await stageGraph(project.db)
  const { stage } = findStage(graph, given, ['finetune', 'pretrain'])
  await refuseUnlessEmpty(path.resolve(folder))
  const network: ExportedNetwork = stage.kind === 'finetune' ? 'classifier' : 'encoder'
  const manifest = await readManifest(project, stage.dataset.version)
  const stageFolder = path.join(project.paths.stages, stage.hash)
  const done = await verifyResults(stageFolder, stage)
  const weightsFile = weightsOf[stage.kind]
  const version = software()[0].version
  const origin = modelOrigin(stage, graph.stages, manifest)

  return buildFolder(folder, async (building) => {
    const volumes = path.join(building, 'volumes.f32')
    await writeVolumes(project, manifest, volumes)
    const answer = await runTrainerProgram<ExportJob, ExportAnswer>(
      'export',
      {
        weights: path.join(stageFolder, weightsFile),
        network,
        voxels: manifest.voxels,
        volumes,
        folder: building,
        producerVersion: version,
        metadata: {
          stage: stage.hash,
          dataset: manifest.hash,
          description: 'see model.json beside this file',
        },
      },
      { signal, progress, cpuOnly: true },
    )
    await rm(volumes)
    const files: Record<string, string> = {}
    for (const file of Object.values(answer.formats).flatMap(filesOf))
      files[file] = createHash('sha256')
        .update(await readFile(path.join(building, file)))
        .digest('hex')

    const point = stage.kind === 'finetune' ? await operatingPoint(project.db, graph, [stage.hash]) : null
    const facts: ExportFacts = {
      stage,
      name: stageName(stage, graph.stages),
      network,
      manifest,
      answer,
      origin,
      files,
      operatingPoint: point,
      ancestors: [...ancestorsOf(stage, graph.stages).keys()].map((hash) => ({
        hash,
        kind: graph.stages.get(hash)?.kind ?? null,
      })),
      weightsSha256: done.files[weightsFile] ?? '',
      device: done.device,
      finishedAt: done.finishedAt,
      software: software(),
      experiment: await judgedIn(project, graph, stage.hash),
    }
    await writeFileAtomic(
      path.join(building, 'model.json'),
      `${JSON.stringify(modelDescription(facts), null, 2)}\n`,
    )
    await writeFileAtomic(path.join(building, 'MODEL_CARD.md'), exportCard(facts))
    return {
      folder: path.resolve(folder),
      stage: stage.hash,
      network,
      formats: answer.formats,
      tolerance: exportTolerance,
      volumes: answer.volumes,
      files,
    }
  })
}

const filesOf = (outcome: FormatOutcome): string[] => ('files' in outcome ? outcome.files : [])

/** Frozen volumes spread evenly over the dataset, none of the test set's, each checked against its hash. */
async function writeVolumes({ paths }: Project, manifest: DatasetManifest, file: string): Promise<void> {
  const test = new Set(manifest.split.test)
  const listed = listedAs(manifest.split)
  const usable = manifest.sinuses.filter((sinus) => !test.has(listed(sinus)))
  const count = Math.min(comparedOn, usable.length)
  const chosen = Array.from({ length: count }, (_, k) => usable[Math.floor((k * usable.length) / count)])
  const folder = path.join(paths.volumes, manifest.version)
  const cubes = await Promise.all(
    chosen.map((sinus) => readSinusVolume(path.join(folder, sinus.file), sinus, manifest.voxels)),
  )
  await writeFile(file, Buffer.concat(cubes.map(({ voxels }) => voxels)))
}

/** The newest experiment in which the model, or models that started from it, were evaluated; null when there is none. */
async function judgedIn(
  project: Project,
  { stages }: StageGraph,
  model: string,
): Promise<ExportFacts['experiment']> {
  const descends = (hash: string) => {
    const evaluation = stages.get(hash)
    return evaluation !== undefined && ancestorsOf(evaluation, stages).has(model)
  }
  for (const experiment of (await listExperiments(project.db)).toReversed()) {
    const all: Evaluation[] = await listEvaluations(project.db, experiment.id)
    const own = all.filter(({ stage, predictions }) => predictions !== null && descends(stage))
    if (own.length === 0) continue
    return {
      ...(await experimentFacts(project, experiment)),
      rows: resampledRows(all, openTestBench(all)).filter(({ method, labelFraction }) =>
        own.some((one) => one.method === method && one.labelFraction === labelFraction),
      ),
    }
  }
  return null
}

async function experimentFacts(project: Project, experiment: Experiment) {
  const recipe = recipeSchema.parse(experiment.recipe)
  const manifest = await readManifest(project, experiment.datasetVersion)
  return {
    id: experiment.id,
    recipe,
    dataset: datasetFacts(manifest, recipe),
    testSet: await openTestSet(project, experiment, 'export'),
    synthetic: false,
    differences: [],
  }
}
