import type { Db } from '../connection.ts'

/** Remembers what a DICOM series became; without effect when that scan is not in the project. */
export async function saveConvertedSeries(db: Db, contentHash: string, scan: string): Promise<void> {
  await db
    .insertInto('convertedSeries')
    .columns(['contentHash', 'scanId'])
    .expression((from) =>
      from
        .selectFrom('scans')
        .where('id', '=', scan)
        .select((row) => [row.val(contentHash).as('contentHash'), 'id']),
    )
    .onConflict((conflict) => conflict.column('contentHash').doUpdateSet({ scanId: scan }))
    .execute()
}

/** Scan ids by the content hashes of the series they were converted from. */
export async function listConvertedSeries(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('convertedSeries').selectAll().execute()
  return new Map(rows.map(({ contentHash, scanId }) => [contentHash, scanId]))
}
