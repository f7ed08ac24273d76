import { agreeOnLabel, sinusKey } from '../../shared/domain/agreed-labels.ts'
import type { Label } from '../../shared/domain/sinus.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type {
  AnswerAgreement,
  ApplyReport,
  Disagreement,
  ReaderAgreement,
  ReaderSummary,
  ReviewAgreement,
} from '../../shared/ipc/review.ts'
import { cohensKappa, kappaInterval } from '../../shared/metrics/kappa.ts'
import type { Db } from '../db/connection.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { listLabels, saveLabels } from '../db/stores/labels.ts'
import {
  findItem,
  listCommitments,
  listItems,
  listReviewDecisions,
  noteApplied,
  saveReviewDecision,
  type Commitment,
  type ReviewDecision,
  type ReviewItem,
  type StoredSession,
} from '../db/stores/reviews.ts'
import { listScans } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import { readManifest } from '../study/manifest.ts'
import { checkPersonName, findReview, isSameName } from './review-sessions.ts'

/** One sinus as a session left it. */
interface ReadSinus {
  /** The item of the first reader. */
  item: ReviewItem
  /** First readings in the order of readers; repeats speak for the reader's own agreement only. */
  answers: (Commitment & { reader: string })[]
  decision: ReviewDecision | null
}

/** What readers of an ended session agree on. @throws AntrumError 'not-found', 'invalid-state' while it runs. */
export async function reviewAgreement({ db }: Pick<Project, 'db'>, id: string): Promise<ReviewAgreement> {
  const session = await endedReview(db, id)
  const items = await listItems(db, id)
  const commitments = await listCommitments(db, id)
  const sinuses = await readSinuses(db, session, items, commitments)
  const { readers } = session
  const outcomes = sinuses.map((sinus) => outcomeOf(sinus, readers))
  const count = (kind: ReturnType<typeof outcomeOf>['kind']) =>
    outcomes.filter((outcome) => outcome.kind === kind).length
  return {
    session: id,
    readers: readers.map((reader) => summariseReader(reader, items, commitments)),
    pairs: readers.flatMap((a, k) => readers.slice(k + 1).map((b) => agreementOf(a, b, sinuses))),
    disagreements: sinuses.filter(isDisputed).map(asDisagreement),
    outcome: {
      ...{ agreed: count('agreed'), decided: count('decided') },
      ...{ open: count('open'), unread: count('unread') },
    },
  }
}

/** @throws AntrumError 'invalid-state' for a session that runs: whoever saw the answers would not read blind. */
async function endedReview(db: Db, id: string): Promise<StoredSession> {
  const session = await findReview(db, id)
  if (session.endedAt !== null) return session
  throw new AntrumError(
    'invalid-state',
    `Reading in ${id} goes on, and answers are shown when it has ended. End it with: antrum review <project> end ${id}`,
  )
}

async function readSinuses(
  db: Db,
  { id, readers }: StoredSession,
  items: readonly ReviewItem[],
  commitments: readonly Commitment[],
): Promise<ReadSinus[]> {
  const standing = standingOf(commitments)
  const decisions = new Map((await listReviewDecisions(db, id)).map((each) => [each.sinus, each]))
  const bySinus = Map.groupBy(
    items.filter(({ repeatOf }) => repeatOf === null),
    ({ sinus }) => sinus,
  )
  return [...bySinus.keys()].sort().map((sinus) => {
    const own = readers.map((reader) => bySinus.get(sinus)!.find((item) => item.reader === reader)!)
    return {
      item: own[0],
      answers: own.flatMap(({ id: item, reader }) => {
        const answer = standing.get(item)
        return answer ? [{ ...answer, reader }] : []
      }),
      decision: decisions.get(sinus) ?? null,
    }
  })
}

/** Answers that were not taken back, by item. */
const standingOf = (commitments: readonly Commitment[]) =>
  new Map(commitments.filter(({ undoneAt }) => undoneAt === null).map((answer) => [answer.item, answer]))

const isDisputed = ({ answers }: ReadSinus) => new Set(answers.map(({ label }) => label)).size > 1

type SinusOutcome = { kind: 'agreed' | 'decided'; label: Label } | { kind: 'open' | 'unread' }

function outcomeOf(sinus: ReadSinus, readers: readonly string[]): SinusOutcome {
  const { answers, decision } = sinus
  if (isDisputed(sinus)) return decision ? { kind: 'decided', label: decision.label } : { kind: 'open' }
  return answers.length === readers.length ? { kind: 'agreed', label: answers[0].label } : { kind: 'unread' }
}

/** Two readers over the sinuses that both answered blind. */
function agreementOf(a: string, b: string, sinuses: readonly ReadSinus[]): ReaderAgreement {
  const both = sinuses.flatMap(({ answers }) => {
    const [first, second] = [a, b].map((reader) => answers.find((answer) => answer.reader === reader))
    return first && second ? [{ first, second }] : []
  })
  const blind = both.filter(({ first, second }) => first.blind && second.blind)
  return { a, b, ...agreement(blind), notBlind: both.length - blind.length }
}

function agreement(
  pairs: readonly { first: Pick<Commitment, 'label'>; second: Pick<Commitment, 'label'> }[],
): AnswerAgreement {
  const first = pairs.map((pair) => pair.first.label)
  const second = pairs.map((pair) => pair.second.label)
  return {
    n: pairs.length,
    agreed: first.filter((label, k) => label === second[k]).length,
    kappa: cohensKappa(first, second),
    interval: kappaInterval(first, second),
  }
}

function summariseReader(
  reader: string,
  items: readonly ReviewItem[],
  commitments: readonly Commitment[],
): ReaderSummary {
  const own = items.filter((item) => item.reader === reader)
  const ids = new Set(own.map(({ id }) => id))
  const given = commitments.filter(({ item }) => ids.has(item))
  const undone = given.filter(({ undoneAt }) => undoneAt !== null)
  const standing = standingOf(given)
  const repeats = own.flatMap(({ id, repeatOf }) => {
    const [first, second] = [standing.get(repeatOf ?? ''), standing.get(id)]
    if (!first || !second) return []
    const afterReveal = given.some(
      ({ item, revealedAt }) => item === repeatOf && revealedAt !== null && revealedAt <= second.committedAt,
    )
    return [{ first, second, afterReveal }]
  })
  return {
    ...{ reader, total: own.length, done: standing.size },
    notBlind: [...standing.values()].filter(({ blind }) => !blind).length,
    undone: undone.length,
    undoneAfterReveal: undone.filter(({ revealedAt }) => revealedAt !== null).length,
    repeats: { ...agreement(repeats), afterReveal: repeats.filter((pair) => pair.afterReveal).length },
  }
}

const asDisagreement = ({ item, answers, decision }: ReadSinus): Disagreement => ({
  ...{ item: item.id, sinus: item.sinus, subject: item.subject, side: item.side },
  answers: answers.map(({ reader, label, confidence, blind }) => ({ reader, label, confidence, blind })),
  decision: decision && { label: decision.label, by: decision.by, at: decision.at },
})

/**
 * Decides a sinus that readers disagree about, in place of an earlier decision; null takes that back.
 *
 * @param by  A person who is none of the readers.
 * @throws AntrumError 'not-found', 'usage', 'invalid-state' while the session runs or where readers do not disagree.
 */
export async function adjudicate(
  project: Project,
  { item: id, by, label }: { item: string; by: string; label: Label | null },
): Promise<ReviewAgreement> {
  const { db } = project
  const item = await findItem(db, id)
  if (!item) throw new AntrumError('not-found', 'There is no such item in a review of this project.')
  const session = await endedReview(db, item.session)
  const person = checkPersonName(by, await readManifest(project, session.datasetVersion))
  if (session.readers.some((reader) => isSameName(reader, person)))
    throw new AntrumError(
      'usage',
      `"${person}" read in this session. What readers disagree about is decided by somebody else.`,
    )
  const { disagreements } = await reviewAgreement(project, session.id)
  if (!disagreements.some(({ sinus }) => sinus === item.sinus))
    throw new AntrumError(
      'invalid-state',
      `Readers do not disagree about ${item.sinus}: there is nothing to decide.`,
    )
  await saveReviewDecision(db, session.id, { sinus: item.sinus, label, by: person })
  await logAction(db, label === null ? 'review-undecide' : 'review-decide', {
    session: session.id,
    by: person,
  })
  return reviewAgreement(project, session.id)
}

/**
 * Makes the outcome of an ended session the labels of an annotator, in place of what that annotator said before: what all
 * readers agree on, and what was decided. A frozen version stays as it is; the next `freeze` counts them.
 *
 * @param annotator  The session's id when left out.
 * @throws AntrumError 'not-found', 'usage', 'invalid-state' while the session runs or when it came to nothing.
 */
export async function applyReview(project: Project, id: string, annotator = id): Promise<ApplyReport> {
  const { db } = project
  const session = await endedReview(db, id)
  const name = checkPersonName(annotator, await readManifest(project, session.datasetVersion))
  const sinuses = await readSinuses(db, session, await listItems(db, id), await listCommitments(db, id))
  const outcomes = sinuses.map((sinus) => ({ ...sinus.item, outcome: outcomeOf(sinus, session.readers) }))
  const count = (kind: SinusOutcome['kind']) => outcomes.filter(({ outcome }) => outcome.kind === kind).length
  const subjects = new Set((await listScans(db)).map(({ subject }) => subject))
  const decided = outcomes.flatMap(({ subject, side, outcome }) =>
    'label' in outcome ? [{ subject, side, annotator: name, label: outcome.label, findings: [] }] : [],
  )
  const labels = decided.filter(({ subject }) => subjects.has(subject))
  if (labels.length === 0)
    throw new AntrumError(
      'invalid-state',
      `${id} has nothing to make labels of: ${count('unread')} sinuses were not read by everybody, ${count('open')} are to be decided. Decide those, or start another review.`,
    )
  const changed = await saveLabels(db, labels)
  await noteApplied(db, id, name)
  await logAction(db, 'review-apply', { session: id, annotator: name, labels: labels.length, changed })

  const given = Map.groupBy(await listLabels(db), sinusKey)
  return {
    ...{ annotator: name, labels: labels.length, changed },
    ...{ open: count('open'), unread: count('unread'), gone: decided.length - labels.length },
    disputed: labels.filter((label) => agreeOnLabel(given.get(sinusKey(label))!) === null).length,
  }
}
