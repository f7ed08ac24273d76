import type { Question } from '../../../shared/domain/open-questions.ts'

/** What a person answered where a scan could not be used as it came. */
export interface DecisionsTable {
  scanId: string
  question: Question
  /** 'sides': an orientation code such as 'LAS'; 'same-scan': 'same' or 'different'. */
  answer: string
  /** Of question 'sides': the scan stored anew, with its orientation. */
  orientedScanId: string | null
  decidedAt: string
}
