import type { AlarmKind, EpochRecord } from '../../shared/ipc/trainer.ts'

export interface Alarm {
  alarm: AlarmKind
  cause: string
  suggestion: string
}

/** Embeddings spread less than this have collapsed: evenly spread ones have about 1. */
const collapsedBelow = 0.1
const patienceShare = 0.25

/**
 * What the epochs so far give reason to warn of. Warnings only: the training goes on.
 *
 * @param epochs  Planned, for how long to wait before warning.
 */
export function alarmsIn(history: readonly EpochRecord[], epochs: number): Alarm[] {
  const last = history.at(-1)
  if (!last) return []
  const wait = Math.max(5, Math.ceil(patienceShare * epochs))
  return [collapse(last), stall(history, wait), overFitting(history, wait)].filter((alarm) => alarm !== null)
}

function collapse({ monitors }: EpochRecord): Alarm | null {
  const spread = monitors?.spread
  if (spread === undefined || spread >= collapsedBelow) return null
  return {
    alarm: 'collapse',
    cause: `The embeddings of different sinuses point the same way (spread ${spread.toFixed(3)}; 1 is even, below ${collapsedBelow} is collapsed).`,
    suggestion:
      'Lower the learning rate, enlarge the batch, and keep the predictor; the encoder of this run will hardly help.',
  }
}

/** The training loss of the last `wait` epochs has not fallen by a thousandth below the best before them. */
function stall(history: readonly EpochRecord[], wait: number): Alarm | null {
  if (history.length <= wait) return null
  const lowest = (records: readonly EpochRecord[]) => Math.min(...records.map(({ trainLoss }) => trainLoss))
  const before = lowest(history.slice(0, -wait))
  const since = lowest(history.slice(-wait))
  if (since < before - 1e-3 * Math.abs(before)) return null
  return {
    alarm: 'stall',
    cause: `The training loss has not fallen for ${wait} epochs (${since.toPrecision(3)}, before that ${before.toPrecision(3)}).`,
    suggestion:
      'It may have converged: then fewer epochs do. If it is high still, try a higher learning rate.',
  }
}

/** Validation has been a fifth above its best for `wait` epochs, while the training loss went on falling. */
function overFitting(history: readonly EpochRecord[], wait: number): Alarm | null {
  const validation = history.map(({ validationLoss }) => validationLoss ?? Infinity)
  const best = validation.indexOf(Math.min(...validation))
  const since = validation.slice(best + 1)
  if (since.length < wait || validation[best] <= 0) return null
  const above = since.slice(-wait).every((loss) => loss > 1.2 * validation[best])
  if (!above || history.at(-1)!.trainLoss >= history[best].trainLoss) return null
  return {
    alarm: 'over-fitting',
    cause: `The validation loss was lowest in epoch ${best + 1} (${validation[best].toPrecision(3)}) and is ${validation.at(-1)!.toPrecision(3)} now, while the training loss still falls.`,
    suggestion:
      'The best epoch is kept, so nothing is lost; fewer epochs, augmentation or more labels would help.',
  }
}
