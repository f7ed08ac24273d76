import type { Prediction } from '../../shared/ipc/trainer.ts'
import { isFinished, type Evaluation, type FinishedEvaluation } from '../../shared/metrics/index.ts'

export interface ChosenCase {
  verdict: 'right' | 'wrong'
  evaluation: FinishedEvaluation
  prediction: Prediction
}

/**
 * One right and one wrong test sinus of one model, by rule, so that nobody picks the pretty ones. The model: residual
 * pretraining where it is finished, else the last method, with the most labels and the first fold and seed. Right: the
 * anomalous sinus with the highest score, or, if every anomaly was missed, the normal one with the lowest. Wrong: the
 * one furthest on the wrong side of 0.5; there may be none.
 */
export function chooseCases(evaluations: readonly Evaluation[]): ChosenCase[] {
  const finished = evaluations.filter(isFinished)
  const preferred = finished.find(({ method }) => method === 'residual') ?? finished.at(-1)
  const [evaluation] = finished
    .filter(({ method }) => method === preferred?.method)
    .sort((a, b) => b.labelFraction - a.labelFraction || a.foldIndex - b.foldIndex || a.seed - b.seed)
  if (!evaluation) return []

  const test = evaluation.predictions.filter(({ set }) => set === 'test')
  const isRight = ({ target, score }: Prediction) => score > 0.5 === (target === 1)
  const [right] = test
    .filter(isRight)
    .sort((a, b) => b.target - a.target || Math.abs(b.score - 0.5) - Math.abs(a.score - 0.5))
  const [wrong] = test
    .filter((prediction) => !isRight(prediction))
    .sort((a, b) => Math.abs(b.score - 0.5) - Math.abs(a.score - 0.5))
  return [
    ...(right ? [{ verdict: 'right' as const, evaluation, prediction: right }] : []),
    ...(wrong ? [{ verdict: 'wrong' as const, evaluation, prediction: wrong }] : []),
  ]
}
