import { afterEach, describe, expect, it } from 'vitest'
import { inWords, sentence, translator } from '../../../../src/renderer/src/lib/core-words.ts'
import { prefer } from '../../../../src/renderer/src/lib/preferences.ts'

afterEach(() => prefer({ language: 'en' }))

describe('a translator', () => {
  const find = translator({
    'The file is empty. Copy it again.': 'Die Datei ist leer. Kopieren Sie sie noch einmal.',
    'The {} sinus of {} has no centre.': 'Die Kieferhöhle von {2} ({1}) hat keine Mitte.',
    '{} is missing.': '{} fehlt.',
    'The header of {} is missing.': 'Der Header von {} fehlt.',
    'It ended: {}.': 'Es endete: {}.',
    'it ran out of memory': 'ihm ging der Speicher aus',
    '{} of {} voxels are gone.': 'Von {2} Voxeln sind {1} weg, und {2} waren es.',
    'At {} mm.': 'Bei {} mm.',
    '"{}" is not so ({})': '„{}“ ist nicht so ({})',
    left: 'links',
  })

  it('knows a sentence by its fixed words and puts its values where they belong', () => {
    expect(find('The file is empty. Copy it again.')).toBe(
      'Die Datei ist leer. Kopieren Sie sie noch einmal.',
    )
    expect(find('a file.nii is missing.')).toBe('a file.nii fehlt.')
    expect(find('3 of 12 voxels are gone.')).toBe('Von 12 Voxeln sind 3 weg, und 12 waren es.')
  })

  it('puts a value into the other language that is a word or a sentence itself', () => {
    expect(find('The left sinus of s-01 has no centre.')).toBe(
      'Die Kieferhöhle von s-01 (links) hat keine Mitte.',
    )
    expect(find('It ended: it ran out of memory.')).toBe('Es endete: ihm ging der Speicher aus.')
    expect(find('It ended: SIGKILL.')).toBe('Es endete: SIGKILL.')
  })

  it('understands a sentence in the way that leaves least unknown', () => {
    expect(find('At 3 of 12 voxels are gone. mm.')).toBe('Bei Von 12 Voxeln sind 3 weg, und 12 waren es. mm.')
    expect(find('The header of a.nii is missing.')).toBe('Der Header von a.nii fehlt.')
  })

  it('takes each of a list, and a sentence behind a name', () => {
    expect(find('it ran out of memory; a.nii is missing.')).toBe('ihm ging der Speicher aus; a.nii fehlt.')
    expect(find('something else; a.nii is missing.')).toBe('something else; a.nii fehlt.')
    expect(find('"a" is not so (1); "b" is not so (left)')).toBe(
      '„a“ ist nicht so (1); „b“ ist nicht so (links)',
    )
    expect(find('scan 4: it ran out of memory')).toBe('scan 4: ihm ging der Speicher aus')
  })

  it('writes decimal numbers with a comma, and nothing else', () => {
    expect(find('At 1.25 mm.')).toBe('Bei 1,25 mm.')
    expect(find('At 1.5, -2, 3.25 mm.')).toBe('Bei 1,5; -2; 3,25 mm.')
    expect(find('At 0.9 × 0.9 × 5 mm.')).toBe('Bei 0,9 × 0,9 × 5 mm.')
    expect(find('At 1.2.3 mm.')).toBe('Bei 1.2.3 mm.')
    expect(find('v1.5.nii is missing.')).toBe('v1.5.nii fehlt.')
  })

  it('joins names in German, and knows a sentence that lost its full stop in another one', () => {
    expect(find('a or b is missing.')).toBe('a oder b fehlt.')
    expect(find('3 and 5 is missing.')).toBe('3 und 5 fehlt.')
    expect(find('one thing or another is missing.')).toBe('one thing or another fehlt.')
    expect(find('It ended: The file is empty. Copy it again.')).toBe(
      'Es endete: Die Datei ist leer. Kopieren Sie sie noch einmal.',
    )
  })

  it('does not lose itself in a log', () => {
    const log = Array.from({ length: 200 }, (_, i) => `a: b${i} is missing.; c: d`).join(' | ')
    const begunMs = performance.now()
    expect(find(`It ended: ${log}.`)).toMatch(/^Es endete: a: b0 /)
    expect(performance.now() - begunMs).toBeLessThan(3000)
  })

  it('says that it does not know a sentence', () => {
    expect(find('The file is empty.')).toBeNull()
    expect(find('It ended: ')).toBeNull()
    expect(find('')).toBeNull()
  })
})

it('leaves English alone in an English window, and what it does not know in a German one', () => {
  const known = 'The file is empty. Copy it again from where it came from.'
  expect(inWords(known)).toBe(known)
  prefer({ language: 'de' })
  expect(inWords(known)).toBe('Die Datei ist leer. Kopieren Sie sie noch einmal von dort, wo sie herkommt.')
  expect(inWords('ENOSPC: no space left')).toBe('ENOSPC: no space left')
  prefer({ language: 'en' })
  expect(inWords(known)).toBe(known)
})

it('begins a line with a capital letter', () => {
  expect(['', 'über dem Boden', 'AMX'].map(sentence)).toEqual(['', 'Über dem Boden', 'AMX'])
})
