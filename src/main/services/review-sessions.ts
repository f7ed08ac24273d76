import { randomBytes } from 'node:crypto'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { listedAs } from '../../shared/domain/dataset.ts'
import { drawReadingOrder, type Worklist } from '../../shared/domain/review.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ReaderProgress, ReviewSession } from '../../shared/ipc/review.ts'
import type { Db } from '../db/connection.ts'
import { logAction } from '../db/stores/audit-log.ts'
import {
  endSession,
  listReaderProgress,
  listSessions,
  saveSession,
  type ReviewItem,
  type StoredSession,
} from '../db/stores/reviews.ts'
import type { Project } from '../project.ts'
import { medianOf } from '../report/overlap-summary.ts'
import { findExperiment } from '../study/experiments.ts'
import { readManifest } from '../study/manifest.ts'

export interface ReviewOptions {
  /** Dataset version; the newest when left out. */
  version?: string
  worklist: Worklist
  /** Whose models are revealed after an answer. */
  experiment?: string
  readers: readonly string[]
  /** Another for every session when left out. */
  seed?: number
  /** Of the worklist 'next'. */
  sinuses?: readonly string[]
}

/** Letters of a name; more is a sentence. */
const longestName = 40

/**
 * Draws what each reader is to read: every sinus of the worklist once in an order of their own, a tenth of them twice.
 *
 * @throws AntrumError 'usage' for names or an experiment that will not do, 'not-found', 'invalid-state' when there is
 *   nothing to read; as `readManifest`.
 */
export async function createReview(project: Project, options: ReviewOptions): Promise<ReviewSession> {
  const { db } = project
  const manifest = await readManifest(project, options.version)
  const readers = options.readers.map((name) => checkPersonName(name, manifest))
  const twice = readers.find((name, k) => readers.findIndex((other) => isSameName(name, other)) < k)
  if (twice !== undefined)
    throw new AntrumError('usage', `Every reader needs a name of their own; "${twice}" is there twice.`)
  const experiment =
    options.experiment === undefined ? null : await experimentOn(db, options.experiment, manifest)
  const chosen = new Set(sinusesOf(manifest, options))
  if (chosen.size === 0)
    throw new AntrumError(
      'invalid-state',
      `Dataset ${manifest.version} has nothing to read in the worklist "${options.worklist}". Choose another worklist or version.`,
    )

  const sessions = await listSessions(db)
  const id = `review-${sessions.length + 1}`
  const seed = options.seed ?? sessions.length
  const bySinus = new Map(manifest.sinuses.map((sinus) => [sinus.id, sinus]))
  const items = readers.flatMap((reader) => {
    const first = new Map<string, string>()
    return drawReadingOrder([...chosen], { seed, reader }).map(
      ({ sinus, isRepeat }, position): ReviewItem => {
        const { subject, side } = bySinus.get(sinus)!
        // By chance and not from the seed: who knows the seed could tell sinuses from ids.
        const item = randomBytes(12).toString('hex')
        if (!isRepeat) first.set(sinus, item)
        const repeatOf = isRepeat ? first.get(sinus)! : null
        return { id: item, session: id, reader, position, sinus, subject, side, repeatOf }
      },
    )
  })
  const { worklist } = options
  const session = { id, datasetVersion: manifest.version, worklist, experiment, seed, readers }
  await saveSession(db, session, items)
  await logAction(db, 'review-create', {
    ...{ session: id, dataset: manifest.version, worklist, experiment, seed },
    ...{ readers: readers.length, sinuses: chosen.size },
  })
  return showReview(db, await findReview(db, id))
}

/**
 * A name as people type it: a pseudonym. Names of the cohort are refused, lest a subject is named where readers are.
 *
 * @throws AntrumError 'usage'.
 */
export function checkPersonName(given: string, { sinuses }: Pick<DatasetManifest, 'sinuses'>): string {
  const name = given.trim().replaceAll(/\s+/g, ' ')
  if (name === '' || name.length > longestName || /\p{C}/u.test(name))
    throw new AntrumError(
      'usage',
      `A name of 1 to ${longestName} characters is wanted, such as "reader A"; ${name === '' ? 'none' : 'another'} was given.`,
    )
  if (sinuses.some(({ subject }) => isSameName(subject, name) || isSameName(subject, `sub-${name}`)))
    throw new AntrumError(
      'usage',
      'This name is the id of a subject of the dataset. Name people by pseudonyms of their own, such as "reader A".',
    )
  return name
}

export const isSameName = (a: string, b: string): boolean =>
  a.localeCompare(b, 'en', { sensitivity: 'base' }) === 0

/** The experiment's id, once it is one on this very version. */
async function experimentOn(db: Db, given: string, { version }: DatasetManifest): Promise<string> {
  const { id, datasetVersion } = await findExperiment(db, given)
  if (datasetVersion === version) return id
  throw new AntrumError(
    'usage',
    `Experiment ${id} was planned on dataset ${datasetVersion}, and ${version} is to be read. Name that version, or an experiment on ${version}.`,
  )
}

function sinusesOf(manifest: DatasetManifest, { worklist, sinuses }: ReviewOptions): readonly string[] {
  if ((worklist === 'next') !== (sinuses !== undefined))
    throw new AntrumError('usage', 'Sinuses are named for the worklist "next", and for no other.')
  const ids = (wanted: (sinus: DatasetManifest['sinuses'][number]) => boolean) =>
    manifest.sinuses.filter(wanted).map(({ id }) => id)
  switch (worklist) {
    case 'all':
      return ids(() => true)
    case 'test': {
      const test = new Set(manifest.split.test)
      const listed = listedAs(manifest.split)
      return ids((sinus) => test.has(listed(sinus)))
    }
    case 'unlabelled':
      return ids(({ target }) => target === null)
    case 'next': {
      const known = new Set(ids(() => true))
      if (sinuses!.some((id) => !known.has(id)))
        throw new AntrumError('not-found', `A sinus that is not in ${manifest.version} was named.`)
      return sinuses!
    }
  }
}

/** Sessions with how far everybody is, newest first. */
export async function listReviews({ db }: Pick<Project, 'db'>): Promise<ReviewSession[]> {
  const progress = await listReaderProgress(db)
  const sessions = await Promise.all(
    (await listSessions(db)).map((session) => showReview(db, session, progress)),
  )
  return sessions.toReversed()
}

/** Ends the reading of a session for good. @throws AntrumError as `findReview`. */
export async function endReview({ db }: Project, id: string): Promise<ReviewSession> {
  const { endedAt } = await findReview(db, id)
  if (endedAt === null) {
    await endSession(db, id)
    await logAction(db, 'review-end', { session: id })
  }
  return showReview(db, await findReview(db, id))
}

/** @throws AntrumError 'not-found', naming the sessions there are. */
export async function findReview(db: Db, id: string): Promise<StoredSession> {
  const sessions = await listSessions(db)
  const found = sessions.find((session) => session.id === id)
  if (found) return found
  const known = sessions.map((session) => session.id).join(', ')
  throw new AntrumError(
    'not-found',
    `There is no review ${id} in this project. ${known ? `It has: ${known}.` : 'Start one with: antrum review <project> create --reader "reader A"'}`,
  )
}

async function showReview(
  db: Db,
  { id, experiment, readers, ...session }: StoredSession,
  progress?: Awaited<ReturnType<typeof listReaderProgress>>,
): Promise<ReviewSession> {
  const { datasetVersion, worklist, createdAt, endedAt, appliedAs, appliedAt } = session
  const known = (progress ?? (await listReaderProgress(db))).filter((one) => one.session === id)
  const own = readers.map((reader) => known.find((one) => one.reader === reader)!)
  return {
    ...{ session: id, datasetVersion, worklist, experiment, sinuses: own[0].total - own[0].repeats },
    ...{ createdAt, endedAt, appliedAs, appliedAt },
    readers: own.map(asProgress),
  }
}

export function asProgress({
  reader,
  total,
  seconds,
}: Pick<
  Awaited<ReturnType<typeof listReaderProgress>>[number],
  'reader' | 'total' | 'seconds'
>): ReaderProgress {
  const medianSeconds = seconds.length === 0 ? null : medianOf(seconds)
  const done = seconds.length
  return {
    ...{ reader, total, done, medianSeconds },
    secondsLeft: medianSeconds === null ? null : medianSeconds * (total - done),
  }
}
