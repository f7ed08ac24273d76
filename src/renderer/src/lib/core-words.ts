import { preferences } from './preferences.ts'
import { german } from './strings/core.ts'

interface Template {
  /** Its fixed parts, before, between and after the values. */
  pieces: readonly string[]
  /** Of all of them. */
  letters: number
  /** The other language's, and which value stands after each but the last. */
  otherPieces: readonly string[]
  order: readonly number[]
}

/** A sentence in the other language, and how many letters of the first one were known. */
interface Found {
  words: string
  known: number
}

/**
 * Puts what the core says into the other language of a catalogue of sentences.
 *
 * @param catalogue  English to the other language, `{}` for each value put in; `{2}` for the second, in another order.
 * @returns A function that gives a sentence in the other language, null where the catalogue has nothing like it. It also
 *   takes a list of sentences (`a; b`) and one behind a name (`name: a`), and values that are any of these. Where a
 *   sentence can be understood in several ways, it is the one that leaves least unknown.
 */
export function translator(catalogue: Readonly<Record<string, string>>): (text: string) => string | null {
  const templates = Object.entries(catalogue)
    .filter(([english]) => english.includes('{}'))
    .map(([english, other]) => templateOf(english, other))

  /** Of the sentence at hand: its parts come up again and again. */
  const seen = new Map<string, Found | null>()

  function find(text: string): Found | null {
    if (!seen.has(text)) seen.set(text, understand(text))
    return seen.get(text)!
  }

  function understand(text: string): Found | null {
    if (Object.hasOwn(catalogue, text)) return { words: catalogue[text], known: text.length }
    const ways = templates.flatMap((template) => {
      const values = valuesIn(text, template.pieces)
      return values ? [filled(template, values)] : []
    })
    const [best = null] = [...ways, ...list(text), ...behindName(text)].sort((a, b) => b.known - a.known)
    return best
  }

  function filled(template: Template, values: readonly string[]): Found {
    const found = values.map(value)
    const { otherPieces, order } = template
    const put = (index: number) => (index < order.length ? found[order[index]].words : '')
    return {
      words: otherPieces.map((piece, index) => piece + put(index)).join(''),
      known: template.letters + found.reduce((sum, { known }) => sum + known, 0),
    }
  }

  /** A sentence that is put into another one may have lost its full stop. */
  function value(text: string): Found {
    const found = find(text)
    if (found) return found
    const whole = /\.\s/.test(text) ? find(`${text}.`) : null
    return whole ? { ...whole, words: whole.words.slice(0, -1) } : { words: asGerman(text), known: 0 }
  }

  function list(text: string): Found[] {
    const parts = text.split('; ')
    const found = parts.length > 1 ? parts.map(find) : []
    const known = found.reduce((sum, part) => sum + (part?.known ?? 0), 0)
    return known === 0 ? [] : [{ words: parts.map((part, i) => found[i]?.words ?? part).join('; '), known }]
  }

  function behindName(text: string): Found[] {
    const at = text.indexOf(': ')
    const found = at < 0 ? null : find(text.slice(at + 2))
    return found ? [{ words: `${text.slice(0, at)}: ${found.words}`, known: found.known }] : []
  }

  return (text) => {
    seen.clear()
    return find(text)?.words ?? null
  }
}

function templateOf(english: string, other: string): Template {
  const pieces = english.split('{}')
  const marks = [...other.matchAll(/\{(\d*)\}/g)]
  return {
    pieces,
    letters: pieces.join('').length,
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

/**
 * What is no sentence. Decimal numbers, lists of them and sizes such as "1.2 × 0.9" get decimal commas, and then
 * semicolons; names that are joined by "and" or "or" are joined in German.
 */
function asGerman(value: string): string {
  if (/^-?\d+(\.\d+)?((, | × )-?\d+(\.\d+)?)*$/.test(value) && value.includes('.'))
    return value.replaceAll(', ', '; ').replaceAll('.', ',')
  if (/^\S+( or \S+)+$/.test(value)) return value.replaceAll(' or ', ' oder ')
  return /^\S+( and \S+)+$/.test(value) ? value.replaceAll(' and ', ' und ') : value
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
