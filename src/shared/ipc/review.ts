import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'
import { worklists } from '../domain/review.ts'
import type { Confidence, Worklist } from '../domain/review.ts'
import type { Finding, Label, Side } from '../domain/sinus.ts'
import type { Outcome } from '../metrics/outcome.ts'
import { api, bytes, progressSchema, project, reads } from './base.ts'

/** How far one reader is. Nothing in it says what was answered. */
export interface ReaderProgress {
  reader: string
  /** Readings, silent repeats among them. */
  total: number
  done: number
  /** Of this reader's own answers; null before the first. */
  medianSeconds: number | null
  secondsLeft: number | null
}

/** Blinded reading of some sinuses, seen from outside. */
export interface ReviewSession {
  session: string
  datasetVersion: string
  worklist: Worklist
  /** Whose models are revealed after an answer; null: none. */
  experiment: string | null
  sinuses: number
  createdAt: string
  /** Reading is over, and what was answered may be looked at. */
  endedAt: string | null
  /** The annotator whose labels the outcome became, and when. */
  appliedAs: string | null
  appliedAt: string | null
  readers: ReaderProgress[]
}

/** Where a reader is. Items are ids of chance: nothing can be told from them. */
export interface ReadingPlace extends ReaderProgress {
  /** To be answered now; null: all is done, or the session was ended. */
  item: string | null
  /** What comes after it, to be fetched ahead. */
  ahead: string | null
  /** There is an answer to take back. */
  canUndo: boolean
}

/** What was hidden until the answer. */
export interface Revealed {
  /** In the dataset version that is read; null: unlabelled. */
  label: Label | null
  finding: Finding | null
  /** What annotators say of it now. */
  annotators: { annotator: string; label: Label; findings: Finding[] }[]
  /** Of models that were not trained on this sinus: the mean over models that differ in fold and seed. */
  scores: {
    method: string
    labelFraction: number
    set: 'validation' | 'test'
    models: number
    score: number
    low: number
    high: number
  }[]
  hasResidual: boolean
}

/** How far two lists of answers agree. */
export interface AnswerAgreement {
  /** Sinuses with both answers. */
  n: number
  agreed: number
  kappa: Outcome
  /** 95 %. */
  interval: Outcome<{ low: number; high: number }>
}

export interface ReaderAgreement extends AnswerAgreement {
  a: string
  b: string
  /** Sinuses that both read, where an answer was given after a look at scores and labels. */
  notBlind: number
}

export interface ReaderSummary {
  reader: string
  total: number
  done: number
  /** Answers that stand and were given after a look at scores and labels of the same item. */
  notBlind: number
  /** Answers that were taken back; of those, after such a look. */
  undone: number
  undoneAfterReveal: number
  /** The reader's answers to sinuses shown twice. */
  repeats: AnswerAgreement & {
    /** Where the reader had looked at scores and labels of the first one before the second came. */
    afterReveal: number
  }
}

export interface ReviewAnswer {
  reader: string
  label: Label
  confidence: Confidence
  blind: boolean
}

export interface Disagreement {
  /** Names the sinus in `adjudicate` and `volume`. */
  item: string
  sinus: string
  subject: string
  side: Side
  answers: ReviewAnswer[]
  decision: { label: Label; by: string; at: string } | null
}

export interface ReviewAgreement {
  session: string
  readers: ReaderSummary[]
  pairs: ReaderAgreement[]
  disagreements: Disagreement[]
  /** Sinuses all readers agree on, decided, still to be decided, and not read by everybody. */
  outcome: { agreed: number; decided: number; open: number; unread: number }
}

/** What became of labels when a session was applied. */
export interface ApplyReport {
  annotator: string
  /** Labels that the project now has through this session, and how many of them are new or different. */
  labels: number
  changed: number
  /** Sinuses without a label from it: readers disagree and nobody decided; not everybody read them; no longer in the project. */
  open: number
  unread: number
  gone: number
  /** Sinuses of these about which as many annotators now say the one as the other: frozen as unlabelled. */
  disputed: number
}

/** Unlabelled sinuses, those first whose label would teach most. The scores themselves stay hidden: they may be read next. */
export interface UncertainSinuses {
  experiment: string
  datasetVersion: string
  method: string
  labelFraction: number
  models: number
  /** How many are unlabelled. */
  unlabelled: number
  sinuses: { sinus: string; subject: string; side: Side; uncertaintyBits: number }[]
}

const session = project.extend({ session: z.string().min(1) })
const item = project.extend({ item: z.string().regex(/^[0-9a-f]{24}$/) })
const reading = session.extend({ reader: z.string().min(1) })
const label = z.enum(['normal', 'anomalous'])

/**
 * Blinded reading. Until a reader has answered an item, no answer of these calls holds a score, a class, a finding, a
 * residual, a subject or the hash of a stage; what others answered is shown when the session has ended.
 */
export const review = {
  /** Newest first. */
  sessions: reads.input(project).output(type<ReviewSession[]>()),
  create: api
    .input(
      project.extend({
        /** Dataset version; the newest when left out. */
        version: z.string().exactOptional(),
        worklist: z.enum(worklists).default('all'),
        /** Whose models are revealed after an answer. */
        experiment: z.string().exactOptional(),
        readers: z.array(z.string()).min(1),
        /** Another for every session when left out. */
        seed: z.number().int().exactOptional(),
        /** Of the worklist 'next': ids of the sinuses. */
        sinuses: z.array(z.string()).exactOptional(),
      }),
    )
    .output(type<ReviewSession>()),
  place: reads.input(reading).output(type<ReadingPlace>()),
  /** The voxels of an item as NIfTI; its place in the head is taken out of them. */
  volume: reads.input(item).output(bytes),
  /** Answers the item that is next. It is on the disk when this returns. The same answer again changes nothing. */
  commit: api
    .input(
      item.extend({
        label,
        confidence: z.literal([1, 2, 3, 4, 5]),
        /** From first sight to the answer. */
        seconds: z.number().min(0).max(86_400),
      }),
    )
    .output(type<ReadingPlace>()),
  /** Takes the reader's last answer back, as long as the session runs. */
  undo: api.input(reading).output(type<ReadingPlace>()),
  /** Of an item that is answered. It is noted that the reader looked. */
  reveal: api.input(item).output(type<Revealed>()),
  /** The residual of an item that was revealed, as NIfTI beside `volume`. */
  residual: reads.input(item).output(bytes),
  /** Ends reading for good: from then on answers can be compared. */
  end: api.input(session).output(type<ReviewSession>()),
  /** Of an ended session. */
  agreement: reads.input(session).output(type<ReviewAgreement>()),
  /** What a third person decides of a sinus that readers disagree about; null takes it back. */
  adjudicate: api
    .input(item.extend({ by: z.string().min(1), label: label.nullable() }))
    .output(type<ReviewAgreement>()),
  /** Makes what readers agree on, and what was decided, the labels of an annotator. Frozen versions stay as they are. */
  apply: api.input(session.extend({ annotator: z.string().exactOptional() })).output(type<ApplyReport>()),
  /** Scores every unlabelled sinus of an experiment's dataset by its models; takes a while. */
  labelNext: reads
    .input(
      project.extend({
        experiment: z.string().min(1),
        /** Pretraining method; 'residual' when left out and there is one. */
        method: z.string().exactOptional(),
        most: z.number().int().min(1).default(40),
      }),
    )
    .output(eventIterator(progressSchema, type<UncertainSinuses>())),
}
