export interface Summit {
  at: number[]
  value: number
}

/**
 * Local maximum without derivatives: tries a step either way along each parameter, goes to the best of them and the top
 * of the parabola through them, then repeats the whole cycle's move once more (pattern search after Hooke and Jeeves);
 * halves the step when a cycle no longer gains.
 *
 * @param step  First step, in the parameters' unit; ends below `lastStep`.
 */
export function climb(
  measure: (parameters: readonly number[]) => number,
  start: readonly number[],
  { step, lastStep }: { step: number; lastStep: number },
): Summit {
  let best: Summit = { at: [...start], value: measure(start) }
  const tryOut = (at: number[]): number => {
    const value = measure(at)
    if (value > best.value) best = { at, value }
    return value
  }
  while (step >= lastStep) {
    const before = best
    for (let axis = 0; axis < start.length; axis++) {
      const here = best
      const moved = (by: number) => here.at.map((value, i) => (i === axis ? value + by : value))
      const behind = tryOut(moved(-step))
      const ahead = tryOut(moved(step))
      const curvature = behind - 2 * here.value + ahead
      if (curvature >= 0) continue
      const offset = Math.max(-2, Math.min(2, (behind - ahead) / (2 * curvature)))
      if (Math.abs(offset) > 0.05) tryOut(moved(offset * step))
    }
    tryOut(best.at.map((value, i) => 2 * value - before.at[i]))
    if (best.value - before.value < 1e-4 * Math.abs(best.value) + 1e-7) step /= 2
  }
  return best
}
