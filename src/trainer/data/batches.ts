import { equalParts } from '../../shared/domain/equal-parts.ts'
import type { Random } from '../../shared/random.ts'

/** Steps of an epoch: every sample is seen once; the last batch is filled up from the start of the epoch's order. */
export const stepsPerEpoch = (samples: number, batch: number): number => Math.ceil(samples / batch)

/**
 * The samples of one step. A function of seed, epoch and step alone, so that a resumed run needs no memory of what was
 * drawn before.
 */
export function batchOf<T>(samples: readonly T[], batch: number, epoch: Random, stepIndex: number): T[] {
  const order = epoch.fork('order').shuffle(samples)
  return Array.from({ length: batch }, (_, k) => order[(stepIndex * batch + k) % order.length])
}

/** Consecutive chunks of `batch`; the last one repeats its final entry, `count` says how many are real. */
export function* padded<T>(samples: readonly T[], batch: number): Generator<{ items: T[]; count: number }> {
  for (let start = 0; start < samples.length; start += batch) {
    const items = samples.slice(start, start + batch)
    const count = items.length
    while (items.length < batch) items.push(items.at(-1)!)
    yield { items, count }
  }
}

/** The largest size up to `wanted` that cuts a batch into equal parts; at least 2, which batch norm needs, if it can be. */
export function microBatchOf(batchSize: number, wanted: number): number {
  const sizes = equalParts(batchSize)
  return sizes.find((size) => size <= wanted) ?? sizes.at(-1)!
}
