import type { Generated } from 'kysely'

/** A frozen dataset; its contents are in volumes/<version>/dataset.json. */
export interface DatasetVersionsTable {
  version: string
  hash: string
  edgeMm: number
  voxels: number
  seed: number
  folds: number
  subjects: number
  sinuses: number
  splitUnit: Generated<'subject' | 'sinus'>
  /** JSON: the proof card as it was computed when freezing. */
  proof: string
  frozenAt: string
}

/** The one role of a subject in a dataset version. */
export interface SplitRolesTable {
  version: string
  subjectId: string
  role: 'test' | 'development' | 'unlabelled-train' | 'unlabelled-validation'
}

/** The one role of a development subject in a fold. */
export interface FoldRolesTable {
  version: string
  foldIndex: number
  subjectId: string
  /** Always 'development': lets a foreign key refuse everybody else. */
  splitRole: Generated<'development'>
  role: 'train' | 'validation'
  /** Smallest label fraction that holds this subject; null for validation. */
  smallestFraction: number | null
}
