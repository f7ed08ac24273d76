import { findings, sides, type Finding, type Label, type Side } from './sinus.ts'

/** What is said of one sinus. */
export interface ReadLabel {
  label: Label
  /** In the order given, each once. */
  findings: Finding[]
}

/**
 * Words made comparable: lower case, umlauts and ß spelled out, accents gone, anything but letters and digits a blank.
 * 'o. B.' becomes 'o b', 'Kieferhöhle' 'kieferhoehle'.
 */
export function plainWords(text: string): string {
  const spelled: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => spelled[letter])
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const sideWords: Record<Side | 'both', readonly string[]> = {
  left: ['l', 'left', 'li', 'links', 'linke', 'linker', 'linkes', 'sinister'],
  right: ['r', 'right', 're', 'rechts', 'rechte', 'rechter', 'rechtes', 'dexter'],
  both: [
    ...['b', 'both', 'bilateral', 'l r', 'left right', 'left and right'],
    ...['beide', 'beidseits', 'beidseitig', 'bds', 'bd', 'links rechts', 'links und rechts'],
  ],
}

/** The side or sides a cell names; null when it names none. */
export function readSides(text: string): readonly Side[] | null {
  const words = plainWords(text)
  if (sideWords.both.includes(words)) return sides
  const side = sideWords.left.includes(words) ? 'left' : sideWords.right.includes(words) ? 'right' : null
  return side && [side]
}

/** The side a single word of a title names: 'links' in 'Befund links'. */
export const sideOfWord = (word: string): Side | null =>
  sides.find((side) => sideWords[side].includes(word)) ?? null

const valueWords: Record<Label | Finding, readonly string[]> = {
  normal: [
    ...['normal', 'healthy', 'unremarkable', 'clear', 'none', 'negative', 'no finding', 'no findings', '0'],
    ...['unauffaellig', 'gesund', 'frei', 'o b', 'ob', 'ohne befund', 'kein befund', 'keine', 'negativ'],
  ],
  anomalous: [
    ...['anomalous', 'anomaly', 'abnormal', 'pathological', 'pathologic', 'positive', '1'],
    ...['auffaellig', 'anomalie', 'pathologisch', 'krankhaft', 'positiv'],
  ],
  mucosal_thickening: [
    ...['mucosal thickening', 'mucosal swelling', 'mucosa thickening', 'thickening', 'swelling'],
    ...[
      'schleimhautschwellung',
      'schleimhautverdickung',
      'schleimhautschwellungen',
      'schwellung',
      'verdickung',
    ],
  ],
  polyp: ['polyp', 'polyps', 'polypen', 'polypous', 'polypoes'],
  cyst: ['cyst', 'cysts', 'retention cyst', 'mucous retention cyst', 'zyste', 'zysten', 'retentionszyste'],
  opacified: [
    ...['opacified', 'opacification', 'fully opacified', 'fully occupied', 'complete opacification'],
    ...[
      'verschattet',
      'verschattung',
      'totalverschattung',
      'vollstaendig verschattet',
      'komplett verschattet',
    ],
    ...['verlegt', 'vollstaendig verlegt', 'komplett verlegt'],
  ],
}
const meaningOf = new Map(
  Object.entries(valueWords).flatMap(([meaning, words]) =>
    words.map((word) => [word, meaning as Label | Finding] as const),
  ),
)

/**
 * What the cells of one sinus say: its label, its findings, or both in either cell ("Polyp, Zyste").
 *
 * @param label    Its label cell, or its only cell.
 * @param finding  Its finding cell, when the sheet has such a column beside.
 * @returns null when nothing is said; a sentence when it cannot be understood.
 */
export function readLabelCells(label: string, finding = ''): ReadLabel | string | null {
  const said = readWords(label)
  if (typeof said === 'string')
    return `The label must be normal or anomalous, or one of ${findings.join(', ')}; found "${said}".`
  const named = readWords(finding)
  if (typeof named === 'string') return `The finding must be one of ${findings.join(', ')}; found "${named}".`

  const words = [...said, ...named]
  const found = findings.filter((known) => words.includes(known))
  found.sort((a, b) => words.indexOf(a) - words.indexOf(b))
  if (said.length === 0) {
    return found.length === 0
      ? null
      : `The label must be normal or anomalous; found a finding (${found.join(', ')}) without a label.`
  }
  const isNormal = said.includes('normal')
  if (isNormal && (found.length > 0 || words.includes('anomalous')))
    return `A normal sinus cannot have a finding; found "${[label, finding].filter(Boolean).join(', ')}".`
  if (!isNormal && named.includes('normal'))
    return `An anomalous sinus cannot have the finding "${finding}". Leave the finding empty when it is not known.`
  return { label: isNormal ? 'normal' : 'anomalous', findings: found }
}

/** Every word a cell lists, understood; or the first one that is not. */
function readWords(cell: string): (Label | Finding)[] | string {
  const parts = cell.split(/[;,+|/&\n]|\bund\b|\band\b/i).filter((part) => plainWords(part) !== '')
  const unknown = parts.find((part) => !meaningOf.has(plainWords(part)))
  return unknown === undefined ? parts.map((part) => meaningOf.get(plainWords(part))!) : unknown.trim()
}

const studyFindings: Record<string, Finding> = {
  1: 'mucosal_thickening',
  2: 'polyp',
  3: 'cyst',
  5: 'opacified',
}

/**
 * A cell of the published study's column "Kieferhöhle": codes with a side, such as '1l, 3b', for both sinuses of a subject
 * at once. Empty: both normal. A side without a code is normal. Code 4 names no finding: a side with nothing else is
 * null, it has no label.
 *
 * @returns A sentence when it cannot be understood.
 * Source: method-spec 1.4 (1 mucosal thickening, 2 polyp, 3 cyst, 5 fully occupied; l left, r right, b both).
 */
export function readStudyCodes(cell: string): Record<Side, ReadLabel | null> | string {
  const codes = cell
    .toLowerCase()
    .replace(/([1-5])\s+([lrb])\b/g, '$1$2')
    .split(/[\s,;/+]+/)
    .filter((code) => code !== '')
  const wrong = codes.find((code) => !/^[1-5][lrb]$/.test(code))
  if (wrong !== undefined)
    return `A code must be a digit from 1 to 5 and l, r or b, such as 2l; found "${wrong}".`
  const read = (side: Side): ReadLabel | null => {
    const own = codes.filter((code) => code[1] === side[0] || code[1] === 'b').map((code) => code[0])
    const found = [...new Set(own.flatMap((digit) => studyFindings[digit] ?? []))]
    if (found.length > 0) return { label: 'anomalous', findings: found }
    return own.length > 0 ? null : { label: 'normal', findings: [] }
  }
  return { left: read('left'), right: read('right') }
}

/** Whether a cell may be such codes. */
export const looksLikeStudyCodes = (cell: string): boolean =>
  cell !== '' && typeof readStudyCodes(cell) !== 'string'
