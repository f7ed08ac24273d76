import type { DatasetManifest } from '../../../shared/domain/dataset.ts'
import type { Db } from '../connection.ts'

export interface DatasetVersion {
  version: string
  hash: string
  subjects: number
  sinuses: number
  splitUnit: 'subject' | 'sinus'
  proof: unknown
  frozenAt: string
}

/** Registers a frozen dataset with its splits; the constraints refuse a subject with two roles. */
export async function saveDataset(db: Db, manifest: DatasetManifest, proof: unknown): Promise<void> {
  const { version, hash, split } = manifest
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('datasetVersions')
      .values({
        version,
        hash,
        edgeMm: manifest.edgeMm,
        voxels: manifest.voxels,
        seed: split.seed,
        folds: split.folds.length,
        subjects: new Set(manifest.sinuses.map(({ subject }) => subject)).size,
        sinuses: manifest.sinuses.length,
        splitUnit: split.unit ?? 'subject',
        proof: JSON.stringify(proof),
        frozenAt: new Date().toISOString(),
      })
      .execute()

    if (split.unit === 'sinus') return
    const development = split.folds[0] ? [...split.folds[0].train, ...split.folds[0].validation] : []
    const roles = [
      ...split.test.map((subjectId) => ({ version, subjectId, role: 'test' as const })),
      ...development.map((subjectId) => ({ version, subjectId, role: 'development' as const })),
      ...split.unlabelled.train.map((subjectId) => ({
        version,
        subjectId,
        role: 'unlabelled-train' as const,
      })),
      ...split.unlabelled.validation.map((subjectId) => ({
        version,
        subjectId,
        role: 'unlabelled-validation' as const,
      })),
    ]
    for (const row of roles) await tx.insertInto('splitRoles').values(row).execute()

    for (const [foldIndex, fold] of split.folds.entries()) {
      const fractions = Object.entries(fold.fractions).sort(([a], [b]) => Number(b) - Number(a))
      const smallest = new Map(
        fractions.flatMap(([fraction, subjects]) => subjects.map((id) => [id, Number(fraction)])),
      )
      for (const subjectId of fold.train) {
        const smallestFraction = smallest.get(subjectId) ?? 1
        await tx
          .insertInto('foldRoles')
          .values({ version, foldIndex, subjectId, role: 'train', smallestFraction })
          .execute()
      }
      for (const subjectId of fold.validation) {
        await tx
          .insertInto('foldRoles')
          .values({ version, foldIndex, subjectId, role: 'validation', smallestFraction: null })
          .execute()
      }
    }
  })
}

/** Frozen versions, oldest first. */
export async function listDatasets(db: Db): Promise<DatasetVersion[]> {
  const rows = await db
    .selectFrom('datasetVersions')
    .selectAll()
    .orderBy('frozenAt')
    .orderBy('version')
    .execute()
  return rows.map((row) => ({
    version: row.version,
    hash: row.hash,
    subjects: row.subjects,
    sinuses: row.sinuses,
    splitUnit: row.splitUnit,
    proof: JSON.parse(row.proof) as unknown,
    frozenAt: row.frozenAt,
  }))
}
