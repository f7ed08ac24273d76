import type { Generated } from 'kysely'

/** Where a scan's world lies in respect of the fixed scan's. */
export interface RegistrationsTable {
  scanId: string
  fixedScanId: string
  transform: 'identity' | 'rigid' | 'affine'
  /** JSON, row-major 4×4: fixed world (RAS mm) to this scan's world (RAS mm). */
  scanWorldFromFixed: string
  /** Similarity after registration, higher is better; null for the fixed scan itself. */
  score: number | null
  flagged: 0 | 1
  /** JSON {code, reason}[]: what of the sinuses the scan does not show. */
  faults: Generated<string>
  /** Hash of method, settings and both scans: an equal hash need not be registered again. */
  methodHash: string
  registeredAt: string
}
