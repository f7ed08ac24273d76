import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { armParts } from '../../shared/domain/method-names.ts'
import { publishedFor, publishedSource } from '../../shared/domain/published.ts'
import { sideLetter, type SideLetter, type Target } from '../../shared/domain/sinus.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ResultTable } from '../../shared/ipc/results.ts'
import {
  differencesToBaseline,
  isFinished,
  isUndefined,
  labelTrends,
  openTestBench,
  resampledRows,
  resultRows,
  subgroupAreas,
  undefinedBecause,
  type Evaluation,
  type MethodDifference,
  type Outcome,
  type ResampledRow,
  type ResultRow,
  type Subgroup,
  type TestBench,
} from '../../shared/metrics/index.ts'
import { listEvaluations, listMeasuredRuns, type Experiment } from '../db/stores/experiments.ts'
import type { Project } from '../project.ts'
import { methodName } from '../report/names.ts'
import { findExperiment } from '../study/experiments.ts'
import { readManifest } from '../study/manifest.ts'
import type { Recipe } from '../study/recipe.ts'
import { openTestSet } from './test-set-access.ts'

/** One score, as `results --json` prints it. */
export interface PredictionRow {
  method: string
  labelFraction: number
  /** Counts from 0, as in the dataset's `split.folds`. */
  fold: number
  seed: number
  set: 'validation' | 'test'
  subject: string
  side: SideLetter
  target: Target
  score: number
}

export interface Results extends ResultTable {
  rows: ResampledRow[]
  /** Every method against starting from scratch, on the same test sinuses. */
  differences: MethodDifference[]
  /** By finding and side; undefined while the dataset's folder is not there. */
  subgroups: Outcome<Subgroup[]>
  predictions: PredictionRow[]
}

/**
 * The table of an experiment from the metrics stored with its runs: quick however many there are.
 * @throws AntrumError 'not-found'.
 */
export async function resultTable(project: Project, id: string): Promise<ResultTable> {
  const experiment = await findExperiment(project.db, id)
  return asTable(project, experiment, resultRows(await listMeasuredRuns(project.db, experiment.id)))
}

/**
 * What an experiment has found so far: a row per method and label fraction, and every prediction behind it.
 * @throws AntrumError 'not-found'.
 */
export async function experimentResults(project: Project, id: string): Promise<Results> {
  const experiment = await findExperiment(project.db, id)
  const evaluations = await listEvaluations(project.db, experiment.id)
  const bench = openTestBench(evaluations)
  const rows = resampledRows(evaluations, bench)
  return {
    ...(await asTable(project, experiment, rows)),
    rows,
    differences: differencesToBaseline(evaluations, bench, { name: methodName }),
    subgroups: await subgroupsOf(project, experiment, evaluations, bench),
    predictions: evaluations.flatMap(predictionRows),
  }
}

/**
 * Every method of an experiment against its baseline, as far as both are finished.
 * @throws AntrumError 'not-found'.
 */
export async function methodDifferences(project: Project, id: string): Promise<MethodDifference[]> {
  const experiment = await findExperiment(project.db, id)
  const evaluations = await listEvaluations(project.db, experiment.id)
  return differencesToBaseline(evaluations, openTestBench(evaluations), { name: methodName })
}

async function asTable(project: Project, experiment: Experiment, rows: ResultRow[]): Promise<ResultTable> {
  return {
    experiment: experiment.id,
    rows,
    trends: labelTrends(rows),
    published: publishedBeside(rows, experiment.recipe as Recipe),
    testSet: await openTestSet(project, experiment, 'results'),
  }
}

/** What the paper reports for the same methods and label fractions; of variants, for those of Table 3. */
export function publishedBeside(
  rows: readonly ResultRow[],
  { cae, variants = [] }: Pick<Recipe, 'cae' | 'variants'>,
): ResultTable['published'] {
  const shareOfNormals = (arm: string): number | undefined => {
    const { variant } = armParts(arm)
    if (variant === undefined) return cae.normalFraction
    const {
      name: _,
      normalFraction,
      ...others
    } = variants.find(({ name }) => name === variant) ?? { name: '' }
    return Object.keys(others).length === 0 ? normalFraction : undefined
  }
  const own = rows.flatMap(({ method: arm, labelFraction }) => {
    const normalFraction = shareOfNormals(arm)
    const { method } = armParts(arm)
    const row =
      normalFraction === undefined ? undefined : publishedFor({ method, labelFraction, normalFraction })
    return row ? [{ ...row, method: arm }] : []
  })
  return { source: publishedSource, rows: own }
}

async function subgroupsOf(
  project: Project,
  experiment: Experiment,
  evaluations: readonly Evaluation[],
  bench: TestBench,
): Promise<Outcome<Subgroup[]>> {
  const manifest = await manifestIfThere(project, experiment.datasetVersion)
  return isUndefined(manifest) ? manifest : subgroups(manifest, evaluations, bench)
}

/** Results outlive the folder of their dataset; what needs it then says so. */
export async function manifestIfThere(project: Project, version: string): Promise<Outcome<DatasetManifest>> {
  try {
    return await readManifest(project, version)
  } catch (error) {
    if (error instanceof AntrumError && error.code === 'corrupt-data') return undefinedBecause(error.message)
    throw error
  }
}

/** AUROC by finding and side, as the frozen dataset names them. */
export function subgroups(
  { sinuses }: DatasetManifest,
  evaluations: readonly Evaluation[],
  bench: TestBench,
): Subgroup[] {
  const known = new Map(sinuses.map((sinus) => [sinus.id, sinus]))
  const [first] = evaluations.filter(isFinished)
  const test = first?.predictions.filter(({ set }) => set === 'test') ?? []
  const traits = test.map(({ sinus, side }) => ({ side, finding: known.get(sinus)?.finding ?? null }))
  return subgroupAreas(evaluations, bench, traits)
}

function predictionRows({
  method,
  labelFraction,
  foldIndex,
  seed,
  predictions,
}: Evaluation): PredictionRow[] {
  return (predictions ?? []).map(({ set, subject, side, target, score }) => ({
    method,
    labelFraction,
    fold: foldIndex,
    seed,
    set,
    subject,
    side: sideLetter(side),
    target,
    score,
  }))
}
