import { expect, it } from 'vitest'
import { formatLoss, formatShare, formatStep, shellQuote } from '../../../../src/renderer/src/lib/format.ts'

it('gives a loss three significant digits, small ones with a power of ten', () => {
  expect([0.043211, 0.5, 12.345, 0, 0.00012345].map(formatLoss)).toEqual([
    '0.0432',
    '0.500',
    '12.3',
    '0.00',
    '1.23e-4',
  ])
})

it('gives a step in milliseconds or seconds', () => {
  expect([0.0474, 0.342, 12.34].map(formatStep)).toEqual(['47 ms', '0.34 s', '12 s'])
})

it('gives a share in per cent', () => {
  expect([0.1, 1, 0.125].map(formatShare)).toEqual(['10%', '100%', '12.5%'])
})

it('quotes a folder for a shell only where it must', () => {
  expect(['/a/b-c_1.2', '/a b', "/it's", '/a;rm'].map(shellQuote)).toEqual([
    '/a/b-c_1.2',
    "'/a b'",
    String.raw`'/it'\''s'`,
    "'/a;rm'",
  ])
})
