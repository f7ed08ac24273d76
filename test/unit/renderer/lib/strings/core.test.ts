import fc from 'fast-check'
import { expect, it } from 'vitest'
import { translator } from '../../../../../src/renderer/src/lib/core-words.ts'
import { german, saidByCore } from '../../../../../src/renderer/src/lib/strings/core.ts'
import { coreMessages } from '../../../../helpers/core-messages.ts'

const said = coreMessages()
const catalogue = Object.entries(german)
const holes = (text: string) => [...text.matchAll(/\{(\d*)\}/g)].map(([, number]) => number)

it('reads messages of every kind from the source', () => {
  const templates = new Set(said.map(({ template }) => template))
  expect(said.length).toBeGreaterThan(600)
  for (const template of [
    'The file is empty. Copy it again from where it came from.', // a helper's argument, thrown by the helper
    'A worker ended: {}. It needs more memory than there is.', // a condition put in
    'it was cut off inside its attributes', // a function's answer put in
    'The validation loss was lowest in epoch {} ({}) and is {} now, while the training loss still falls.', // an alarm
    'no sinus is anomalous', // a metric without a value
    'Extracting sinuses', // a phase
    '{} It was tried {} times.', // put behind what was said
  ])
    expect(templates).toContain(template)
})

it('has German for everything the core says', () => {
  const missing = said.filter(({ template }) => !Object.hasOwn(german, template))
  expect(missing.map(({ template, place }) => `${place}: ${template}`)).toEqual([])
})

it('has nothing that the core does not say any more, and nothing twice', () => {
  const templates = new Set(said.map(({ template }) => template))
  const entries = saidByCore.flatMap((theme) => Object.keys(theme))
  expect(entries.filter((english) => !templates.has(english))).toEqual([])
  expect(entries.filter((english, index) => entries.indexOf(english) !== index)).toEqual([])
})

it('puts every value of a message into its German', () => {
  const wrong = catalogue.filter(([english, other]) => {
    const [values, put] = [holes(english), holes(other)]
    const inOrder = put.every((number) => number === '') && put.length === values.length
    const numbers = new Set(put.map(Number))
    const byNumber = !put.includes('') && values.every((_, index) => numbers.has(index + 1))
    return !inOrder && !(byNumber && Math.max(0, ...numbers) <= values.length)
  })
  expect(wrong).toEqual([])
})

it('ends where the English ends: a sentence as a sentence, what is part of one as a part', () => {
  const end = (text: string) => /[.?]$/.test(text)
  expect(catalogue.filter(([english, other]) => end(english) !== end(other))).toEqual([])
})

it('writes German as German is written', () => {
  const wrong = catalogue.filter(([, other]) =>
    /\d%|\d\.\d+ (GB|mm)|\.\.\.|"[^"]* [^"]*"(?!\s*$)|  /.test(other),
  )
  // Commands stay as they are typed.
  expect(wrong.filter(([, other]) => !/--map|--reader|--mem/.test(other))).toEqual([])
})

it('knows every message again, whatever its values are', () => {
  const find = translator(german)
  const value = fc.oneof(
    fc.stringMatching(/^[A-Z]{2,6}-\d{1,4}$/),
    fc.stringMatching(/^\/[a-z]{2,8}\/[a-z]{2,8} [A-Z]{2,4}\.nii$/),
    fc.integer({ min: 0, max: 99_999 }).map(String),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...catalogue),
      fc.array(value, { minLength: 8, maxLength: 8 }),
      (entry, values) => {
        const [english, other] = entry
        let next = 0
        const text = english.replaceAll('{}', () => values[next++])
        next = 0
        const wanted = other.replaceAll(
          /\{(\d*)\}/g,
          (_, number: string) => values[number ? Number(number) - 1 : next++],
        )
        expect(find(text)).toBe(wanted)
      },
    ),
    { numRuns: 4000 },
  )
})
