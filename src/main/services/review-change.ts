import { z } from 'zod'
import type { ReadingPlace, Revealed, ReviewAgreement } from '../../shared/ipc/review.ts'
import type { Project } from '../project.ts'
import { adjudicate } from './review-agreement.ts'
import { commitAnswer, revealItem, undoAnswer } from './review-reading.ts'

/**
 * What the people of a review do. Its own little language, so that whoever holds the project for hours or days can do it
 * for them (src/main/study/requests.ts).
 */
export const reviewChangeSchema = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('commit'),
    item: z.string(),
    label: z.enum(['normal', 'anomalous']),
    confidence: z.literal([1, 2, 3, 4, 5]),
    seconds: z.number(),
  }),
  z.strictObject({ what: z.literal('undo'), session: z.string(), reader: z.string() }),
  z.strictObject({ what: z.literal('reveal'), item: z.string() }),
  z.strictObject({
    what: z.literal('adjudicate'),
    item: z.string(),
    by: z.string(),
    label: z.enum(['normal', 'anomalous']).nullable(),
  }),
])
export type ReviewChange = z.infer<typeof reviewChangeSchema>

export interface ReviewChangeAnswers {
  commit: ReadingPlace
  undo: ReadingPlace
  reveal: Revealed
  adjudicate: ReviewAgreement
}

/** @throws AntrumError as `commitAnswer`, `undoAnswer`, `revealItem` and `adjudicate`. */
export function applyReviewChange(
  project: Project,
  change: ReviewChange,
): Promise<ReviewChangeAnswers[ReviewChange['what']]> {
  switch (change.what) {
    case 'commit':
      return commitAnswer(project, change.item, change)
    case 'undo':
      return undoAnswer(project, change.session, change.reader)
    case 'reveal':
      return revealItem(project, change.item)
    case 'adjudicate':
      return adjudicate(project, change)
  }
}
