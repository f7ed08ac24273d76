import { type } from '@orpc/contract'
import { z } from 'zod'
import type { PublishedRow } from '../domain/published.ts'
import type { Side, Target } from '../domain/sinus.ts'
import type { MethodDifference, ModelMetrics, Outcome, ResultRow, Subgroup, Trend } from '../metrics/index.ts'
import { project, reads, studyArm } from './base.ts'

/** How often the locked test set of a dataset version was looked at. */
export interface TestSetAccess {
  /** Models that were scored on it. */
  evaluatedModels: number
  /** Times that results or a report were made of those scores. */
  reads: number
  lastReadAt: string | null
}

/** The same, as the one who just looked is told. */
export interface TestSetReading extends TestSetAccess {
  /** Dataset version. */
  version: string
  /** Whether this reading could be noted; also true when there was no score to read yet. */
  recorded: boolean
  /** Subjects on both sides of the test set: 0 unless the version was split by sinus. */
  straddlingSubjects: number
}

/** What is known without looking at a single score. */
export interface ResultTable {
  experiment: string
  rows: ResultRow[]
  /** What more labels bring each method. */
  trends: Trend[]
  /** The paper's rows for the same method, label fraction and share of normals; empty where it has none. */
  published: { source: string; rows: PublishedRow[] }
  /** The locked test set behind the rows, this reading of it counted. */
  testSet: TestSetReading
}

/** What one finished model said of each sinus. */
export interface ModelScores {
  /** Hash of its `evaluate` stage. */
  stage: string
  foldIndex: number
  seed: number
  metrics: ModelMetrics
  /** In the order of `MethodScores.sinuses`. */
  test: number[]
  /** Its fold's own. */
  validation: { targets: Target[]; scores: number[] }
}

export interface ScoredSinus {
  subject: string
  side: Side
  target: Target
  /** null: normal, nobody named it, or the dataset's folder is not there. */
  finding: string | null
}

/** The models of one method at one label fraction on the locked test set. */
export interface MethodScores {
  method: string
  labelFraction: number
  sinuses: ScoredSinus[]
  models: ModelScores[]
  /** Of this method and fraction; undefined while the dataset's folder is not there. */
  subgroups: Outcome<Subgroup[]>
}

const about = project.extend({ experiment: z.string().min(1) })

export const results = {
  /** Quick however many runs there are. Counts as a reading of the test set, also where nothing else may be written. */
  table: reads.input(about).output(type<ResultTable>()),
  /** Every method against starting from scratch on the same test sinuses; takes seconds where there are many runs. */
  differences: reads.input(about).output(type<MethodDifference[]>()),
  /** Any two methods or variants on the same test sinuses, a row per label fraction and metric. */
  compare: reads.input(about.extend({ a: studyArm, b: studyArm })).output(type<MethodDifference[]>()),
  /** Every score of one method at one label fraction. */
  scores: reads
    .input(about.extend({ method: studyArm, labelFraction: z.number().gt(0).max(1) }))
    .output(type<MethodScores>()),
}
