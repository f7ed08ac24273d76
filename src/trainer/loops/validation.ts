import type { Random } from '../../shared/random.ts'
import { padded } from '../data/batches.ts'
import type { Batch, Program } from '../program.ts'

/**
 * Mean loss over held-out samples, all counting alike; null when there are none.
 *
 * @param random  The same for every epoch, so that views and masks do not make one epoch look better than another.
 */
export function meanLoss<Sample>(
  program: Program,
  samples: readonly Sample[],
  batch: (samples: readonly Sample[]) => Batch,
  random: Random,
): number | null {
  if (!samples.length) return null
  let total = 0
  let index = 0
  for (const { items, count } of padded(samples, program.options.batch)) {
    const weights = Float32Array.from(items, (_, k) => (k < count ? 1 : 0))
    const losses = program.losses({ ...batch(items), weights }, random.fork(`batch ${index++}`))
    for (let k = 0; k < count; k++) total += losses[k]
  }
  return total / samples.length
}

/** The program's output for each sample, in order. */
export function outputsOf<Sample>(
  program: Program,
  samples: readonly Sample[],
  read: (samples: readonly Sample[]) => Float32Array,
): Float32Array[] {
  const all: Float32Array[] = []
  for (const { items, count } of padded(samples, program.options.batch)) {
    const output = program.predict(read(items))
    const values = output.length / program.options.batch
    for (let k = 0; k < count; k++) all.push(output.slice(k * values, (k + 1) * values))
  }
  return all
}
