import type { Finding, Label, Side } from '../../../shared/domain/sinus.ts'
import type { Db } from '../connection.ts'

/** What one annotator said of one sinus. */
export interface SinusLabel {
  subject: string
  side: Side
  /** Empty when nobody is named. */
  annotator: string
  label: Label
  /** In the order given; empty when normal or when the reader named none. */
  findings: Finding[]
}

/** Sets labels, each in place of what the same annotator said of the same sinus before. Returns how many changed. */
export async function saveLabels(db: Db, labels: readonly SinusLabel[]): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const changed = await changedLabels(tx, labels)
    const setAt = new Date().toISOString()
    for (const { subject, side, annotator, label, findings } of changed) {
      await tx
        .deleteFrom('labels')
        .where('subjectId', '=', subject)
        .where('side', '=', side)
        .where('annotator', '=', annotator)
        .execute()
      const { id } = await tx
        .insertInto('labels')
        .values({ subjectId: subject, side, annotator, label, setAt })
        .returning('id')
        .executeTakeFirstOrThrow()
      const rows = findings.map((finding, position) => ({ labelId: id, position, finding }))
      if (rows.length > 0) await tx.insertInto('labelFindings').values(rows).execute()
    }
    return changed.length
  })
}

/** How many of these `saveLabels` would change. */
export const countChanges = async (db: Db, labels: readonly SinusLabel[]): Promise<number> =>
  (await changedLabels(db, labels)).length

async function changedLabels(db: Db, labels: readonly SinusLabel[]): Promise<SinusLabel[]> {
  const known = new Map((await listLabels(db)).map((label) => [key(label), JSON.stringify(label)]))
  return labels.filter((label) => known.get(key(label)) !== JSON.stringify(ordered(label)))
}

/** All labels, by subject, side and annotator. */
export async function listLabels(db: Db): Promise<SinusLabel[]> {
  const findings = new Map<number, Finding[]>()
  for (const row of await db.selectFrom('labelFindings').selectAll().orderBy('position').execute()) {
    findings.set(row.labelId, [...(findings.get(row.labelId) ?? []), row.finding])
  }
  const rows = await db
    .selectFrom('labels')
    .selectAll()
    .orderBy('subjectId')
    .orderBy('side')
    .orderBy('annotator')
    .execute()
  return rows.map((row) => ordered({ ...row, subject: row.subjectId, findings: findings.get(row.id) ?? [] }))
}

const key = ({ subject, side, annotator }: SinusLabel) => JSON.stringify([subject, side, annotator])

const ordered = ({ subject, side, annotator, label, findings }: SinusLabel): SinusLabel => ({
  subject,
  side,
  annotator,
  label,
  findings,
})
