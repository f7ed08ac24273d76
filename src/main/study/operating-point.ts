import { isUndefined, optimalThreshold, undefinedBecause, type Outcome } from '../../shared/metrics/index.ts'
import type { Db } from '../db/connection.ts'
import { listPredictions } from '../db/stores/predictions.ts'
import type { StageGraph } from './find-stage.ts'
import type { OperatingPoint } from '../../shared/ipc/outputs.ts'

/**
 * The threshold of highest F1 on validation sinuses, never on the test set. Of several models the validation scores are put
 * together, each model's on its own fold, so that no sinus counts with a model that was trained on it; where several
 * models share a fold, a sinus counts once, with their mean.
 *
 * @param classifiers  Hashes of `finetune` stages.
 */
export async function operatingPoint(
  db: Db,
  { records }: StageGraph,
  classifiers: readonly string[],
): Promise<Outcome<OperatingPoint>> {
  const scores = new Map<string, { target: 0 | 1; all: number[] }>()
  for (const classifier of classifiers) {
    const evaluation = [...records.values()].find(
      ({ stage, state }) =>
        stage.kind === 'evaluate' && stage.inputs.classifier === classifier && state === 'finished',
    )
    if (!evaluation)
      return undefinedBecause(
        `model ${classifier.slice(0, 12)} was not evaluated yet, so it has no validation scores to choose a threshold on`,
      )
    for (const { set, sinus, target, score } of await listPredictions(db, evaluation.stage.hash)) {
      if (set !== 'validation') continue
      const known = scores.get(sinus) ?? { target, all: [] }
      known.all.push(score)
      scores.set(sinus, known)
    }
  }
  const pooled = [...scores.values()]
  const targets = pooled.map(({ target }) => target)
  const best = optimalThreshold(
    targets,
    pooled.map(({ all }) => all.reduce((sum, score) => sum + score, 0) / all.length),
  )
  if (isUndefined(best)) return best
  return {
    ...best,
    chosenOn: 'validation',
    sinuses: pooled.length,
    anomalous: targets.filter((target) => target === 1).length,
    models: classifiers.length,
  }
}
