import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'
import type { LineageProof } from '../domain/lineage.ts'
import type { SideLetter } from '../domain/sinus.ts'
import type { Outcome } from '../metrics/index.ts'
import { api, bytes, progressSchema, project, reads } from './base.ts'
import type { ExportAnswer, ExportedNetwork } from './model-jobs.ts'

/** What is made of a finished experiment: its report, a proof that it is as it was, models for other programs, scores of new heads. */

/** From which score on a sinus is called anomalous, and where that comes from. */
export interface OperatingPoint {
  /** Scores above it are called anomalous. */
  threshold: number
  /** F1 reached on the sinuses it was chosen on: an optimistic figure. */
  f1: number
  chosenOn: 'validation'
  sinuses: number
  anomalous: number
  models: number
}

export interface VerifyFailure {
  /** Relative to the project folder, with forward slashes. */
  file: string
  reason: string
}

export interface VerifyReport {
  ok: boolean
  failures: VerifyFailure[]
  /** What a reader should know and no file is at fault for. */
  notes: string[]
  /** How much was looked at. */
  checked: Record<'scans' | 'volumes' | 'stages' | 'files' | 'predictions' | 'metrics', number>
  /** Of every experiment looked at. */
  lineage: (LineageProof & { experiment: string })[]
}

export interface ExportReport {
  folder: string
  stage: string
  network: ExportedNetwork
  formats: ExportAnswer['formats']
  /** Largest absolute difference that a format may have from the engine. */
  tolerance: number
  /** Real volumes of the dataset that every file was run on. */
  volumes: number
  /** Relative to the folder, with their SHA-256. */
  files: Record<string, string>
}

/** A head that was given, under the name it goes by from then on. */
export interface PreparedHead {
  /** head-001, head-002, … in the order of the files' names. */
  subject: string
  /** The file as it was named or found: said to who asked, written nowhere. */
  file: string
  registration: { score: number; flagged: boolean }
  /** What whoever reads the scores should know, such as that the models were trained on this scan. */
  notes: string[]
}

export interface PreparedSinus {
  subject: string
  side: SideLetter
  /** Cube, by its name in the folder that was prepared. */
  volumeFile: string
  coverage: number
  /** Middle of the cube in the scan's own RAS world. */
  centreMm: [number, number, number]
  /** Why it deserves a look before anybody believes a score; empty when it does not. */
  reasons: string[]
}

export interface NewHeads {
  heads: PreparedHead[]
  sinuses: PreparedSinus[]
  failed: { subject: string; file: string; code: string; reason: string }[]
}

export interface PredictedSinus extends PreparedSinus {
  /** Probability of an anomaly, the mean over models; null: flagged and therefore not scored. */
  score: number | null
  /** Standard deviation over models; null with one model. */
  uncertainty: number | null
  /** Of each model, in the order of `models`. */
  scores: number[]
  /** Whether the score is above the threshold; null without score or threshold. */
  anomalous: boolean | null
  flagged: boolean
  /** What the autoencoder of normals fails to reproduce, 0…1, in the scan's own world; null where there is none. Absolute. */
  residualFile: string | null
}

export interface PredictReport {
  folder: string
  models: { stage: string; name: string }[]
  /** Models of the ensemble that are planned and not finished. */
  unfinishedModels: number
  /** Undefined with a reason where the models were not evaluated. */
  threshold: Outcome<OperatingPoint>
  /** Hash of the autoencoder behind the residuals, or why there are none. */
  residuals: { autoencoder: string } | { none: string }
  sinuses: PredictedSinus[]
  /** Which file each name stands for. */
  heads: NewHeads['heads']
  failed: NewHeads['failed']
}

/** Written into the project's exports. */
export interface SavedReport {
  /** Its name there. */
  name: string
  /** How far residuals and known lesions overlap, where lesions are known. */
  overlap: string | null
}

const experiment = project.extend({ experiment: z.string().min(1) })
const stage = z.string().regex(/^[0-9a-f]+$/)

export const outputs = {
  /** Writes the report of an experiment as one page. Counts as a reading of the test set. */
  report: api.input(experiment).output(eventIterator(progressSchema, type<SavedReport>())),
  /** A report written before. */
  reportPage: reads.input(project.extend({ name: z.string().regex(/^report-[\w-]+\.html$/) })).output(bytes),
  /** Recomputes hashes, metrics and lineage of an experiment. */
  verify: reads.input(experiment).output(eventIterator(progressSchema, type<VerifyReport>())),
  /** Writes the model of a finished stage for other programs, each file checked against the engine, into a new folder of the exports. */
  exportModel: api
    .input(project.extend({ stage }))
    .output(eventIterator(progressSchema, type<ExportReport>())),
  /** Scores the sinuses of heads that do not join the cohort, into a new folder of the exports. */
  predict: api
    .input(
      project.extend({
        /** Hash of a fine-tuning, or of its evaluation. */
        stage,
        paths: z.array(z.string().min(1)).min(1),
        ensemble: z.boolean().default(false),
        scoreFlagged: z.boolean().default(false),
        sides: z.string().optional(),
      }),
    )
    .output(eventIterator(progressSchema, type<PredictReport>())),
}
