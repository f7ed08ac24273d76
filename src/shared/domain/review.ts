import { createRandom } from '../random.ts'

/** Which sinuses of a dataset version are read; 'next': those whose label would teach a model most. */
export const worklists = ['all', 'test', 'unlabelled', 'next'] as const
export type Worklist = (typeof worklists)[number]

/** 1: a guess, 5: certain. */
export const confidences = [1, 2, 3, 4, 5] as const
export type Confidence = (typeof confidences)[number]

/** Share of the sinuses that a reader is shown a second time. */
export const repeatShare = 0.1

export interface PlacedSinus {
  sinus: string
  isRepeat: boolean
}

/**
 * The order in which one reader sees sinuses: drawn from seed and reader, so everybody has an order of their own and the
 * same draw gives the same order. A tenth (rounded) comes a second time; between a sinus and its repeat lie at least half
 * as many others as there are sinuses.
 */
export function drawReadingOrder(
  sinuses: readonly string[],
  { seed, reader }: { seed: number; reader: string },
): PlacedSinus[] {
  const random = createRandom(seed).fork(`review ${reader}`)
  // Whatever order they were listed in.
  const order = random.shuffle(sinuses.toSorted())
  const n = order.length
  const apart = Math.floor(n / 2)
  const repeated = random
    .shuffle(Array.from({ length: n - apart }, (_, index) => index))
    .slice(0, Math.round(repeatShare * n))
  // After which place of the order each repeat comes.
  const repeats = new Map<number, string[]>()
  for (const index of repeated) {
    const after = index + apart + random.integer(n - index - apart)
    repeats.set(after, [...(repeats.get(after) ?? []), order[index]])
  }
  return order.flatMap((sinus, index) => [
    { sinus, isRepeat: false },
    ...(repeats.get(index) ?? []).map((again) => ({ sinus: again, isRepeat: true })),
  ])
}
