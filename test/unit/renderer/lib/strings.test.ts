import { afterEach, expect, it } from 'vitest'
import { formatCount, formatLoss, formatShare, formatState } from '../../../../src/renderer/src/lib/format.ts'
import { prefer } from '../../../../src/renderer/src/lib/preferences.ts'
import { areas, strings } from '../../../../src/renderer/src/lib/strings.ts'

afterEach(() => prefer({ language: 'en' }))

/** Every word by its path; functions by their number of parameters. */
function leaves(words: unknown, path: string): [path: string, kind: string, text: string][] {
  if (typeof words === 'object' && words !== null)
    return Object.entries(words).flatMap(([key, value]) => leaves(value, `${path}.${key}`))
  if (typeof words === 'function') return [[path, `function of ${words.length}`, String(words)]]
  return [[path, typeof words, String(words)]]
}

it.each(Object.entries(areas))('says everything of %s in English and German', (_, { en, de }) => {
  const [english, german] = [leaves(en, ''), leaves(de, '')]
  expect(german.map(([path, kind]) => [path, kind])).toEqual(english.map(([path, kind]) => [path, kind]))
  for (const [path, kind, text] of [...english, ...german]) {
    if (kind === 'string') expect(text.trim(), path).not.toBe('')
  }
})

it('has German for every sentence, not the English one again', () => {
  const sentences = Object.entries(areas).flatMap(([area, { en, de }]) => {
    const german = new Map(leaves(de, area).map(([path, , text]) => [path, text]))
    return leaves(en, area).filter(
      ([path, , text]) => (text.match(/\p{L}{2,}/gu)?.length ?? 0) > 2 && german.get(path) === text,
    )
  })
  expect(sentences).toEqual([])
})

it('changes every word and number with the language', () => {
  expect([strings.runs.title, formatState('queued')]).toEqual(['Runs', 'Queued'])
  prefer({ language: 'de' })
  expect([strings.runs.title, formatState('queued')]).toEqual(['Läufe', 'Wartet'])
  expect([formatCount(12345), formatShare(0.125), formatLoss(0.04321), formatLoss(0.00012345)]).toEqual([
    '12.345',
    '12,5\u00a0%',
    '0,0432',
    '1,23e-4',
  ])
})
