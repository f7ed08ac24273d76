import { describe, expect, it } from 'vitest'
import {
  plainWords,
  readLabelCells,
  readSides,
  readStudyCodes,
} from '../../../../src/shared/domain/label-words.ts'

describe('plainWords', () => {
  it.each([
    ['Kieferhöhle', 'kieferhoehle'],
    ['Kieferho\u0308hle', 'kieferhoehle'], // ö of two characters, as macOS writes it
    ['  o. B. ', 'o b'],
    ['UNAUFFÄLLIG', 'unauffaellig'],
    ['Straße', 'strasse'],
    ['Polypé_2', 'polype 2'],
    ['--', ''],
  ])('makes "%s" comparable', (text, plain) => expect(plainWords(text)).toBe(plain))
})

describe('readSides', () => {
  it.each([
    [['L', 'left', 'Links', 'li.', 'linke'], ['left']],
    [['R', 'RIGHT', 'rechts', 're.'], ['right']],
    [
      ['b', 'both', 'beidseits', 'bds.', 'l/r', 'links und rechts'],
      ['left', 'right'],
    ],
  ])('takes %j for %j', (words, sides) => {
    for (const word of words) expect(readSides(word), word).toEqual(sides)
  })

  it('knows no other side', () => {
    for (const word of ['', 'up', 'lr x', '?']) expect(readSides(word), word).toBeNull()
  })
})

describe('readLabelCells', () => {
  const normal = { label: 'normal', findings: [] }
  const anomalous = (...findings: string[]) => ({ label: 'anomalous', findings })
  it.each([
    [['normal'], normal],
    [['0'], normal],
    [['unauffällig'], normal],
    [['o.B.'], normal],
    [['normal', 'none'], normal],
    [['1'], anomalous()],
    [['auffällig'], anomalous()],
    [['Anomalous', 'Cyst'], anomalous('cyst')],
    [['Polyp'], anomalous('polyp')],
    [['Zyste und Schleimhautschwellung'], anomalous('cyst', 'mucosal_thickening')],
    [['pathologisch', 'mucosal-thickening; polyp / polyp'], anomalous('mucosal_thickening', 'polyp')],
    [['vollständig verschattet'], anomalous('opacified')],
  ])('reads %j', (cells, expected) =>
    expect(readLabelCells(...(cells as [string, string?]))).toEqual(expected),
  )

  it.each([
    ['', ''],
    [' - ', ''],
    ['', 'none'],
  ])('takes "%s" and "%s" for nothing said', (label, finding) =>
    expect(readLabelCells(label, finding)).toBeNull(),
  )

  it.each([
    ['maybe', '', /The label must be.*found "maybe"/],
    ['anomalous', 'tumour', /mucosal_thickening, polyp, cyst, opacified; found "tumour"/],
    ['', 'polyp', /found a finding \(polyp\) without a label/],
    ['normal', 'cyst', /A normal sinus cannot have a finding; found "normal, cyst"/],
    ['unauffällig, Zyste', '', /A normal sinus cannot have a finding/],
    ['anomalous', 'none', /cannot have the finding "none"/],
  ])('does not understand "%s" with "%s"', (label, finding, message) =>
    expect(readLabelCells(label, finding)).toMatch(message),
  )
})

describe('readStudyCodes', () => {
  const brief = (cell: string) => {
    const read = readStudyCodes(cell)
    if (typeof read === 'string') return read
    return [read.left, read.right].map((side) => side && [side.label, ...side.findings].join(' ')).join(' | ')
  }
  // By hand from method-spec 1.4: 1 thickening, 2 polyp, 3 cyst, 5 fully occupied, 4 no finding but not normal either.
  it.each([
    ['', 'normal | normal'],
    ['1l', 'anomalous mucosal_thickening | normal'],
    ['2r', 'normal | anomalous polyp'],
    ['3b', 'anomalous cyst | anomalous cyst'],
    ['1l, 2l,5R', 'anomalous mucosal_thickening polyp | anomalous opacified'],
    ['1 l; 2 r', 'anomalous mucosal_thickening | anomalous polyp'],
    ['4l', ' | normal'],
    ['4b', ' | '],
    ['4l,1l', 'anomalous mucosal_thickening | normal'],
    ['2l,2l', 'anomalous polyp | normal'],
  ])('reads "%s"', (cell, expected) => expect(brief(cell)).toBe(expected))

  it.each(['6l', '1', 'l', '1x', 'polyp l', '12l'])('does not understand "%s"', (cell) =>
    expect(readStudyCodes(cell)).toMatch(/digit from 1 to 5 and l, r or b/),
  )
})
