import { columnName, type Table } from '../formats/table.ts'
import { AntrumError } from '../ipc/error.ts'
import { looksLikeStudyCodes, plainWords, readSides, sideOfWord } from './label-words.ts'
import { sides } from './sinus.ts'

/** What a column of a label sheet can mean; `codes` as `readStudyCodes`. */
export const columnMeanings = [
  'subject',
  'side',
  'label',
  'finding',
  'left_label',
  'left_finding',
  'right_label',
  'right_finding',
  'codes',
  'annotator',
] as const
export type ColumnMeaning = (typeof columnMeanings)[number]

/** Name of the column with each meaning. */
export type ColumnMap = Partial<Record<ColumnMeaning, string>>

/** A row per sinus; a row per subject with columns for each side; a row per subject with codes for both. */
export type SheetLayout = 'per-sinus' | 'per-subject' | 'codes'

/** Titles that say what a column is, as `plainWords`; of two that are there, the one named first here counts. */
const titles = {
  subject: [
    ...[
      'patient id',
      'subject id',
      'participant id',
      'patientid',
      'subjectid',
      'patienten id',
      'patientenid',
    ],
    ...['subject', 'participant', 'patient', 'pat id', 'pid', 'pseudonym', 'proband', 'probanden id'],
    ...[
      'patientennummer',
      'probandennummer',
      'patienten nr',
      'study id',
      'studien id',
      'case id',
      'fallnummer',
      'id',
    ],
  ],
  side: ['side', 'seite', 'laterality', 'lateralitaet'],
  label: [
    'label',
    'class',
    'klasse',
    'rating',
    'bewertung',
    'beurteilung',
    'diagnosis',
    'diagnose',
    'result',
  ],
  finding: ['finding', 'findings', 'anomaly', 'anomalie', 'pathology', 'pathologie', 'art', 'type', 'typ'],
  annotator: [
    'annotator',
    'reader',
    'rater',
    'befunder',
    'beurteiler',
    'auswerter',
    'untersucher',
    'radiologe',
  ],
} as const satisfies Partial<Record<ColumnMeaning, readonly string[]>>
/** A label where there is no other, else a finding beside one. */
const labelOrFinding = ['befund', 'befunde']
/** Say nothing beside a side: 'Befund linke Kieferhöhle', 'left maxillary sinus'. */
const fillWords = [
  'sinus',
  'maxillary',
  'maxillaris',
  'ms',
  'kh',
  'kieferhoehle',
  'kieferhoehlen',
  'side',
  'seite',
]
const codesTitles = ['kieferhoehle', 'kieferhoehlen', 'kh']

/**
 * Finds out what the columns of a label sheet mean: by their titles, and as the user says.
 *
 * @param given  `column=meaning`, each taking its meaning from whatever column it was guessed for; meaning 'ignore' takes
 *   a column out.
 * @throws AntrumError 'usage' for a `given` that names no column or meaning, 'invalid-labels' when subject or label are
 *   not found.
 */
export function mapColumns(
  table: Table,
  given: readonly string[] = [],
): { columns: ColumnMap; layout: SheetLayout } {
  const columns = guessColumns(table)
  for (const text of given) {
    const { column, meaning } = readAssignment(text, table)
    for (const known of columnMeanings) if (columns[known] === column) delete columns[known]
    if (meaning !== 'ignore') columns[meaning] = column
  }
  // A finding column alone says what a label column would.
  for (const prefix of ['', 'left_', 'right_'] as const) {
    const finding = columns[`${prefix}finding`]
    if (columns[`${prefix}label`] !== undefined || finding === undefined) continue
    columns[`${prefix}label`] = finding
    delete columns[`${prefix}finding`]
  }
  const layout = layoutOf(columns)
  if (!columns.subject || !layout) throw incomplete(columns, table)
  return { columns, layout }
}

function guessColumns(table: Table): ColumnMap {
  const columns: ColumnMap = {}
  const free = new Map(table.columns.map((name, i) => [name, plainWords(table.titles[i])]))
  const set = (meaning: ColumnMeaning, name: string | undefined) => {
    if (name === undefined || columns[meaning] !== undefined) return
    columns[meaning] = name
    free.delete(name)
  }
  const titled = (wanted: readonly string[]) =>
    wanted
      .map((title) => [...free].find(([, words]) => words === title)?.[0])
      .find((name) => name !== undefined)

  for (const meaning of ['subject', 'side', 'label', 'finding', 'annotator'] as const)
    set(meaning, titled(titles[meaning]))
  const codes = titled(codesTitles)
  if (codes !== undefined) {
    const cells = table.records.map(({ values }) => values[codes]).filter((cell) => cell !== '')
    if (cells.length > 0 && cells.every((cell) => readSides(cell))) set('side', codes)
    else if (cells.length === 0 || cells.some(looksLikeStudyCodes)) set('codes', codes)
  }
  set('label', titled(labelOrFinding))
  set('finding', titled(labelOrFinding))
  for (const unsure of [false, true]) {
    for (const [name, words] of [...free]) {
      const meanings = sidedMeanings(words.split(' '))
      const open = meanings.find((meaning) => columns[meaning] === undefined)
      if (open && meanings.length > 1 === unsure) set(open, name)
    }
  }
  return columns
}

/** What a title such as 'left_label', 'Befund links' or 'linke Kieferhöhle' can mean, the likelier first. */
function sidedMeanings(words: readonly string[]): ColumnMeaning[] {
  const named = words.filter((word) => sideOfWord(word))
  if (named.length !== 1) return []
  const side = sideOfWord(named[0])!
  const rest = words.filter((word) => word !== named[0] && !fillWords.includes(word)).join(' ')
  const isOneOf = (known: readonly string[]) => known.includes(rest)
  if (rest === '' || isOneOf(titles.label)) return [`${side}_label`]
  if (isOneOf(titles.finding)) return [`${side}_finding`]
  return isOneOf(labelOrFinding) ? [`${side}_label`, `${side}_finding`] : []
}

function readAssignment(text: string, table: Table): { column: string; meaning: ColumnMeaning | 'ignore' } {
  const at = text.lastIndexOf('=')
  const [column, meaning] = [
    columnName(text.slice(0, at)),
    text
      .slice(at + 1)
      .trim()
      .toLowerCase(),
  ]
  const wrong = (what: string, choice: readonly string[]) =>
    new AntrumError('usage', `"${text}" ${what}. Choose from: ${choice.join(', ')}.`)
  if (at < 1) throw wrong('is no assignment column=meaning', columnMeanings)
  if (!table.columns.includes(column)) throw wrong('names no column of this sheet', table.titles)
  const known = [...columnMeanings, 'ignore' as const].find((each) => each === meaning)
  if (!known) throw wrong('names no meaning', [...columnMeanings, 'ignore'])
  return { column, meaning: known }
}

/** The layout for which everything is there; a row per sinus before the others. */
function layoutOf(columns: ColumnMap): SheetLayout | null {
  if (columns.side && columns.label) return 'per-sinus'
  if (sides.some((side) => columns[`${side}_label`])) return 'per-subject'
  return columns.codes ? 'codes' : null
}

function incomplete(columns: ColumnMap, table: Table): AntrumError {
  const understood = Object.entries(columns).map(([meaning, column]) => `${column} as ${meaning}`)
  return new AntrumError(
    'invalid-labels',
    `A label sheet needs the column patient_id (or subject_id, participant_id), and either side and label or left_label ` +
      `and right_label; found ${table.titles.join(', ')}${understood.length > 0 ? ` (understood: ${understood.join(', ')})` : ''}. ` +
      'Rename the columns, or say what they mean, such as --map "Befund=label".',
    { columns: table.columns, understood: columns },
  )
}
