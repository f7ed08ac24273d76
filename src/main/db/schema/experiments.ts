import type { Precision, StudyArm } from '../../../shared/domain/stage.ts'

/** A recipe on a dataset version. */
export interface ExperimentsTable {
  /** Recipe name and a hash of recipe, dataset and precision. */
  id: string
  /** JSON: a valid Recipe with its defaults filled in. */
  recipe: string
  datasetVersion: string
  /** What `auto` came to when it was planned. */
  precision: Precision
  plannedAt: string
  /** Set by `cancel`, taken away when the experiment is run again. */
  cancelledAt: string | null
  /** Order in the queue, lowest first; null: not in it. */
  queuePosition: number | null
}

/** The stages of an experiment, each after those it reads. */
export interface ExperimentStagesTable {
  experimentId: string
  position: number
  stageHash: string
}

/** One evaluated model of an experiment. */
export interface RunsTable {
  experimentId: string
  position: number
  method: StudyArm
  labelFraction: number
  foldIndex: number
  seed: number
  /** Its `evaluate` stage. */
  stageHash: string
}
