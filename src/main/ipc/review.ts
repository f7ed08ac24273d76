import { adjudicate, applyReview, reviewAgreement } from '../services/review-agreement.ts'
import { labelNext } from '../services/review-next.ts'
import {
  commitAnswer,
  itemResidual,
  itemVolume,
  readingPlace,
  revealItem,
  undoAnswer,
} from '../services/review-reading.ts'
import { createReview, endReview, listReviews } from '../services/review-sessions.ts'
import { api } from './api.ts'
import { changeProject, readProject, withProgress } from './work.ts'

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
    changeProject(folder, (project) => commitAnswer(project, item, answer)),
  ),
  undo: api.review.undo.handler(({ input: { folder, session, reader } }) =>
    changeProject(folder, (project) => undoAnswer(project, session, reader)),
  ),
  reveal: api.review.reveal.handler(({ input: { folder, item } }) =>
    changeProject(folder, (project) => revealItem(project, item)),
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
    changeProject(folder, (project) => adjudicate(project, decision)),
  ),
  apply: api.review.apply.handler(({ input: { folder, session, annotator } }) =>
    changeProject(folder, (project) => applyReview(project, session, annotator)),
  ),
  labelNext: api.review.labelNext.handler(({ input: { folder, ...options }, signal }) =>
    withProgress(signal, (context) => readProject(folder, (project) => labelNext(project, options, context))),
  ),
}
