import type { Generated } from 'kysely'
import type { Finding, Label, Side } from '../../../shared/domain/sinus.ts'

/** What one annotator said of one sinus. */
export interface LabelsTable {
  id: Generated<number>
  subjectId: string
  side: Side
  /** Empty when the sheet names nobody. */
  annotator: string
  label: Label
  setAt: string
}

/** Findings of an anomalous label in the order the reader gave them. */
export interface LabelFindingsTable {
  labelId: number
  /** Always 'anomalous': lets a foreign key refuse findings of a normal sinus. */
  label: Generated<'anomalous'>
  position: number
  finding: Finding
}
