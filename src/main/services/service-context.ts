/** Progress of one named phase; the front end adds rate and ETA. `total` undefined: not known yet. */
export interface Progress {
  phase: string
  /** The phase is one of several known beforehand: which, counting from 1, of how many. */
  step?: [number: number, of: number]
  done: number
  total?: number
  note?: string
  /** Time left, where the service knows better than the rate so far. */
  leftSeconds?: number
  /** Its 95 % interval. */
  leftRange?: [low: number, high: number]
}

/** What a long-running service is given by whoever calls it (window, command line). */
export interface ServiceContext {
  /** Aborted by the user, with AntrumError('cancelled'): stop at the next safe point and throw its reason. */
  signal: AbortSignal
  progress: (progress: Progress) => void
}
