import type { ScheduleParams } from '../../shared/domain/stage.ts'

/**
 * Learning rate of an epoch (from 0).
 *
 * `warmup-cosine`: base·(epoch+1)/warm-up while warming up, then half a cosine to 0 at the last epoch.
 * Source: paper section 2.8; the fractional epoch of a step makes it smooth.
 */
export function learningRateAt(
  schedule: ScheduleParams,
  base: number,
  epochs: number,
  epoch: number,
): number {
  if (schedule.kind === 'constant') return base
  const warmup = schedule.warmupEpochs ?? 0
  if (epoch < warmup) return (base * (epoch + 1)) / warmup
  return 0.5 * base * (1 + Math.cos((Math.PI * (epoch - warmup)) / (epochs - warmup)))
}
