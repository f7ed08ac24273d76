import type { Evaluation } from '../../../../src/shared/metrics/result-rows.ts'
import { openTestBench } from '../../../../src/shared/metrics/test-bench.ts'
import type { Prediction } from '../../../../src/shared/ipc/trainer.ts'
import { sinusId } from '../../../../src/shared/domain/sinus.ts'
import { createRandom } from '../../../../src/shared/random.ts'

/** Predictions of one model: `signal` is how far the classes lie apart; validation subjects depend on the fold. */
export function somePredictions({
  foldIndex = 0,
  signal = 1,
  subjects = 40,
  seed = 'predictions',
} = {}): Prediction[] {
  const truth = createRandom('targets')
  const noise = createRandom(`${seed} ${foldIndex}`)
  return (['validation', 'test'] as const).flatMap((set) =>
    Array.from({ length: subjects }, (_, i) => {
      const subject = set === 'test' ? `sub-t${i}` : `sub-v${foldIndex}-${i}`
      return (['left', 'right'] as const).map((side): Prediction => {
        const target = truth.uniform() < 0.4 ? 1 : 0
        const score = 1 / (1 + Math.exp(-(signal * (target - 0.5) + noise.normal())))
        return { sinus: sinusId(subject, side), subject, side, set, target, score }
      })
    }).flat(),
  )
}

export function anEvaluation(over: Partial<Evaluation> = {}): Evaluation {
  const { method = 'scratch', labelFraction = 1, foldIndex = 0, seed = 100 } = over
  const predictions = somePredictions({ foldIndex, seed: `${method} ${labelFraction} ${seed}` })
  return {
    method,
    labelFraction,
    foldIndex,
    seed,
    stage: 'a'.repeat(32),
    state: 'finished',
    predictions,
    ...over,
  }
}

export const aBench = (evaluations: readonly Evaluation[], replicates = 200) =>
  openTestBench(evaluations, { seed: 'test subjects', replicates })
