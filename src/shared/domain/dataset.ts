import type { Finding, Side, Target } from './sinus.ts'

/**
 * A frozen dataset version: what `volumes/<version>/dataset.json` holds, and all that the trainer knows of a cohort.
 * Immutable; `hash` covers everything else, every voxel included through the sinuses' `sha256`.
 */
export interface DatasetManifest {
  schema: 1
  version: string
  /** SHA-256 of the canonical JSON of this object without `version` and `hash`. */
  hash: string
  /** Edge of the physical cube cut out around each sinus, in mm. */
  edgeMm: number
  /** Edge of the resampled cube, in voxels. */
  voxels: number
  /** Sorted by id; the position is the row in `packed.f32`. */
  sinuses: DatasetSinus[]
  split: DatasetSplit
}

export interface DatasetSinus {
  id: string
  subject: string
  side: Side
  /** NIfTI file beside the manifest: float32, 0…1, the right side mirrored to look like a left one. */
  file: string
  /** SHA-256 of the voxel bytes (float32 little endian, NIfTI order). */
  sha256: string
  /** null: unlabelled. */
  target: Target | null
  finding: Finding | null
}

/** All entries are subject ids, so both sinuses of a subject share one role; or, `unit: 'sinus'`, ids of sinuses. */
export interface DatasetSplit {
  /** Left out: by subject. 'sinus' splits as the released code did, and lets subjects straddle sets. */
  unit?: 'sinus'
  seed: number
  test: string[]
  folds: DatasetFold[]
  unlabelled: { train: string[]; validation: string[] }
}

export interface DatasetFold {
  train: string[]
  validation: string[]
  /** Label fraction ("0.1", "0.2", …, "1") to training subjects; each list contains every smaller one. */
  fractions: Record<string, string[]>
}

/** The name under which the lists of a split have a sinus: its subject's id, or its own. */
export const listedAs =
  ({ unit }: Pick<DatasetSplit, 'unit'>) =>
  ({ id, subject }: Pick<DatasetSinus, 'id' | 'subject'>): string =>
    unit === 'sinus' ? id : subject

export const labelFractions = [0.1, 0.2, 0.4, 0.6, 0.8, 1] as const
