import { AntrumError } from '../ipc/error.ts'
import { undefinedBecause, type Outcome } from './outcome.ts'

/**
 * Cohen's kappa of two readers over the same items: agreement beyond chance, 1 = full, 0 = as by chance, (p_o − p_e) /
 * (1 − p_e). Any number of categories, unweighted. Source: Cohen 1960; scikit-learn cohen_kappa_score.
 *
 * @throws AntrumError 'shape-mismatch' when the readers did not read equally many items.
 */
export function cohensKappa(a: ArrayLike<number | string>, b: ArrayLike<number | string>): Outcome {
  if (a.length !== b.length) {
    throw new AntrumError(
      'shape-mismatch',
      `Cohen's kappa wants the same items from both readers; one has ${a.length}, the other ${b.length}.`,
    )
  }
  const n = a.length
  if (n === 0) return undefinedBecause('no item was read by both')
  const shares = new Map<number | string, [number, number]>()
  const count = (category: number | string, reader: 0 | 1) => {
    const share = shares.get(category) ?? [0, 0]
    share[reader]++
    shares.set(category, share)
  }
  let agreed = 0
  for (let i = 0; i < n; i++) {
    count(a[i], 0)
    count(b[i], 1)
    if (a[i] === b[i]) agreed++
  }
  // In counts, so that full agreement on one category is found exactly.
  const byChance = [...shares.values()].reduce((sum, [first, second]) => sum + first * second, 0)
  if (byChance === n * n) return undefinedBecause('both readers put every item in one category')
  return (agreed * n - byChance) / (n * n - byChance)
}
