import { preferences } from './preferences.ts'
import { german } from './strings/core.ts'

interface Template {
  /** Its fixed parts, before, between and after the values. */
  pieces: readonly string[]
  /** The other language's, and which value stands after each but the last. */
  otherPieces: readonly string[]
  order: readonly number[]
}

/**
 * Puts what the core says into the other language of a catalogue of sentences.
 *
 * @param catalogue  English to the other language, `{}` for each value put in; `{2}` for the second, in another order.
 * @returns A function that gives a sentence in the other language, null where the catalogue has nothing like it. It also
 *   takes a list of sentences (`a; b`) and one behind a name (`name: a`), and values that are any of these.
 */
export function translator(catalogue: Readonly<Record<string, string>>): (text: string) => string | null {
  const templates = Object.entries(catalogue)
    .filter(([english]) => english.includes('{}'))
    .map(([english, other]) => templateOf(english, other))
    // Whichever leaves least to values says most.
    .sort((a, b) => letters(b) - letters(a))

  const find = (text: string): string | null => list(text) ?? whole(text) ?? inParts(text) ?? behindName(text)

  function whole(text: string): string | null {
    if (Object.hasOwn(catalogue, text)) return catalogue[text]
    for (const template of templates) {
      const values = valuesIn(text, template.pieces)
      if (!values) continue
      return fill(
        template,
        values.map((value) => find(value) ?? withCommas(value)),
      )
    }
    return null
  }

  /** Sentences that are known one by one; before `whole`, which could take them for one with a long value. */
  function list(text: string): string | null {
    const parts = text.split(separator)
    if (parts.length === 1) return null
    const found = parts.map(whole)
    return found.every((part) => part !== null) ? found.join(separator) : null
  }

  function inParts(text: string): string | null {
    const parts = text.split(separator)
    if (parts.length === 1) return null
    const found = parts.map(find)
    return found.some((part) => part !== null)
      ? parts.map((part, i) => found[i] ?? part).join(separator)
      : null
  }

  function behindName(text: string): string | null {
    const at = text.indexOf(': ')
    if (at < 0) return null
    const other = find(text.slice(at + 2))
    return other === null ? null : `${text.slice(0, at)}: ${other}`
  }

  return find
}

/** Between the sentences of a list. */
const separator = '; '
const letters = ({ pieces }: Template) => pieces.join('').length

function templateOf(english: string, other: string): Template {
  const marks = [...other.matchAll(/\{(\d*)\}/g)]
  return {
    pieces: english.split('{}'),
    otherPieces: other.split(/\{\d*\}/),
    order: marks.map(([, number], index) => (number === '' ? index : Number(number) - 1)),
  }
}

/** What stands between the fixed parts, each at its first place; null where the text is not of this kind. */
function valuesIn(text: string, pieces: readonly string[]): string[] | null {
  const [head, tail] = [pieces[0], pieces.at(-1)!]
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return null
  const values: string[] = []
  const end = text.length - tail.length
  let at = head.length
  for (const piece of pieces.slice(1, -1)) {
    const next = text.indexOf(piece, at)
    if (next < 0 || next + piece.length > end) return null
    values.push(text.slice(at, next))
    at = next + piece.length
  }
  return [...values, text.slice(at, end)]
}

const fill = ({ otherPieces, order }: Template, values: readonly string[]): string =>
  otherPieces.map((piece, index) => piece + (index < order.length ? values[order[index]] : '')).join('')

/** A decimal number, a list of them, or sizes such as "1.2 × 0.9": with decimal commas, and then with semicolons. */
function withCommas(value: string): string {
  if (!/^-?\d+(\.\d+)?((, | × )-?\d+(\.\d+)?)*$/.test(value) || !value.includes('.')) return value
  return value.replaceAll(', ', '; ').replaceAll('.', ',')
}

const toGerman = translator(german)
const known = new Map<string, string>()
const mostKnown = 5000

/** What the core says, in the language of the window; as it is where the catalogue has nothing like it. */
export function inWords(text: string): string {
  if (preferences().language === 'en') return text
  let words = known.get(text)
  if (words === undefined) {
    words = toGerman(text) ?? text
    if (known.size === mostKnown) known.clear()
    known.set(text, words)
  }
  return words
}

/** As it begins a line. */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
