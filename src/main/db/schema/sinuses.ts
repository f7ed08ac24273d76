import type { Side } from '../../../shared/domain/sinus.ts'

/** The current (draft) cut-out of a sinus; freezing copies it into a version. */
export interface SinusesTable {
  subjectId: string
  side: Side
  scanId: string
  /** Relative to the project folder, with forward slashes. */
  file: string
  /** Centre of the cube in the scan's own RAS world. */
  centreXMm: number
  centreYMm: number
  centreZMm: number
  edgeMm: number
  voxels: number
  /** Share of the cube inside the scan's field of view, 0…1. */
  coverage: number
  flagged: 0 | 1
  /** SHA-256 of the voxel bytes (float32 little endian, NIfTI order). */
  sha256: string
  /** Hash of all that decided the bytes: scan, transform, centre, edge, voxels, method. */
  recipeHash: string
  extractedAt: string
}
