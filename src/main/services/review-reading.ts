import path from 'node:path'
import { listedAs, type DatasetManifest } from '../../shared/domain/dataset.ts'
import type { Confidence } from '../../shared/domain/review.ts'
import type { Label } from '../../shared/domain/sinus.ts'
import { applyAffine } from '../../shared/imaging/affine.ts'
import { encodeNifti, parseNifti } from '../../shared/imaging/nifti.ts'
import type { Affine, Volume } from '../../shared/imaging/volume.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ReadingPlace, Revealed } from '../../shared/ipc/review.ts'
import { meanOf } from '../../shared/metrics/interval.ts'
import type { Db } from '../db/connection.ts'
import { listLabels } from '../db/stores/labels.ts'
import { listScoresOf, type SinusScore } from '../db/stores/predictions.ts'
import {
  addCommitment,
  findItem,
  lastCommitment,
  listCommitments,
  listCommitmentsOf,
  listReaderProgress,
  listUnanswered,
  noteReveal,
  undoCommitment,
  type Commitment,
  type ReviewItem,
  type StoredSession,
} from '../db/stores/reviews.ts'
import { listStages } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { findExperiment } from '../study/experiments.ts'
import { readManifest } from '../study/manifest.ts'
import { readFrozenSinus } from './dataset-versions.ts'
import { residualsFor } from './report-case.ts'
import { openResiduals } from './residual-volumes.ts'
import { asProgress, findReview } from './review-sessions.ts'
import { openTestSet } from './test-set-access.ts'

/** Where a reader is. @throws AntrumError 'not-found' for a session or reader that is not there. */
export async function readingPlace({ db }: Project, id: string, reader: string): Promise<ReadingPlace> {
  const session = await findReview(db, id)
  if (!session.readers.includes(reader))
    throw new AntrumError(
      'not-found',
      `${id} has no reader of this name. It has: ${session.readers.join(', ')}.`,
    )
  const progress = (await listReaderProgress(db)).find((one) => one.session === id && one.reader === reader)!
  const isOver = session.endedAt !== null
  const [item, ahead] = isOver ? [] : await listUnanswered(db, id, reader, 2)
  return {
    ...asProgress(progress),
    ...{ item: item?.id ?? null, ahead: ahead?.id ?? null },
    canUndo: !isOver && progress.seconds.length > 0,
  }
}

/**
 * The voxels of an item as NIfTI bytes: those of the frozen sinus, about the origin, since the place of a cube in its head
 * would tell the two apart that belong together.
 *
 * @throws AntrumError 'not-found'; 'corrupt-data' when the volume cannot be read, without the name of its sinus.
 */
export async function itemVolume(project: Project, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const item = await knownItem(project.db, id)
  return encodeNifti(await centredVolume(project, item))
}

async function centredVolume(project: Project, { session, sinus }: ReviewItem): Promise<Volume> {
  const { datasetVersion } = await findReview(project.db, session)
  let volume: Volume
  try {
    volume = parseNifti(await readFrozenSinus(project, datasetVersion, sinus)).volume
  } catch (error) {
    // What was thrown names the sinus, and the reader must not know it.
    const code = error instanceof AntrumError ? error.code : 'unreadable-file'
    throw new AntrumError(
      code,
      `The volume of this item cannot be read. Run antrum verify <project>, which names the file, and restore volumes/${datasetVersion} from a backup.`,
    )
  }
  return { ...volume, affine: aboutOrigin(volume) }
}

function aboutOrigin({ shape: [nx, ny, nz], affine }: Volume): Affine {
  const middle = applyAffine(affine, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2])
  return affine.map((value, k) => (k % 4 === 3 && k < 12 ? value - middle[(k - 3) / 4] : value))
}

export interface Answer {
  label: Label
  confidence: Confidence
  seconds: number
}

/**
 * Answers the reader's next item; it is on the disk when this returns. The same answer once more changes nothing: it may
 * be asked again by who did not hear the answer.
 *
 * @throws AntrumError 'not-found', 'invalid-state' when the session has ended or another item is next.
 */
export async function commitAnswer(
  project: Project,
  id: string,
  { label, confidence, seconds }: Answer,
): Promise<ReadingPlace> {
  const { db } = project
  const item = await knownItem(db, id)
  const session = await runningReview(db, item.session)
  const given = await listCommitmentsOf(db, id)
  const standing = given.find(({ undoneAt }) => undoneAt === null)
  const isSame = standing?.label === label && standing.confidence === confidence
  if (!isSame) {
    const [next] = await listUnanswered(db, session.id, item.reader, 1)
    if (next?.id !== id)
      throw new AntrumError(
        'invalid-state',
        standing
          ? 'This item is answered. Take the answer back first, as long as it is the last one.'
          : 'Another item is to be read before this one. Ask for the reader’s place again.',
      )
    const blind = given.every(({ revealedAt }) => revealedAt === null)
    await addCommitment(db, { item: id, label, confidence, seconds, blind })
  }
  return readingPlace(project, session.id, item.reader)
}

/**
 * Takes a reader's last answer back. If scores and labels had been looked at, the next answer to that item is not blind.
 *
 * @throws AntrumError 'not-found', 'invalid-state' when the session has ended or there is no answer.
 */
export async function undoAnswer(project: Project, id: string, reader: string): Promise<ReadingPlace> {
  const { db } = project
  await runningReview(db, id)
  const last = await lastCommitment(db, id, reader)
  if (!last) throw new AntrumError('invalid-state', 'There is no answer to take back.')
  await undoCommitment(db, last.id)
  return readingPlace(project, id, reader)
}

/**
 * What was hidden until the answer: the label of the dataset, those of annotators, and the scores of models that were not
 * trained on the sinus. That the reader looked is noted before anything is told.
 *
 * @throws AntrumError 'invalid-state' while the item has no answer.
 */
export async function revealItem(project: Project, id: string): Promise<Revealed> {
  const { db } = project
  const { item, commitment } = await answeredItem(db, id)
  const session = await findReview(db, item.session)
  const manifest = await readManifest(project, session.datasetVersion)
  await noteTestSet(project, session, item, manifest)
  await noteReveal(db, commitment.id)
  const sinus = manifest.sinuses.find((each) => each.id === item.sinus)
  const { target = null, finding = null } = sinus ?? {}
  const scores = session.experiment === null ? [] : await listScoresOf(db, session.experiment, item.sinus)
  const arms = Map.groupBy(scores, ({ method, labelFraction, set }) =>
    JSON.stringify([method, labelFraction, set]),
  )
  return {
    label: target === null ? null : target === 1 ? 'anomalous' : 'normal',
    finding,
    annotators: (await listLabels(db))
      .filter(({ subject, side }) => subject === item.subject && side === item.side)
      .map(({ annotator, label, findings }) => ({ annotator, label, findings })),
    scores: [...arms.values()].map(summary),
    hasResidual: (await residualsFolder(project, session, scores)) !== null,
  }
}

function summary(scores: readonly SinusScore[]): Revealed['scores'][number] {
  const [{ method, labelFraction, set }] = scores
  const values = scores.map(({ score }) => score)
  return {
    ...{ method, labelFraction, set, models: values.length },
    score: meanOf(values),
    low: Math.min(...values),
    high: Math.max(...values),
  }
}

/** The first look of a session at scores of the locked test set counts as a reading of it. */
async function noteTestSet(
  project: Project,
  { id, experiment }: StoredSession,
  item: ReviewItem,
  { split }: DatasetManifest,
): Promise<void> {
  if (experiment === null || !split.test.includes(listedAs(split)({ id: item.sinus, subject: item.subject })))
    return
  const looked = (await listCommitments(project.db, id)).some(({ revealedAt }) => revealedAt !== null)
  if (!looked) await openTestSet(project, await findExperiment(project.db, experiment), 'review')
}

/**
 * The residual of an item as NIfTI bytes, beside `itemVolume`.
 *
 * @throws AntrumError 'invalid-state' until it was revealed, 'not-found' where there is none.
 */
export async function itemResidual(project: Project, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const { db } = project
  const { item, commitment } = await answeredItem(db, id)
  if (commitment.revealedAt === null)
    throw new AntrumError('invalid-state', 'The residual is shown once the answer was revealed.')
  const session = await findReview(db, item.session)
  const scores = session.experiment === null ? [] : await listScoresOf(db, session.experiment, item.sinus)
  const folder = await residualsFolder(project, session, scores)
  const residuals = folder === null ? null : await openResiduals(folder)
  if (!residuals?.has(item.sinus))
    throw new AntrumError('not-found', 'No finished stage of the experiment has a residual of this item.')
  const volume = await centredVolume(project, item)
  return encodeNifti({ ...volume, data: await residuals.residual(item.sinus) })
}

/** Folder of the residuals of the model that scored a sinus first, else of any of the experiment; null: there are none. */
async function residualsFolder(
  { db, paths }: Project,
  { experiment }: StoredSession,
  [scored = { stage: '', foldIndex: 0 }]: readonly Pick<SinusScore, 'stage' | 'foldIndex'>[],
): Promise<string | null> {
  if (experiment === null) return null
  const hash = residualsFor(scored, await listStages(db, experiment))
  return hash === undefined ? null : path.join(paths.stages, hash)
}

async function knownItem(db: Db, id: string): Promise<ReviewItem> {
  const item = await findItem(db, id)
  if (!item) throw new AntrumError('not-found', 'There is no such item in a review of this project.')
  return item
}

async function answeredItem(db: Db, id: string): Promise<{ item: ReviewItem; commitment: Commitment }> {
  const item = await knownItem(db, id)
  const commitment = (await listCommitmentsOf(db, id)).find(({ undoneAt }) => undoneAt === null)
  if (commitment) return { item, commitment }
  throw new AntrumError(
    'invalid-state',
    'Scores, labels and residual are locked until the item is answered. Answer it first.',
  )
}

/** @throws AntrumError 'invalid-state' for a session that has ended. */
async function runningReview(db: Db, id: string): Promise<StoredSession> {
  const session = await findReview(db, id)
  if (session.endedAt === null) return session
  throw new AntrumError('invalid-state', `Reading in ${id} has ended, so answers stay as they are.`)
}
