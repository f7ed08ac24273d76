import type { Random } from '../random.ts'

/** A biological quantity: normal around the mean, cut at two standard deviations so that no head is a freak. */
export function vary(random: Random, mean: number, standardDeviation: number): number {
  return mean + standardDeviation * Math.max(-2, Math.min(2, random.normal()))
}

export const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform()

/** Between `low` and `high`, small values more often: as many between 1 and 2 as between 2 and 4. */
export const logBetween = (random: Random, low: number, high: number) =>
  low * (high / low) ** random.uniform()

export const chance = (random: Random, probability: number) => random.uniform() < probability

/** A random direction, evenly over the sphere. */
export function direction(random: Random): [number, number, number] {
  const z = between(random, -1, 1)
  const angle = between(random, 0, 2 * Math.PI)
  const radius = Math.sqrt(1 - z * z)
  return [radius * Math.cos(angle), radius * Math.sin(angle), z]
}
