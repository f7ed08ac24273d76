/** An imported head scan, stored de-identified under `file`. */
export interface ScansTable {
  /** SHA-256 of the stored NIfTI bytes before compression. */
  id: string
  subjectId: string
  /** Relative to the project folder, with forward slashes. */
  file: string
  /** BIDS suffix such as 'FLAIR' or 'T1w' where the file name had one. */
  contrast: string | null
  /** JSON [ni, nj, nk]. */
  shape: string
  /** JSON, mm per voxel axis. */
  spacingMm: string
  /** JSON, row-major 4×4: voxel index to RAS world mm. */
  affine: string
  /** JSON {code, reason}[]: what deserves a look. */
  notes: string
  /** 1 for the scan its subject's sinuses are cut from. */
  used: 0 | 1
  importedAt: string
}
