import path from 'node:path'
import { askedBy, questions, questionsOf, type Question } from '../../shared/domain/open-questions.ts'
import { checkOrientation } from '../../shared/imaging/affine.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Db } from '../db/connection.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { deleteDecision, listDecisions, saveDecision, type Decision } from '../db/stores/decisions.ts'
import { findScan, insertScan, listScans, useScan, type Scan, type ScanNote } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import type { ImportReport } from './import-cohort.ts'
import type { ImportTask } from './import-worker.ts'
import type { StoredScan } from './store-scan.ts'
import { runInWorkers } from './worker-pool.ts'

/** A question that keeps a scan in use from being cut. */
export interface OpenQuestion {
  subject: string
  scan: string
  question: Question
  reason: string
  answers: string
}

export interface Decisions {
  open: OpenQuestion[]
  decided: (Decision & { subject: string })[]
}

export const sameScanAnswers = ['same', 'different'] as const
export type SameScanAnswer = (typeof sameScanAnswers)[number]

const importWorker = new URL('./import-worker.ts', import.meta.url)

/** What is open and what has been decided. */
export async function showDecisions({ db }: Project): Promise<Decisions> {
  const scans = new Map((await listScans(db)).map((scan) => [scan.id, scan]))
  const decided = await listDecisions(db)
  const inUse = [...scans.values()].filter(({ used }) => used)
  return {
    open: inUse
      .flatMap((scan) => historyOf(scan, scans, decided))
      .flatMap((scan) => openQuestions(scan, decided)),
    decided: decided.map((decision) => ({ ...decision, subject: scans.get(decision.scan)!.subject })),
  }
}

/** Why each scan that must not be cut is left out, by scan id. */
export async function leftOutScans(db: Db): Promise<Map<string, string>> {
  const scans = new Map((await listScans(db)).map((scan) => [scan.id, scan]))
  const decided = await listDecisions(db)
  const reasons = new Map<string, string>()
  for (const scan of scans.values()) {
    const history = historyOf(scan, scans, decided)
    const open = history.flatMap((each) => openQuestions(each, decided))
    const isCopy = history.some(({ id }) => answerTo(decided, id, 'same-scan') === 'same')
    if (isCopy) reasons.set(scan.id, 'it is the scan of another subject, as was decided')
    else if (open.length > 0)
      reasons.set(scan.id, open.map(({ question }) => askedBy[question].reason).join('; '))
  }
  return reasons
}

/** A scan and, when it was stored anew with its orientation, the scan as it came: either may ask. */
function historyOf(scan: Scan, scans: ReadonlyMap<string, Scan>, decided: readonly Decision[]): Scan[] {
  const origin = decided.find(({ orientedScan }) => orientedScan === scan.id)
  return origin ? [scan, scans.get(origin.scan)!] : [scan]
}

function openQuestions(scan: Scan, decided: readonly Decision[]): OpenQuestion[] {
  return questionsOf(scan.notes)
    .filter((question) => answerTo(decided, scan.id, question) === undefined)
    .map((question) => ({
      ...{ subject: scan.subject, scan: scan.id, question, answers: askedBy[question].answers },
      reason: scan.notes.find(({ code }) => code === askedBy[question].code)!.reason,
    }))
}

/** The notes of a scan with what was decided in place of what was asked. */
export function currentNotes({ id, notes }: Scan, decided: readonly Decision[]): ScanNote[] {
  return notes.map((note) => {
    const question = questions.find((each) => askedBy[each].code === note.code)
    const answer = question && answerTo(decided, id, question)
    return answer === undefined ? note : decidedNote(question!, answer)
  })
}

const decidedNote = (question: Question, answer: string): ScanNote => ({
  code: 'decided',
  reason: `It was decided by hand that ${askedBy[question].decided(answer)}. Take that back with: antrum decide <project> <subject> --undo ${question}.`,
})

const answerTo = (decided: readonly Decision[], scan: string, question: Question) =>
  decided.find((decision) => decision.scan === scan && decision.question === question)?.answer

/**
 * Decides the sides of a scan that stores no orientation: it is stored anew with this one and used from now on, the scan
 * as it came is kept.
 *
 * @param target       Subject or scan id.
 * @param orientation  As `orientationCode`.
 * @throws AntrumError 'usage' for another code, 'not-found', 'invalid-state' when its sides are known.
 */
export async function decideSides(project: Project, target: string, orientation: string): Promise<void> {
  const { db, paths } = project
  const scan = await findAsked(db, target, 'sides')
  const code = orientation.toUpperCase()
  checkOrientation(code)
  const task = { path: path.join(paths.root, scan.file), scansFolder: paths.scans, orientation: code }
  const { fingerprint, ...result } = await storeOriented(task)
  const asking = new Set(questionsOf(scan.notes).map((question) => askedBy[question].code))
  const notes = [decidedNote('sides', code), ...scan.notes.filter((note) => !asking.has(note.code))]
  const oriented = { ...scan, ...result, subject: scan.subject, notes, used: false }
  const wasInUse = scan.used || (await usesOriented(db, scan.id))
  await db.transaction().execute(async (tx) => {
    if (!(await findScan(tx, oriented.id))) await insertScan(tx, oriented, fingerprint)
    if (wasInUse) await useScan(tx, oriented)
    await saveDecision(tx, { scan: scan.id, question: 'sides', answer: code, orientedScan: oriented.id })
    await logAction(tx, 'decide', { scan: scan.id, question: 'sides', answer: code })
  })
}

/**
 * Decides the sides of every scan of an import that stores no orientation and is not decided yet.
 *
 * @returns The subjects it was decided for.
 */
export async function decideImported(
  project: Project,
  { look }: ImportReport['lanes'],
  orientation: string,
): Promise<string[]> {
  const asking = look.filter(
    ({ code, notes }) => code !== 'duplicate' && questionsOf(notes).includes('sides'),
  )
  for (const { scan } of asking) await decideSides(project, scan, orientation)
  return asking.map(({ subject }) => subject)
}

async function usesOriented(db: Db, scan: string): Promise<boolean> {
  const earlier = (await listDecisions(db)).find((each) => each.scan === scan && each.question === 'sides')
  return earlier?.orientedScan ? ((await findScan(db, earlier.orientedScan))?.used ?? false) : false
}

async function storeOriented(task: ImportTask): Promise<StoredScan> {
  const results: StoredScan[] = []
  await runInWorkers<ImportTask, StoredScan>(importWorker, [task], {
    threads: 1,
    signal: new AbortController().signal,
    done: (outcome) => {
      if ('error' in outcome) throw outcome.error
      results.push(outcome.result)
    },
  })
  return results[0]
}

/**
 * Decides whether a scan that looks like another subject's is that scan (it stays left out) or of a person of its own.
 *
 * @throws AntrumError 'not-found', 'invalid-state' when it looks like no other.
 */
export async function decideSameScan({ db }: Project, target: string, answer: SameScanAnswer): Promise<void> {
  const { id } = await findAsked(db, target, 'same-scan')
  await db.transaction().execute(async (tx) => {
    await saveDecision(tx, { scan: id, question: 'same-scan', answer, orientedScan: null })
    await logAction(tx, 'decide', { scan: id, question: 'same-scan', answer })
  })
}

/** Takes a decision back: the question is open again. @throws AntrumError 'not-found' when there is none. */
export async function undoDecision({ db }: Project, target: string, question: Question): Promise<void> {
  const scans = await listScans(db)
  const own = new Set(scans.filter((scan) => isMeant(scan, target)).map(({ id }) => id))
  const decision = (await listDecisions(db)).findLast(
    (each) => own.has(each.scan) && each.question === question,
  )
  if (!decision) {
    throw new AntrumError(
      'not-found',
      `Nothing was decided about "${question}" of ${target}. antrum decide <project> lists what was.`,
    )
  }
  const scan = scans.find(({ id }) => id === decision.scan)!
  const oriented = scans.find(({ id }) => id === decision.orientedScan)
  await db.transaction().execute(async (tx) => {
    if (oriented?.used) await useScan(tx, scan)
    await deleteDecision(tx, decision)
    await logAction(tx, 'undo-decision', { scan: scan.id, question })
  })
}

const isMeant = ({ id, subject }: Scan, target: string) =>
  subject === target || subject === `sub-${target}` || id === target

/** The scan of a subject that asks a question, open or decided. */
async function findAsked(db: Db, target: string, question: Question): Promise<Scan> {
  const own = (await listScans(db)).filter((scan) => isMeant(scan, target))
  if (own.length === 0)
    throw new AntrumError('not-found', `There is no subject or scan ${target} in the project. Check the id.`)
  const asking = own.filter(({ notes }) => questionsOf(notes).includes(question))
  const [scan, another] = asking.some(({ used }) => used) ? asking.filter(({ used }) => used) : asking
  if (!scan) {
    throw new AntrumError(
      'invalid-state',
      `"${question}" is no question of ${target}. antrum decide <project> lists what is open.`,
    )
  }
  if (another) {
    throw new AntrumError(
      'invalid-state',
      `${target} has several scans that ask this. Name one by its id: ${asking.map(({ id }) => id).join(', ')}.`,
    )
  }
  return scan
}
