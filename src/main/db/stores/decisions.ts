import type { Question } from '../../../shared/domain/open-questions.ts'
import type { Db } from '../connection.ts'
import type { DecisionsTable } from '../schema/decisions.ts'

/** What a person answered; see the table. */
export interface Decision {
  scan: string
  question: Question
  answer: string
  orientedScan: string | null
  decidedAt: string
}

/** Stores an answer in place of an earlier one to the same question. */
export async function saveDecision(db: Db, decision: Omit<Decision, 'decidedAt'>): Promise<void> {
  const row: DecisionsTable = {
    scanId: decision.scan,
    question: decision.question,
    answer: decision.answer,
    orientedScanId: decision.orientedScan,
    decidedAt: new Date().toISOString(),
  }
  await db
    .insertInto('decisions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['scanId', 'question']).doUpdateSet(row))
    .execute()
}

export async function deleteDecision(
  db: Db,
  { scan, question }: Pick<Decision, 'scan' | 'question'>,
): Promise<void> {
  await db.deleteFrom('decisions').where('scanId', '=', scan).where('question', '=', question).execute()
}

/** All decisions, oldest first. */
export async function listDecisions(db: Db): Promise<Decision[]> {
  const rows = await db
    .selectFrom('decisions')
    .selectAll()
    .orderBy('decidedAt')
    .orderBy('scanId')
    .orderBy('question')
    .execute()
  return rows.map(({ scanId, question, answer, orientedScanId, decidedAt }) => ({
    scan: scanId,
    question,
    answer,
    orientedScan: orientedScanId,
    decidedAt,
  }))
}
