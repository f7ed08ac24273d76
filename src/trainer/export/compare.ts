import { AntrumError } from '../../shared/ipc/error.ts'
import { exportTolerance } from '../../shared/ipc/model-jobs.ts'
import type { Judgement } from './judges.ts'

/**
 * Largest absolute difference between what a model file gives and what the engine gives for the same volumes.
 *
 * @param expected  The engine's outputs, one per volume.
 * @throws AntrumError 'internal' when it is above `exportTolerance`, or not a number.
 */
export function compare(
  format: string,
  { judge, outputs }: Judgement,
  expected: readonly Float32Array[],
): number {
  const fail = (what: string) =>
    new AntrumError(
      'internal',
      `The ${format} file is not the same model: run by ${judge} it gives ${what}; ${exportTolerance} is allowed. Nothing was exported. Please report this.`,
    )
  let largest = 0
  for (const [volume, wanted] of expected.entries()) {
    const found = outputs[volume]
    if (found.length !== wanted.length)
      throw fail(`${found.length} values where the engine gives ${wanted.length}`)
    for (const [index, value] of wanted.entries()) {
      const difference = Math.abs(found[index] - value)
      // Put this way round, a value that is not a number fails.
      if (!(difference <= exportTolerance))
        throw fail(
          `${found[index]} where the engine gives ${value} (volume ${volume + 1} of ${expected.length})`,
        )
      largest = Math.max(largest, difference)
    }
  }
  return largest
}
