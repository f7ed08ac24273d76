import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Stage } from '../../shared/domain/stage.ts'
import { differencesToBaseline, resultRows } from '../../shared/metrics/index.ts'
import { listEvaluations } from '../db/stores/experiments.ts'
import { listStages, type StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { buildReport } from '../report/build-report.ts'
import { chooseCases } from '../report/choose-cases.ts'
import { datasetFacts } from '../report/dataset-facts.ts'
import { methodName } from '../report/names.ts'
import type { LesionOverlap, ReportCase, ReportData, StageFacts } from '../report/report-data.ts'
import { findExperiment } from '../study/experiments.ts'
import { readManifest } from '../study/manifest.ts'
import { recipeSchema } from '../study/recipe.ts'
import { stageName } from '../study/stage-name.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { describeInstallation } from './installation.ts'
import { measureOverlaps } from './lesion-overlap.ts'
import type { LesionTruth } from './lesion-truth.ts'
import { showCase } from './report-case.ts'
import type { ServiceContext } from './service-context.ts'
import { openTestSet } from './test-set-access.ts'

/**
 * Writes the report of an experiment as one self-contained HTML file. What is not finished is shown as unfinished.
 *
 * @param truth  Known lesions of the cohort (the sample has them); null when nobody knows.
 * @throws AntrumError 'not-found', 'corrupt-data', 'cancelled'.
 */
export async function writeReport(
  project: Project,
  experiment: string,
  file: string,
  truth: LesionTruth | null,
  context: ServiceContext,
): Promise<{ file: string; bytes: number; overlaps: LesionOverlap[] }> {
  const data = await gatherReport(project, experiment, truth, context)
  const page = buildReport(data)
  await writeFileAtomic(file, page)
  return { file: path.resolve(file), bytes: Buffer.byteLength(page), overlaps: [...data.overlaps] }
}

export async function gatherReport(
  project: Project,
  id: string,
  truth: LesionTruth | null,
  context: ServiceContext,
): Promise<ReportData> {
  const experiment = await findExperiment(project.db, id)
  const recipe = recipeSchema.parse(experiment.recipe)
  const manifest = await readManifest(project, experiment.datasetVersion)
  const records = await listStages(project.db, experiment.id)
  const evaluations = await listEvaluations(project.db, experiment.id)
  const cases: ReportCase[] = []
  for (const chosen of chooseCases(evaluations)) {
    cases.push(await showCase(project, manifest, records, truth, chosen))
  }
  return {
    experiment: experiment.id,
    createdAt: new Date().toISOString(),
    recipe,
    precision: experiment.precision,
    dataset: datasetFacts(manifest, recipe),
    testSet: await openTestSet(project, experiment, 'report'),
    synthetic: truth?.synthetic ?? false,
    evaluations,
    rows: resultRows(evaluations),
    differences: differencesToBaseline(evaluations, undefined, { name: methodName }),
    overlaps: truth ? await measureOverlaps(project, manifest, records, truth, context) : [],
    cases,
    stages: stageFacts(records),
    software: software(),
  }
}

function stageFacts(records: readonly StageRecord[]): StageFacts[] {
  const stages = new Map(records.map(({ stage }) => [stage.hash, stage]))
  return records.map(({ stage, state, seconds, device }) => {
    const training = trainingOf(stage)
    return {
      hash: stage.hash,
      kind: stage.kind,
      name: stageName(stage, stages),
      state,
      seed: training?.seed ?? null,
      epochs: training?.epochs ?? null,
      seconds,
      device,
    }
  })
}

const trainingOf = (stage: Stage) =>
  stage.kind === 'residuals' || stage.kind === 'evaluate' ? null : stage.params

function software(): ReportData['software'] {
  const { node, sqlite, setup } = describeInstallation()
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return [
    { name: 'Antrum', version },
    { name: 'Node', version: node },
    { name: 'SQLite', version: sqlite },
    // A file name only: where things lie on this machine is nobody's business in a report.
    ...(setup ? [{ name: 'TensorFlow', version: path.basename(setup.source.split(', ')[0]) }] : []),
  ]
}
