import path from 'node:path'
import { proveLineage } from '../../shared/domain/lineage.ts'
import { proveSplit } from '../../shared/domain/split-proof.ts'
import { canonicalJson } from '../../shared/domain/stage.ts'
import {
  differencesToBaseline,
  labelTrends,
  openTestBench,
  resampledRows,
  type Evaluation,
} from '../../shared/metrics/index.ts'
import { listEvaluations } from '../db/stores/experiments.ts'
import { listStageMetrics } from '../db/stores/predictions.ts'
import { listStages } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { buildReport } from '../report/build-report.ts'
import { chooseCases } from '../report/choose-cases.ts'
import { datasetFacts } from '../report/dataset-facts.ts'
import { modelCard } from '../report/model-card.ts'
import { methodName } from '../report/names.ts'
import type { LesionOverlap, ReportCase, ReportData } from '../report/report-data.ts'
import { findExperiment } from '../study/experiments.ts'
import { sha256 } from '../study/hash.ts'
import { readManifest } from '../study/manifest.ts'
import { recipeSchema } from '../study/recipe.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { measureOverlaps } from './lesion-overlap.ts'
import type { LesionTruth } from './lesion-truth.ts'
import { showCase } from './report-case.ts'
import { cohortFacts, machine, software, stageFacts } from './report-facts.ts'
import { publishedBeside, subgroups } from './results.ts'
import type { ServiceContext } from './service-context.ts'
import { openTestSet } from './test-set-access.ts'

export interface WrittenReport {
  file: string
  bytes: number
  overlaps: LesionOverlap[]
  /** Where the model card is, when one was asked for. */
  modelCard: string | null
}

/**
 * Writes the report of an experiment as one self-contained HTML file. What is not finished is shown as unfinished.
 *
 * @param truth  Known lesions of the cohort (the sample has them); null when nobody knows.
 * @param card   Where to write a model card (Markdown) of the experiment's own method; null for none.
 * @throws AntrumError 'not-found', 'corrupt-data', 'cancelled'.
 */
export async function writeReport(
  project: Project,
  experiment: string,
  file: string,
  truth: LesionTruth | null,
  context: ServiceContext,
  card: string | null = null,
): Promise<WrittenReport> {
  const data = await gatherReport(project, experiment, truth, context)
  const page = buildReport(data)
  await writeFileAtomic(file, page)
  if (card !== null) await writeFileAtomic(card, modelCard(data))
  return {
    file: path.resolve(file),
    bytes: Buffer.byteLength(page),
    overlaps: [...data.overlaps],
    modelCard: card === null ? null : path.resolve(card),
  }
}

export async function gatherReport(
  project: Project,
  id: string,
  truth: LesionTruth | null,
  context: ServiceContext,
): Promise<ReportData> {
  const { db } = project
  const experiment = await findExperiment(db, id)
  const recipe = recipeSchema.parse(experiment.recipe)
  const manifest = await readManifest(project, experiment.datasetVersion)
  const records = await listStages(db, experiment.id)
  const evaluations: Evaluation[] = await listEvaluations(db, experiment.id)
  const bench = openTestBench(evaluations)
  const rows = resampledRows(evaluations, bench)
  const cases: ReportCase[] = []
  for (const chosen of chooseCases(evaluations)) {
    cases.push(await showCase(project, manifest, records, truth, chosen))
  }
  return {
    experiment: experiment.id,
    createdAt: new Date().toISOString(),
    recipe,
    recipeHash: sha256(canonicalJson(recipe)),
    precision: experiment.precision,
    cohort: await cohortFacts(db),
    dataset: datasetFacts(manifest, recipe),
    testSet: await openTestSet(project, experiment, 'report'),
    proof: {
      split: proveSplit(manifest).checks,
      lineage: proveLineage(new Map(records.map(({ stage }) => [stage.hash, stage])), manifest),
    },
    synthetic: truth?.synthetic ?? false,
    evaluations,
    rows,
    differences: differencesToBaseline(evaluations, bench, { name: methodName }),
    trends: labelTrends(rows),
    subgroups: subgroups(manifest, evaluations, bench),
    published: publishedBeside(rows, recipe),
    overlaps: truth ? await measureOverlaps(project, manifest, records, truth, context) : [],
    cases,
    stages: stageFacts(records, await listStageMetrics(db, experiment.id)),
    software: software(),
    machine: machine(),
  }
}
