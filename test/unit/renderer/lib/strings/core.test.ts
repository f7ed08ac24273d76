import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseRecipe } from '../../../../../src/main/study/recipe-file.ts'
import { nameOf } from '../../../../../src/main/study/stage-name.ts'
import { translator } from '../../../../../src/renderer/src/lib/core-words.ts'
import { german, saidByCore } from '../../../../../src/renderer/src/lib/strings/core.ts'
import { stageKinds } from '../../../../../src/shared/domain/stage.ts'
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
    /[\d}]%|\d\.\d+ (GB|mm)|\.\.\.|"[^"]* [^"]*"(?!\s*$)| {2}/.test(other),
  )
  // Commands stay as they are typed.
  expect(wrong.filter(([, other]) => !/--map|--reader|--mem/.test(other))).toEqual([])
})

it('knows what is put together from the core: names of stages, and what is wrong with a recipe', () => {
  const find = translator(german)
  const names = stageKinds.map((kind) => {
    const isJudged = kind === 'finetune' || kind === 'evaluate'
    const method = kind === 'cae' || kind === 'residuals' ? null : 'byol'
    return nameOf({ kind, method, foldIndex: 1, labelFraction: isJudged ? 0.2 : null })
  })
  expect(names.map(find)).toEqual([
    'Autoencoder der Normalen, Fold 2',
    'Residuen, Fold 2',
    'Vortraining byol, Fold 2',
    'Feinabstimmung byol, Fold 2, 20\u00a0% der Labels',
    'Auswertung von byol, Fold 2, 20\u00a0% der Labels',
  ])
  const recipe = 'name: quick\npreset: quick\nmethods: [scratch]\nlabelFractions: [2]\nseeds: many\nfold: 3\n'
  const said = () => {
    try {
      parseRecipe(recipe, 'plan.yaml')
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }
  expect(find(said())).toBe(
    'Das Rezept plan.yaml ist nicht verwendbar: schema: erwartet wird 1; ' +
      'Zeile 4, Spalte 18: labelFractions.0: Zu groß (Zahl): erwartet wird höchstens 1; ' +
      'folds: erwartet wird Zahl, gefunden wurde nichts; ' +
      'Zeile 5, Spalte 8: seeds: erwartet wird Liste, gefunden wurde Text; ' +
      'Zeile 6, Spalte 7: fold: kein Rezept hat diesen Schlüssel.',
  )
})

it('knows what changed between two dataset versions', () => {
  const find = translator(german)
  const roles = ['fold 2', 'fold 1, 0.2', 'unlabelled, training', 'anomalous', 'anomalous (polyp)', 'sinus']
  expect(roles.map(find)).toEqual([
    'Fold 2',
    'Fold 1, 0,2',
    'ohne Label, Training',
    'auffällig',
    'auffällig (Polyp)',
    'Kieferhöhle',
  ])
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
