import { AntrumError } from '../ipc/error.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'

type Ratings = ArrayLike<number | string>

/**
 * Cohen's kappa of two readers over the same items: agreement beyond chance, 1 = full, 0 = as by chance, (p_o − p_e) /
 * (1 − p_e). Any number of categories, unweighted. Source: Cohen 1960; scikit-learn cohen_kappa_score.
 *
 * @throws AntrumError 'shape-mismatch' when the readers did not read equally many items.
 */
export function cohensKappa(a: Ratings, b: Ratings): Outcome {
  const { n, agreed, shares } = crossTable(a, b)
  if (n === 0) return undefinedBecause('no item was read by both')
  // In counts, so that full agreement on one category is found exactly.
  const byChance = [...shares.values()].reduce((sum, [first, second]) => sum + first * second, 0)
  if (byChance === n * n) return undefinedBecause('all answers are in one category')
  return (agreed * n - byChance) / (n * n - byChance)
}

/**
 * The 95 % interval of Cohen's kappa, κ ± 1.96 SE with the large-sample standard error for κ ≠ 0, cut at −1 and 1. Items
 * count as independent. With p_ij the share of items that the first reader put in i and the second in j:
 *
 *   SE² = { Σ_i p_ii [1 − (p_i. + p_.i)(1 − κ)]² + (1 − κ)² Σ_{i≠j} p_ij (p_.i + p_j.)² − [κ − p_e (1 − κ)]² } / (n (1 − p_e)²)
 *
 * Source: Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969) 323–327; Fleiss, Levin and Paik, Statistical Methods
 * for Rates and Proportions (3rd ed., 2003), section 18.1.
 *
 * @throws AntrumError 'shape-mismatch' as `cohensKappa`.
 */
export function kappaInterval(a: Ratings, b: Ratings): Outcome<{ low: number; high: number }> {
  const kappa = cohensKappa(a, b)
  if (isUndefined(kappa)) return kappa
  const { n, shares, pairs } = crossTable(a, b)
  const share = (category: number | string, reader: 0 | 1) => shares.get(category)![reader] / n
  const beyond = 1 - kappa
  const expected = [...shares.keys()].reduce<number>((sum, each) => sum + share(each, 0) * share(each, 1), 0)
  let spread = -((kappa - expected * beyond) ** 2)
  for (const { first, second, count } of pairs)
    spread +=
      (count / n) *
      (first === second
        ? (1 - (share(first, 0) + share(first, 1)) * beyond) ** 2
        : (beyond * (share(first, 1) + share(second, 0))) ** 2)
  // Full agreement, and some tables of a few items: an interval without width would pretend to be sure.
  if (spread < 1e-12) return undefinedBecause('these answers leave no spread to tell it by')
  const half = (1.959964 * Math.sqrt(spread / n)) / (1 - expected)
  return { low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half) }
}

/** How often each category was given by either reader, and each pair of categories. */
function crossTable(a: Ratings, b: Ratings) {
  if (a.length !== b.length) {
    throw new AntrumError(
      'shape-mismatch',
      `Cohen's kappa wants the same items from both readers; one has ${a.length}, the other ${b.length}.`,
    )
  }
  const n = a.length
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
  const indices = Array.from({ length: n }, (_, i) => i)
  const pairs = [...Map.groupBy(indices, (i) => JSON.stringify([a[i], b[i]])).values()].map((same) => ({
    first: a[same[0]],
    second: b[same[0]],
    count: same.length,
  }))
  return { n, agreed, shares, pairs }
}
