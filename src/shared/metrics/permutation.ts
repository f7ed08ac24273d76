import { createRandom } from '../random.ts'
import { undefinedBecause, type Outcome } from './outcome.ts'
import { rank } from './ranking.ts'
import { countClasses, whyNotRankable, type Scores, type Targets } from './scored.ts'

export interface PermutationResult {
  /** Mean over models, first minus second. */
  difference: number
  p: number
  /** Ways of swapping that were looked at. */
  permutations: number
  /** Every way was: p is exact. Else they were drawn, and p is (as extreme + 1) / (drawn + 1). */
  exact: boolean
}

/**
 * Whether two methods differ on these test subjects: if not, then swapping what the two said of a subject (of both of
 * its sinuses, in all folds at once) changes the difference by chance only. Scores are replaced by their midranks within
 * their model first, so that a method with larger numbers does not win by them. The trained models are held fixed.
 * Source: Bandos, Rockette and Gur 2005, with the subject as the unit.
 *
 * @param first, second  Models in pairs: the same fold and seed at the same place.
 */
export function permutationTest(
  test: { subjects: readonly string[]; targets: Targets },
  first: readonly Scores[],
  second: readonly Scores[],
  { seed, permutations: wanted = 2000 }: { seed: number | string; permutations?: number },
): Outcome<{ auroc: PermutationResult; auprc: PermutationResult }> {
  const { subjects, targets } = test
  if (first.length !== second.length || first.length === 0)
    return undefinedBecause('the methods have no models in pairs')
  for (const scores of [...first, ...second]) {
    const reason = whyNotRankable(targets, scores)
    if (reason) return reason
  }
  const names = [...new Set(subjects)]
  if (names.length < 2) return undefinedBecause('one subject cannot be swapped against others')
  const place = new Map(names.map((name, i) => [name, i]))
  const subjectOf = Uint32Array.from(subjects, (name) => place.get(name)!)
  const pairs = first.map((scores, i) => [
    doubledMidranks(targets, scores),
    doubledMidranks(targets, second[i]),
  ])
  const measure = meanAreas(targets)
  const difference = (swap: Uint8Array) => {
    const [a, b] = [measure(pairs, subjectOf, swap, 0), measure(pairs, subjectOf, swap, 1)]
    return { auroc: a.auroc - b.auroc, auprc: a.auprc - b.auprc }
  }

  const swap = new Uint8Array(names.length)
  const observed = difference(swap)
  const exact = names.length < 31 && 2 ** names.length <= wanted
  const permutations = exact ? 2 ** names.length : wanted
  const random = createRandom(seed)
  const extreme = { auroc: 0, auprc: 0 }
  for (let i = 0; i < permutations; i++) {
    for (let s = 0; s < swap.length; s++) swap[s] = exact ? (i >> s) & 1 : random.integer(2)
    const drawn = difference(swap)
    // Rounding must not make a tie with what was observed look smaller.
    for (const metric of ['auroc', 'auprc'] as const)
      if (Math.abs(drawn[metric]) >= Math.abs(observed[metric]) - 1e-12) extreme[metric]++
  }
  const result = (metric: 'auroc' | 'auprc'): PermutationResult => ({
    difference: observed[metric],
    p: exact ? extreme[metric] / permutations : (extreme[metric] + 1) / (permutations + 1),
    permutations,
    exact,
  })
  return { auroc: result('auroc'), auprc: result('auprc') }
}

/** Twice the midrank of each score, 2…2n, rising with it: whole numbers, ties included. */
function doubledMidranks(targets: Targets, scores: Scores): Uint32Array {
  const { order, groupEnds } = rank(targets, scores)
  const n = order.length
  const ranks = new Uint32Array(n)
  let start = 0
  for (const end of groupEnds) {
    // From the highest score down: positions start…end−1 hold ranks n−start…n−end+1.
    for (let i = start; i < end; i++) ranks[order[i]] = 2 * n + 1 - start - end
    start = end
  }
  return ranks
}

/** AUROC and AUPRC of one side of every pair after swapping, averaged; by counting ranks instead of sorting them. */
function meanAreas(targets: Targets) {
  const n = targets.length
  const { positives, negatives } = countClasses(targets)
  const counts = [new Uint32Array(2 * n + 1), new Uint32Array(2 * n + 1)] as const
  return (pairs: readonly Uint32Array[][], subjectOf: Uint32Array, swap: Uint8Array, side: 0 | 1) => {
    const mean = { auroc: 0, auprc: 0 }
    for (const pair of pairs) {
      counts[0].fill(0)
      counts[1].fill(0)
      for (let i = 0; i < n; i++) counts[targets[i] as 0 | 1][pair[side ^ swap[subjectOf[i]]][i]]++
      let [tp, fp, twiceArea, steps] = [0, 0, 0, 0]
      for (let value = 2 * n; value > 0; value--) {
        const [normal, anomalous] = [counts[0][value], counts[1][value]]
        if (normal) {
          twiceArea += normal * (2 * tp + anomalous)
          fp += normal
        }
        if (anomalous) {
          tp += anomalous
          steps += anomalous * (tp / (tp + fp))
        }
      }
      mean.auroc += twiceArea / (2 * positives * negatives) / pairs.length
      mean.auprc += steps / positives / pairs.length
    }
    return mean
  }
}
