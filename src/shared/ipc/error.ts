/** Every code a domain error may carry, in any process. Scripts match on these: add, never rename. */
export const errorCodes = [
  'usage', // the command or call was put wrongly
  'not-found', // a file, project, subject, stage or experiment that is not there
  'already-exists',
  'unreadable-file', // damaged, truncated, not the format it says
  'unsupported-file', // intact, but of a kind Antrum does not take (colour, several time points, …)
  'no-geometry', // voxel-to-world mapping missing or unusable
  'invalid-labels',
  'invalid-recipe',
  'invalid-state', // an earlier step is missing or unfinished
  'registration-failed',
  'outside-field-of-view',
  'split-impossible',
  'shape-mismatch',
  'engine-missing', // libtensorflow or its addon cannot be loaded
  'out-of-memory',
  'loss-not-a-number',
  'trainer-crashed',
  'corrupt-data', // a hash that no longer matches
  'database', // the project database cannot be opened or written
  'disk-full',
  'read-only', // the project is open elsewhere
  'cancelled',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What crosses a process boundary in place of an Error. */
export interface ErrorPayload {
  code: ErrorCode
  message: string
  details?: unknown
}

/**
 * An expected failure: its message says what was wanted, what was found and what to do next.
 * Patient identifiers never go into `message` or `details`.
 */
export class AntrumError extends Error {
  readonly code: ErrorCode
  readonly details: unknown

  constructor(code: ErrorCode, message: string, details?: unknown, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AntrumError'
    this.code = code
    this.details = details
  }
}

export function toErrorPayload(error: unknown): ErrorPayload {
  if (error instanceof AntrumError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.details === undefined ? {} : { details: error.details }),
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  const systemCode = (error as { code?: unknown } | null)?.code
  // As Node, a quota and SQLite put it.
  if (['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(String(systemCode)))
    return {
      code: 'disk-full',
      message: `The disk is full: ${message}. Free some space and run the command again; it continues where it stopped.`,
    }
  return { code: 'internal', message }
}
