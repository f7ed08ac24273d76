import { expect, it } from 'vitest'
import { damagedFile, printable } from '../../../../src/shared/formats/damaged.ts'

it('says what is wrong and what to do', () => {
  expect(damagedFile('zip')('it is cut off')).toMatchObject({
    code: 'unreadable-file',
    message: 'This is not an intact zip file: it is cut off. Get the file again from where it came from.',
  })
})

it('shows a foreign name on one line without anything a terminal obeys', () => {
  expect(printable('module.conv1.weight')).toBe('module.conv1.weight')
  expect(printable('a\x1b[2J\n\x9bb\u202e')).toBe('a\\u{1b}[2J\\u{a}\\u{9b}b\\u{202e}')
  expect(printable('x'.repeat(200), 10)).toBe(`${'x'.repeat(10)}…`)
})
