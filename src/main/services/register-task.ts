import type { TransformKind } from '../registration/register-heads.ts'

/** What a registration thread is given. */
export interface RegisterTask {
  scanFile: string
  /** Prepared once and kept as long as it stays the same. */
  fixedFile: string
  transform: TransformKind
}

/** `details` of an error when it is the fixed scan that cannot be used: then no task can succeed. */
export const fixedScanFault = 'fixed-scan'
