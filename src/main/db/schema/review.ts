import type { Generated } from 'kysely'
import type { Worklist } from '../../../shared/domain/review.ts'
import type { Label, Side } from '../../../shared/domain/sinus.ts'

/** Blinded reading of some sinuses of a dataset version; over for good once `endedAt` is set. */
export interface ReviewSessionsTable {
  id: string
  datasetVersion: string
  worklist: Worklist
  /** Whose models are revealed after an answer; null: none. */
  experimentId: string | null
  seed: number
  createdAt: string
  endedAt: string | null
  /** Annotator whose labels the outcome became. */
  appliedAs: string | null
  appliedAt: string | null
}

/** Who reads, by the name they chose. */
export interface ReviewReadersTable {
  sessionId: string
  reader: string
  position: number
}

/** A sinus in its place of a reader's order. */
export interface ReviewItemsTable {
  /** 24 hexadecimal digits of chance: all that a reader's screen is told of the sinus. */
  id: string
  sessionId: string
  reader: string
  position: number
  sinus: string
  subjectId: string
  side: Side
  /** The item of the same reader that this one shows again. */
  repeatOf: string | null
}

/** An answer to an item. At most one of an item stands; those taken back are kept. */
export interface ReviewCommitmentsTable {
  id: Generated<number>
  itemId: string
  label: Label
  /** 1…5. */
  confidence: number
  /** From first sight to the answer. */
  seconds: number
  /** 0: given after the reader had seen the scores and labels of this very item. */
  blind: 0 | 1
  committedAt: string
  /** When the reader first looked at scores, labels and residual. */
  revealedAt: string | null
  undoneAt: string | null
}

/** What a person who did not read decided of a sinus that readers disagree about. */
export interface ReviewDecisionsTable {
  sessionId: string
  sinus: string
  label: Label
  decidedBy: string
  decidedAt: string
}
