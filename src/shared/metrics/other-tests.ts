import { bootstrapDifference, type BootstrapInterval } from './bootstrap.ts'
import { delongTest, type AreaTest } from './delong.ts'
import { pairedModels, type MethodDifference } from './differences.ts'
import { permutationTest, type PermutationResult } from './permutation.ts'
import { isUndefined, type Outcome } from './outcome.ts'
import { correctedResampledT, type ResampledT } from './resampled-t.ts'
import type { Evaluation } from './result-rows.ts'
import type { TestBench } from './test-bench.ts'

/**
 * What other tests make of a difference. None of them decides: the first four hold the trained models fixed and so miss
 * the noise of training, the last holds the test set fixed (docs/statistics.md).
 */
export interface OtherTests {
  /** Percentile interval over resampled test subjects. */
  bootstrap: Outcome<BootstrapInterval>
  /** AUROC only, as are the next two lines; AUPRC has a permutation test too. */
  clusteredDelong: Outcome<AreaTest> | null
  /** Takes the two sinuses of a subject for independent, as most papers do. */
  delong: Outcome<AreaTest> | null
  permutation: Outcome<PermutationResult> | null
  resampledT: Outcome<ResampledT>
}

/** @param testShare  Sinuses tested over sinuses trained on, at this label fraction. */
export function otherTests(
  { metric, result, ...pair }: MethodDifference,
  evaluations: readonly Evaluation[],
  bench: TestBench,
  testShare: number,
): Outcome<OtherTests> {
  if (isUndefined(result)) return result
  const models = pairedModels(pair, evaluations)
  const [first, second] = [models.map((one) => one.first), models.map((one) => one.second)]
  const [a, b] = [bench.scores(first), bench.scores(second)]
  if (isUndefined(a)) return a
  if (isUndefined(b)) return b
  const [own, others] = [bench.replicates(first), bench.replicates(second)]
  const { test } = bench
  const isArea = metric === 'auroc'
  const permuted = metric === 'f1' ? null : permutationTest(test, a, b, { seed: 'swaps' })
  return {
    bootstrap: isUndefined(own)
      ? own
      : isUndefined(others)
        ? others
        : bootstrapDifference(own.test, own.models, others.models, metric),
    clusteredDelong: isArea ? delongTest(test, a, b) : null,
    delong: isArea ? delongTest({ targets: test.targets }, a, b) : null,
    permutation:
      permuted === null || isUndefined(permuted) ? permuted : permuted[metric as 'auroc' | 'auprc'],
    resampledT: correctedResampledT(
      result.folds.map(({ difference }) => difference),
      testShare,
    ),
  }
}
