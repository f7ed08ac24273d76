import { expect, it } from 'vitest'
import {
  formatExperiment,
  formatFixed,
  formatLoss,
  formatShare,
  formatShareFixed,
  formatStep,
  formatTick,
  shellQuote,
} from '../../../../src/renderer/src/lib/format.ts'

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

it('gives shares that stand in one column the same decimals', () => {
  expect([0.5, 0.409, 0.42].map(formatShareFixed)).toEqual(['50.0%', '40.9%', '42.0%'])
})

it('writes a negative number with a minus, not a hyphen', () => {
  expect([-17.84, 0, 2].map((value) => formatFixed(value, 1))).toEqual(['−17.8', '0.0', '2.0'])
})

it('leaves zeros out of an axis that say nothing', () => {
  expect([0, 0.05, 0.15, 120, 0.0000125].map(formatTick)).toEqual(['0', '0.05', '0.15', '120', '1.25e-5'])
})

it('names a recipe once', () => {
  expect(formatExperiment('quick', 'quick-5c3bcaa9')).toBe('quick-5c3bcaa9')
  expect(formatExperiment('quick', 'abc')).toBe('quick · abc')
})

it('quotes a folder for a shell only where it must', () => {
  expect(['/a/b-c_1.2', '/a b', "/it's", '/a;rm'].map(shellQuote)).toEqual([
    '/a/b-c_1.2',
    "'/a b'",
    String.raw`'/it'\''s'`,
    "'/a;rm'",
  ])
})
