import { AntrumError } from '../../shared/ipc/error.ts'
import { applyReview, reviewAgreement } from '../services/review-agreement.ts'
import { labelNext } from '../services/review-next.ts'
import { applyReviewChange } from '../services/review-change.ts'
import type { ReviewChange, ReviewChangeAnswers } from '../services/review-change.ts'
import { itemResidual, itemVolume, readingPlace } from '../services/review-reading.ts'
import { createReview, endReview, listReviews } from '../services/review-sessions.ts'
import { ask } from '../study/requests.ts'
import { api } from './api.ts'
import { changeProject, readProject, withProgress } from './work.ts'

/** A run, import or other long work that holds the project answers sooner; a short change of somebody else's is over by then. */
const answerMs = 2000

/** Done here, or by whoever holds the project: studies compute for days, and people read meanwhile. */
async function change<C extends ReviewChange>(
  folder: string,
  wanted: C,
): Promise<ReviewChangeAnswers[C['what']]> {
  const answer = await changeProject(folder, (project) => applyReviewChange(project, wanted)).catch(
    (error: unknown) => {
      if (!(error instanceof AntrumError) || error.code !== 'read-only') throw error
      return ask(folder, { action: 'review', change: wanted }, answerMs)
    },
  )
  return answer as ReviewChangeAnswers[C['what']]
}

export const review = {
  sessions: api.review.sessions.handler(({ input }) => readProject(input.folder, listReviews)),
  create: api.review.create.handler(({ input: { folder, ...options } }) =>
    changeProject(folder, (project) => createReview(project, options)),
  ),
  place: api.review.place.handler(({ input: { folder, session, reader } }) =>
    readProject(folder, (project) => readingPlace(project, session, reader)),
  ),
  volume: api.review.volume.handler(({ input: { folder, item } }) =>
    readProject(folder, async (project) => new Blob([await itemVolume(project, item)])),
  ),
  commit: api.review.commit.handler(({ input: { folder, item, ...answer } }) =>
    change(folder, { what: 'commit', item, ...answer }),
  ),
  undo: api.review.undo.handler(({ input: { folder, session, reader } }) =>
    change(folder, { what: 'undo', session, reader }),
  ),
  reveal: api.review.reveal.handler(({ input: { folder, item } }) =>
    change(folder, { what: 'reveal', item }),
  ),
  residual: api.review.residual.handler(({ input: { folder, item } }) =>
    readProject(folder, async (project) => new Blob([await itemResidual(project, item)])),
  ),
  end: api.review.end.handler(({ input: { folder, session } }) =>
    changeProject(folder, (project) => endReview(project, session)),
  ),
  agreement: api.review.agreement.handler(({ input: { folder, session } }) =>
    readProject(folder, (project) => reviewAgreement(project, session)),
  ),
  adjudicate: api.review.adjudicate.handler(({ input: { folder, ...decision } }) =>
    change(folder, { what: 'adjudicate', ...decision }),
  ),
  apply: api.review.apply.handler(({ input: { folder, session, annotator } }) =>
    changeProject(folder, (project) => applyReview(project, session, annotator)),
  ),
  labelNext: api.review.labelNext.handler(({ input: { folder, ...options }, signal }) =>
    withProgress(signal, (context) => readProject(folder, (project) => labelNext(project, options, context))),
  ),
}
