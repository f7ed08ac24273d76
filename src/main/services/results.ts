import { sideLetter, type SideLetter, type Target } from '../../shared/domain/sinus.ts'
import {
  differencesToBaseline,
  resultRows,
  type Evaluation,
  type MethodDifference,
  type ResultRow,
} from '../../shared/metrics/index.ts'
import { listEvaluations } from '../db/stores/experiments.ts'
import type { Project } from '../project.ts'
import { methodName } from '../report/names.ts'
import { findExperiment } from '../study/experiments.ts'
import { openTestSet, type TestSetReading } from './test-set-access.ts'

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

export interface Results {
  experiment: string
  rows: ResultRow[]
  /** Every method against starting from scratch, on the same test sinuses. */
  differences: MethodDifference[]
  predictions: PredictionRow[]
  /** The locked test set behind the rows, this reading of it counted. */
  testSet: TestSetReading
}

/**
 * What an experiment has found so far: a row per method and label fraction, and every prediction behind it.
 * @throws AntrumError 'not-found'.
 */
export async function experimentResults(project: Project, id: string): Promise<Results> {
  const experiment = await findExperiment(project.db, id)
  const evaluations = await listEvaluations(project.db, experiment.id)
  return {
    experiment: experiment.id,
    rows: resultRows(evaluations),
    differences: differencesToBaseline(evaluations, undefined, { name: methodName }),
    predictions: evaluations.flatMap(predictionRows),
    testSet: await openTestSet(project, experiment, 'results'),
  }
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
