import {
  columnMeanings,
  mapColumns,
  type ColumnMap,
  type ColumnMeaning,
  type SheetLayout,
} from '../../shared/domain/label-columns.ts'
import { readLabelCells, readSides, readStudyCodes, type ReadLabel } from '../../shared/domain/label-words.ts'
import { findings, sides, type Finding, type Label, type Side } from '../../shared/domain/sinus.ts'
import { subjectLookup } from '../../shared/domain/subject-lookup.ts'
import type { Table, TableRecord } from '../../shared/formats/table.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { countChanges, saveLabels, type SinusLabel } from '../db/stores/labels.ts'
import { listScans } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import { knownPseudonyms } from './project-pseudonyms.ts'
import { readSheetFile } from './sheet-file.ts'

export interface LabelProblem {
  line: number
  code: 'unknown-subject' | 'contradiction' | 'bad-value'
  reason: string
}

export interface SheetOptions {
  /** Of a workbook; its first sheet that holds anything when left out. */
  sheet?: string
  /** `column=meaning`, see `mapColumns`. */
  map?: readonly string[]
}

/** What a sheet says of the project's subjects, whether or not it is taken. */
export interface ReadSheet {
  labels: SinusLabel[]
  problems: LabelProblem[]
  /** Sides with an empty cell (or code 4): nothing is known of them, they are not taken for normal. */
  unlabelled: number
  /** Ids that fitted a subject only without their leading zeros. */
  byNumber: { written: string; subject: string }[]
  columns: ColumnMap
  layout: SheetLayout
}

export interface LabelReport {
  /** Labels of one annotator for one sinus that are in the project through this sheet (in a preview: would be). */
  labels: number
  /** How many of them are new or different. */
  changed: number
  problems: LabelProblem[]
  unlabelled: number
  layout: SheetLayout
  notes: string[]
}

export interface LabelPreview extends LabelReport {
  format: 'csv' | 'xlsx'
  /** Of a workbook: the sheet that was read, and all there are. */
  sheet: string | null
  sheets: string[]
  rows: number
  /** Every column with what it is taken for (null: nothing) and some of its cells. */
  columns: { title: string; meaning: ColumnMeaning | null; examples: string[] }[]
  /** What `--map` can name. */
  meanings: readonly ColumnMeaning[]
  counts: Record<Side, Record<Label | Finding, number>>
  annotators: string[]
  /** The first labels as they would be taken. */
  sample: SinusLabel[]
}

/**
 * Takes the labels of a sheet into the project. What cannot be used is listed by line, the rest is taken.
 *
 * @throws AntrumError as `readSheetFile` and `mapColumns` when the sheet as a whole cannot be used.
 */
export async function importLabels(
  project: Project,
  file: string,
  options: SheetOptions = {},
): Promise<LabelReport> {
  const { read } = await readFor(project, file, options)
  const changed = await saveLabels(project.db, read.labels)
  const counts = { labels: read.labels.length, changed, problems: read.problems.length }
  await logAction(project.db, 'labels', counts)
  return reportOf(read, changed)
}

/** What `importLabels` would do, and how it understands the sheet; changes nothing. @throws as `importLabels`. */
export async function previewLabels(
  project: Project,
  file: string,
  options: SheetOptions = {},
): Promise<LabelPreview> {
  const { read, table, format, sheet, sheets } = await readFor(project, file, options)
  const meaningOf = new Map(columnMeanings.map((meaning) => [read.columns[meaning], meaning]))
  const count = (side: Side, value: Label | Finding) =>
    read.labels.filter(
      (label) =>
        label.side === side && (label.label === value || label.findings.some((finding) => finding === value)),
    ).length
  const countsOf = (side: Side) =>
    Object.fromEntries(
      (['normal', 'anomalous', ...findings] as const).map((value) => [value, count(side, value)]),
    ) as Record<Label | Finding, number>
  return {
    ...reportOf(read, await countChanges(project.db, read.labels)),
    ...{ format, sheet, sheets, rows: table.records.length, meanings: columnMeanings },
    columns: table.columns.map((name, i) => ({
      title: table.titles[i],
      meaning: meaningOf.get(name) ?? null,
      examples: examplesOf(table, name),
    })),
    counts: { left: countsOf('left'), right: countsOf('right') },
    annotators: [...new Set(read.labels.map(({ annotator }) => annotator))].sort(),
    sample: read.labels.slice(0, 10),
  }
}

async function readFor(project: Project, file: string, { sheet, map }: SheetOptions) {
  const subjects = (await listScans(project.db)).map(({ subject }) => subject)
  const found = await readSheetFile(file, sheet)
  const pseudonyms = await knownPseudonyms(project.db)
  return { ...found, read: readLabels(found.table, subjects, map, pseudonyms?.subject) }
}

const reportOf = ({ labels, problems, unlabelled, byNumber, layout }: ReadSheet, changed: number) => ({
  labels: labels.length,
  changed,
  problems,
  unlabelled,
  layout,
  notes:
    byNumber.length === 0
      ? []
      : [
          `${byNumber.length} subjects were found without the leading zeros of their ids, as spreadsheets drop them (${byNumber[0].written} is ${byNumber[0].subject}).`,
        ],
})

/** Up to three different cells that are not empty, shortened: enough to tell what a column holds. */
function examplesOf(table: Table, column: string): string[] {
  const some = new Set<string>()
  for (const { values } of table.records) {
    if (values[column] !== '') some.add(values[column].slice(0, 40))
    if (some.size === 3) break
  }
  return [...some]
}

/**
 * Labels of a sheet for these subjects: one row per sinus, one per subject with columns for each side, or one per subject
 * with codes (`mapColumns` finds out which). Two lines that say different things of one sinus by one annotator are both
 * left out.
 *
 * @param pseudonymOf  As `subjectLookup`.
 * @throws AntrumError as `mapColumns`.
 */
export function readLabels(
  table: Table,
  subjects: Iterable<string>,
  map: readonly string[] = [],
  pseudonymOf?: (written: string) => string,
): ReadSheet {
  const { columns, layout } = mapColumns(table, map)
  const find = subjectLookup(subjects, pseudonymOf)
  const problems: LabelProblem[] = []
  const given: { line: number; label: SinusLabel }[] = []
  const byNumber = new Map<string, string>()
  let unlabelled = 0
  for (const record of table.records) {
    const { line } = record
    const problem = (code: LabelProblem['code'], reason: string) => void problems.push({ line, code, reason })
    if (record.surplusCells > 0) {
      problem('bad-value', 'More cells than columns. Put values that contain the separator in quotes.')
      continue
    }
    const written = cellOf(record, columns.subject)
    const found = find(written)
    if ('candidates' in found) {
      problem('unknown-subject', notFound(written, found.candidates))
      continue
    }
    if (found.byNumber) byNumber.set(written, found.subject)
    const annotator = cellOf(record, columns.annotator)
    for (const { side, read } of readRecord(record, columns, layout)) {
      if (typeof read === 'string') problem('bad-value', read)
      else if (read === null) unlabelled++
      else if (side) given.push({ line, label: { subject: found.subject, side, annotator, ...read } })
    }
  }
  const labels = withoutContradictions(given, problems)
  return {
    ...{ labels, unlabelled, columns, layout },
    problems: problems.sort((a, b) => a.line - b.line),
    byNumber: [...byNumber].map(([id, subject]) => ({ written: id, subject })),
  }
}

const cellOf = ({ values }: TableRecord, column: string | undefined): string =>
  column === undefined ? '' : (values[column] ?? '')

/** What a record says of each side it speaks of: a label, nothing (null), or why it cannot be understood. */
function readRecord(
  record: TableRecord,
  columns: ColumnMap,
  layout: SheetLayout,
): { side?: Side; read: ReadLabel | string | null }[] {
  switch (layout) {
    case 'per-sinus': {
      const side = cellOf(record, columns.side)
      const named = readSides(side)
      if (!named) return [{ read: `The side must be L, R, left or right; found "${side}".` }]
      const read = readLabelCells(cellOf(record, columns.label), cellOf(record, columns.finding))
      return named.map((each) => ({ side: each, read }))
    }
    case 'per-subject':
      return sides
        .filter((side) => columns[`${side}_label`] !== undefined)
        .map((side) => {
          const [label, finding] = [columns[`${side}_label`], columns[`${side}_finding`]]
          return { side, read: readLabelCells(cellOf(record, label), cellOf(record, finding)) }
        })
    case 'codes': {
      const read = readStudyCodes(cellOf(record, columns.codes))
      return typeof read === 'string' ? [{ read }] : sides.map((side) => ({ side, read: read[side] }))
    }
  }
}

function notFound(written: string, candidates: readonly string[]): string {
  if (written === '') return 'The subject is missing.'
  if (candidates.length > 0)
    return `Subject ${written} could be ${candidates.join(' or ')}. Write the id as in the project.`
  return `No scan of subject ${written} is in the project.`
}

function withoutContradictions(
  given: readonly { line: number; label: SinusLabel }[],
  problems: LabelProblem[],
): SinusLabel[] {
  const sinusOf = ({ label: { subject, side, annotator } }: (typeof given)[number]) =>
    JSON.stringify([subject, side, annotator])
  return [...Map.groupBy(given, sinusOf).values()].flatMap((same) => {
    const [{ label }] = same
    if (same.every((other) => JSON.stringify(other.label) === JSON.stringify(label))) return [label]
    const lines = same.map(({ line }) => line)
    const reason = `Lines ${lines.join(' and ')} say different things of the ${label.side} sinus of ${label.subject}; neither was taken.`
    problems.push(...lines.map((line): LabelProblem => ({ line, code: 'contradiction', reason })))
    return []
  })
}
