import { padded } from '../data/batches.ts'
import type { Batch, Program } from '../program.ts'

/** Mean reconstruction loss over samples; null when there are none. */
export function meanLoss<Sample>(program: Program, samples: readonly Sample[], batch: (samples: readonly Sample[]) => Batch): number | null {
  if (!samples.length) return null
  let total = 0
  for (const { items, count } of padded(samples, program.options.batch)) {
    const losses = program.losses(batch(items))
    for (let k = 0; k < count; k++) total += losses[k]!
  }
  return total / samples.length
}

/** Two logits per sample, in order. */
export function logitsOf<Sample>(program: Program, samples: readonly Sample[], read: (samples: readonly Sample[]) => Float32Array): [number, number][] {
  const all: [number, number][] = []
  for (const { items, count } of padded(samples, program.options.batch)) {
    const logits = program.predict(read(items))
    for (let k = 0; k < count; k++) all.push([logits[2 * k]!, logits[2 * k + 1]!])
  }
  return all
}
