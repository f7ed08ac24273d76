/**
 * p-values corrected for being several: the family-wise error stays at the level asked of each. Smallest first, the
 * k-th is multiplied by how many are left, and none may come out below one before it. Source: Holm 1979.
 *
 * @returns One adjusted value per p, in the same order, at most 1.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b])
  const adjusted = new Array<number>(p.length)
  let highest = 0
  order.forEach((i, place) => {
    highest = Math.max(highest, Math.min(1, (p.length - place) * p[i]))
    adjusted[i] = highest
  })
  return adjusted
}
