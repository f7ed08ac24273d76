import { countTargets } from '../../shared/domain/split-proof.ts'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { TestSetReading } from '../../shared/ipc/results.ts'
import {
  differencesOf,
  openTestBench,
  otherTests,
  type MethodDifference,
  type OtherTests,
  type Outcome,
} from '../../shared/metrics/index.ts'
import { listEvaluations } from '../db/stores/experiments.ts'
import type { Project } from '../project.ts'
import { methodName } from '../report/names.ts'
import { findExperiment } from '../study/experiments.ts'
import { readManifest } from '../study/manifest.ts'
import { openTestSet } from './test-set-access.ts'

export interface CompareOptions {
  /** Method ids, as in the recipe. */
  a: string
  b: string
  /** One label fraction; left out, all that both methods have. */
  labelFraction?: number | undefined
}

export interface Comparison extends MethodDifference {
  /** What other tests make of it; they decide nothing. */
  tests: Outcome<OtherTests>
}

export interface Comparisons {
  experiment: string
  a: string
  b: string
  comparisons: Comparison[]
  /** The locked test set they rest on, this reading of it counted. */
  testSet: TestSetReading
}

/**
 * Two methods of an experiment on the same test sinuses, fraction by fraction. Holm's correction is over the fractions.
 * @throws AntrumError 'not-found' for an experiment, method or fraction that is not there; 'usage' for a method and
 *   itself; 'corrupt-data' when the dataset's folder is gone.
 */
export async function compareMethods(
  project: Project,
  id: string,
  { a, b, labelFraction }: CompareOptions,
): Promise<Comparisons> {
  const experiment = await findExperiment(project.db, id)
  const evaluations = await listEvaluations(project.db, experiment.id)
  const manifest = await readManifest(project, experiment.datasetVersion)
  if (a === b) throw new AntrumError('usage', `Two different methods can be compared; ${a} was given twice.`)
  const methods = new Set(evaluations.map(({ method }) => method as string))
  for (const method of [a, b]) {
    if (!methods.has(method))
      throw new AntrumError(
        'not-found',
        `Experiment ${experiment.id} has no method ${method}; it has ${[...methods].join(', ')}.`,
      )
  }
  const fractions = [...new Set(evaluations.map((one) => one.labelFraction))].sort((x, y) => x - y)
  if (labelFraction !== undefined && !fractions.includes(labelFraction)) {
    throw new AntrumError(
      'not-found',
      `Experiment ${experiment.id} has no label fraction ${labelFraction}; it has ${fractions.join(', ')}.`,
    )
  }
  const pairs = (labelFraction === undefined ? fractions : [labelFraction]).map((fraction) => ({
    labelFraction: fraction,
    first: a,
    second: b,
  }))
  const bench = openTestBench(evaluations)
  const differences = differencesOf(pairs, evaluations, bench, { name: methodName })
  return {
    experiment: experiment.id,
    a,
    b,
    comparisons: differences.map((difference) => ({
      ...difference,
      tests: otherTests(difference, evaluations, bench, testShare(manifest, difference.labelFraction)),
    })),
    testSet: await openTestSet(project, experiment, 'results'),
  }
}

/** Test sinuses over training sinuses of a fold, on average. */
function testShare(manifest: DatasetManifest, labelFraction: number): number {
  const labelled = (subjects: readonly string[]) => {
    const { normal, anomalous } = countTargets(manifest, subjects)
    return normal + anomalous
  }
  const { split } = manifest
  const training = split.folds.map(({ fractions }) => labelled(fractions[String(labelFraction)] ?? []))
  return (labelled(split.test) * training.length) / training.reduce((sum, size) => sum + size, 0)
}
