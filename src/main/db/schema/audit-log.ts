import type { Generated } from 'kysely'

/** What was done to the project and when: appended, never changed. No patient identifiers in `details`. */
export interface AuditLogTable {
  id: Generated<number>
  at: string
  action: string
  details: string
}
