import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { findings, sides, type Finding, type Label, type Side } from '../../shared/domain/sinus.ts'
import { parseCsv, type CsvRecord, type CsvTable } from '../../shared/formats/csv.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { saveLabels, type SinusLabel } from '../db/stores/labels.ts'
import { listScans } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'

export interface LabelProblem {
  line: number
  code: 'unknown-subject' | 'contradiction' | 'bad-value'
  reason: string
}

export interface LabelReport {
  /** Labels of one annotator for one sinus that are now in the project through this sheet. */
  labels: number
  /** How many of them were new or different. */
  changed: number
  problems: LabelProblem[]
}

const idColumns = ['patient_id', 'subject_id', 'participant_id']

/**
 * Takes the labels of a sheet into the project. What cannot be used is listed by line, the rest is taken.
 *
 * @throws AntrumError 'not-found', 'unreadable-file', 'invalid-labels' when the sheet as a whole cannot be used.
 */
export async function importLabels(project: Project, file: string): Promise<LabelReport> {
  const subjects = new Set((await listScans(project.db)).map(({ subject }) => subject))
  const { labels, problems } = readLabels(parseCsv(await readSheet(file)), subjects)
  const changed = await saveLabels(project.db, labels)
  await logAction(project.db, 'labels', { labels: labels.length, changed, problems: problems.length })
  return { labels: labels.length, changed, problems }
}

/** The bytes of a sheet. @throws AntrumError 'not-found' or 'unreadable-file' with the file's name. */
export async function readSheet(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const reason = missing ? 'is not there. Check the path' : `cannot be read (${(error as Error).message})`
    throw new AntrumError(missing ? 'not-found' : 'unreadable-file', `${path.basename(file)} ${reason}.`)
  }
}

/**
 * Labels of a sheet with one row per sinus (`side`, `label`, `finding`) or one per subject (`left_label`, `left_finding`,
 * `right_label`, …), for these subjects. Two lines that say different things of one sinus by one annotator are both left out.
 *
 * @throws AntrumError 'invalid-labels' when columns are missing.
 */
export function readLabels(
  { columns, records }: CsvTable,
  subjects: ReadonlySet<string>,
): { labels: SinusLabel[]; problems: LabelProblem[] } {
  const idColumn = idColumns.find((name) => columns.includes(name))
  const wide = sides.filter((side) => columns.includes(`${side}_label`))
  const long = columns.includes('side') && columns.includes('label')
  if (!idColumn || (!long && wide.length === 0)) {
    throw new AntrumError(
      'invalid-labels',
      `A label sheet needs the column patient_id (or subject_id, participant_id), and either side and label or left_label ` +
        `and right_label; found ${columns.join(', ')}. Rename the columns.`,
      { columns },
    )
  }
  const problems: LabelProblem[] = []
  const given: { line: number; label: SinusLabel }[] = []
  for (const record of records) {
    const { line, values } = record
    const problem = (code: LabelProblem['code'], reason: string) => void problems.push({ line, code, reason })
    if (record.surplusCells > 0) {
      problem('bad-value', 'More cells than columns. Put values that contain the separator in quotes.')
      continue
    }
    const id = values[idColumn]
    const subject = [id, `sub-${id}`, id.replace(/^sub-/, '')].find((name) => subjects.has(name))
    if (subject === undefined) {
      problem(
        'unknown-subject',
        id === '' ? 'The subject is missing.' : `No scan of subject ${id} is in the project.`,
      )
      continue
    }
    const side = long ? readSide(values.side) : null
    if (long && !side) problem('bad-value', `The side must be L, R, left or right; found "${values.side}".`)
    for (const each of long ? (side ? [side] : []) : wide) {
      const read = readLabel(record, long ? '' : `${each}_`)
      if (typeof read === 'string') problem('bad-value', read)
      else if (read)
        given.push({ line, label: { subject, side: each, annotator: values.annotator ?? '', ...read } })
    }
  }
  const sinusOf = ({ label: { subject, side, annotator } }: (typeof given)[number]) =>
    JSON.stringify([subject, side, annotator])
  const labels = [...Map.groupBy(given, sinusOf).values()].flatMap((same) => {
    const [{ label }] = same
    if (same.every((other) => JSON.stringify(other.label) === JSON.stringify(label))) return [label]
    const lines = same.map(({ line }) => line)
    const reason = `Lines ${lines.join(' and ')} say different things of the ${label.side} sinus of ${label.subject}; neither was taken.`
    problems.push(...lines.map((line): LabelProblem => ({ line, code: 'contradiction', reason })))
    return []
  })
  return { labels, problems: problems.sort((a, b) => a.line - b.line) }
}

function readSide(text: string): Side | null {
  const letter = text.toLowerCase()
  return sides.find((side) => letter === side || letter === side[0]) ?? null
}

/** A label with findings, null when the cell is empty (not labelled), or what is wrong with it. */
function readLabel(
  { values }: CsvRecord,
  prefix: string,
): { label: Label; findings: Finding[] } | string | null {
  const label = values[`${prefix}label`].toLowerCase()
  const named = (values[`${prefix}finding`] ?? '')
    .split(/[;,+|/]/)
    .map((name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    )
    .filter((name) => name !== '')
  const unknown = named.find((name) => !findings.some((finding) => finding === name))
  if (label === '' && named.length === 0) return null
  if (label !== 'normal' && label !== 'anomalous') {
    return `The label must be normal or anomalous; found ${label === '' ? 'a finding without a label' : `"${label}"`}.`
  }
  if (unknown) return `The finding must be one of ${findings.join(', ')}; found "${unknown}".`
  if (label === 'normal' && named.length > 0)
    return `A normal sinus cannot have a finding; found "${named.join(', ')}".`
  return { label, findings: [...new Set(named)] as Finding[] }
}
