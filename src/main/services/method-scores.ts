import { AntrumError } from '../../shared/ipc/error.ts'
import type { MethodScores } from '../../shared/ipc/results.ts'
import {
  isFinished,
  isUndefined,
  modelMetrics,
  openTestBench,
  scored,
  type Evaluation,
} from '../../shared/metrics/index.ts'
import { listEvaluations } from '../db/stores/experiments.ts'
import type { Project } from '../project.ts'
import { findExperiment } from '../study/experiments.ts'
import { manifestIfThere, subgroups } from './results.ts'
import { openTestSet } from './test-set-access.ts'

/**
 * Every score of the finished models of one method at one label fraction: what curves, calibration, operating points and
 * lists of cases are made of. Counts as a reading of the test set.
 *
 * @throws AntrumError 'not-found' for an experiment that is not there, or has no such models; 'corrupt-data' when the
 *   models were not tested on the same sinuses.
 */
export async function methodScores(
  project: Project,
  id: string,
  { method, labelFraction }: { method: string; labelFraction: number },
): Promise<MethodScores> {
  const experiment = await findExperiment(project.db, id)
  const all = await listEvaluations(project.db, experiment.id)
  const own: Evaluation[] = all.filter((one) => one.method === method && one.labelFraction === labelFraction)
  if (own.length === 0) {
    throw new AntrumError(
      'not-found',
      `Experiment ${experiment.id} has no runs of ${method} at a label fraction of ${labelFraction}.`,
    )
  }
  const finished = own.filter(isFinished)
  const bench = openTestBench(own)
  const scores = finished.length === 0 ? [] : bench.scores(finished)
  if (isUndefined(scores)) throw new AntrumError('corrupt-data', `No table can be made: ${scores.reason}.`)
  const manifest = await manifestIfThere(project, experiment.datasetVersion)
  const findings = new Map(
    isUndefined(manifest) ? [] : manifest.sinuses.map((sinus) => [sinus.id, sinus.finding] as const),
  )
  const reference = finished[0]?.predictions.filter(({ set }) => set === 'test') ?? []
  await openTestSet(project, experiment, 'results')
  return {
    method,
    labelFraction,
    sinuses: reference.map(({ sinus, subject, side, target }) => ({
      ...{ subject, side, target },
      finding: findings.get(sinus) ?? null,
    })),
    models: finished.map(({ stage, foldIndex, seed, predictions }, index) => ({
      ...{ stage, foldIndex, seed },
      metrics: modelMetrics(predictions),
      test: Array.from(scores[index]),
      validation: scored(predictions, 'validation'),
    })),
    subgroups: isUndefined(manifest) ? manifest : subgroups(manifest, own, bench),
  }
}
