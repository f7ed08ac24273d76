/**
 * A metric that cannot be computed says so: `{ undefined: true, reason }`, never NaN, and never a number that
 * stands in for one.
 */
export interface Undefined {
  undefined: true
  /** A clause for the screen, e.g. "all 12 sinuses are normal". */
  reason: string
}

export type Outcome<T = number> = T | Undefined

export const undefinedBecause = (reason: string): Undefined => ({ undefined: true, reason })

export const isUndefined = (outcome: unknown): outcome is Undefined =>
  typeof outcome === 'object' && outcome !== null && (outcome as Undefined).undefined === true
