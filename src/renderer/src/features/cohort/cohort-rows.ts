import type { CohortScan, LaneNote, SettledFile } from '../../../../shared/ipc/cohort.ts'
import { inWords } from '../../lib/core-words.ts'

export const lanes = ['ok', 'look', 'rejected'] as const
export type Lane = (typeof lanes)[number]

/** A line of the table: a scan of the project, or a file that did not become one. */
export interface CohortRow {
  key: string
  lane: Lane
  /** null where no subject could be told. */
  subject: string | null
  /** Of a file that is no scan of its own. */
  file: string | null
  /** null until the project has been read again, and for files that did not become a scan. */
  scan: CohortScan | null
  notes: LaneNote[]
}

/**
 * The scans of the project with what an import has told since: its files come first as they are told, and as scans of
 * the project once that is read again. Rejected files, and copies that were not imported twice, are known to the import
 * alone. What wants a look comes first.
 */
export function cohortRows(scans: readonly CohortScan[], settled: readonly SettledFile[]): CohortRow[] {
  const known = new Set(scans.map(({ scan }) => scan))
  const told = settled.flatMap((file): CohortRow[] => {
    if (file.lane === 'rejected') {
      const { lane, code, reason, fix } = file
      return [
        { key: file.file, lane, subject: null, file: file.file, scan: null, notes: [{ code, reason, fix }] },
      ]
    }
    const notes = file.lane === 'look' ? file.notes : []
    const isCopy = notes.some(({ code }) => code === 'duplicate')
    if (known.has(file.scan) && !isCopy) return []
    return [{ key: file.file, lane: file.lane, subject: file.subject, file: file.file, scan: null, notes }]
  })
  const kept = scans.map((scan): CohortRow => {
    const { lane, subject, notes } = scan
    return { key: scan.scan, lane, subject, file: null, scan, notes }
  })
  const rank: Record<Lane, number> = { rejected: 0, look: 1, ok: 2 }
  return [...told, ...kept].sort((a, b) => rank[a.lane] - rank[b.lane])
}

/** Rows of a lane in whose subject, file, codes or reasons all words of the search are. */
export function findRows(rows: readonly CohortRow[], lane: Lane | null, search: string): CohortRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    if (lane !== null && row.lane !== lane) return false
    const notes = row.notes.flatMap(({ code, reason }) => [code, inWords(reason)])
    const text = [row.subject, row.file, row.scan?.contrast, ...notes].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
