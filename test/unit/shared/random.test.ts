import { describe, expect, it } from 'vitest'
import {
  createRandom,
  fnv1a64,
  restoreRandom,
  splitMix64,
  type RandomState,
} from '../../../src/shared/random.ts'

const draws = (random: { uniform(): number }, count: number) =>
  Array.from({ length: count }, () => random.uniform())

describe('the generator against published vectors', () => {
  it('hashes with FNV-1a (vectors of its reference page)', () => {
    expect(fnv1a64('')).toBe(0xcbf29ce484222325n)
    expect(fnv1a64('a')).toBe(0xaf63dc4c8601ec8cn)
    expect(fnv1a64('foobar')).toBe(0x85944171f73967e8n)
  })

  it('expands keys with SplitMix64 (outputs of the reference C code for seed 1234567)', () => {
    expect(splitMix64(1234567n, 5)).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ])
  })

  it('draws with xoshiro128** (outputs of the reference C code for state 1, 2, 3, 4)', () => {
    const random = restoreRandom({ key: '0000000000000000', words: [1, 2, 3, 4], spareNormal: null })
    const words = Array.from({ length: 10 }, () => random.integer(2 ** 32))
    expect(words).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
  })
})

describe('createRandom', () => {
  it('repeats itself for one seed and differs for another', () => {
    expect(draws(createRandom(7), 20)).toEqual(draws(createRandom('7'), 20))
    expect(draws(createRandom(7), 20)).not.toEqual(draws(createRandom(8), 20))
  })

  it('is uniform on [0, 1): every tenth holds its share within five standard errors', () => {
    const count = 100_000
    const bins = new Array<number>(10).fill(0)
    for (const x of draws(createRandom('uniform'), count)) bins[Math.floor(x * 10)]++
    const standardError = Math.sqrt(count * 0.1 * 0.9)
    for (const bin of bins) expect(Math.abs(bin - count / 10)).toBeLessThan(5 * standardError)
  })

  it('has the moments of a standard normal', () => {
    const random = createRandom('normal')
    const count = 100_000
    const values = Array.from({ length: count }, () => random.normal())
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / count
    // Standard errors of the first four moments at n = 100 000: 0.003, 0.0045, 0.012, 0.031.
    expect(Math.abs(moment(1))).toBeLessThan(0.016)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.023)
    expect(Math.abs(moment(3))).toBeLessThan(0.062)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.16)
  })

  it('draws whole numbers below n, each as often, and refuses other n', () => {
    const random = createRandom('integer')
    const counts = [0, 0, 0]
    for (let i = 0; i < 30_000; i++) counts[random.integer(3)]++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(30_000 * (2 / 9)))
    for (const n of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => random.integer(n)).toThrow(RangeError)
  })

  it('shuffles a copy: all orders of three items come up', () => {
    const random = createRandom('shuffle')
    const items = ['a', 'b', 'c'] as const
    const orders = new Set(Array.from({ length: 200 }, () => random.shuffle(items).join('')))
    expect(orders.size).toBe(6)
    expect(items).toEqual(['a', 'b', 'c'])
  })
})

describe('fork', () => {
  it('depends on the seed and the label, not on the draws made before', () => {
    const random = createRandom(1)
    const early = draws(random.fork('noise'), 5)
    random.uniform()
    random.normal()
    expect(draws(random.fork('noise'), 5)).toEqual(early)
    expect(draws(random.fork('pose'), 5)).not.toEqual(early)
    expect(draws(createRandom(2).fork('noise'), 5)).not.toEqual(early)
  })

  it('gives uncorrelated streams', () => {
    const [x, y] = ['a', 'b'].map((label) => draws(createRandom(1).fork(label), 10_000)) as [
      number[],
      number[],
    ]
    const covariance = x.reduce((sum, value, i) => sum + (value - 0.5) * (y[i] - 0.5), 0) / x.length
    expect(Math.abs(covariance * 12)).toBeLessThan(0.05)
  })
})

describe('state and restore', () => {
  it('continues bit for bit through JSON, in the middle of a normal pair and through forks', () => {
    const random = createRandom('resume')
    random.uniform()
    random.normal()
    const saved = JSON.stringify(random.state())
    const next = () => [
      random.normal(),
      random.uniform(),
      random.integer(10),
      random.normal(),
      random.fork('x').uniform(),
    ]
    const expected = next()
    random.restore(JSON.parse(saved) as RandomState)
    expect(next()).toEqual(expected)
    expect(restoreRandom(JSON.parse(saved) as RandomState).normal()).toBe(expected[0])
  })

  it('refuses what is no state', () => {
    const random = createRandom(1)
    expect(() => random.restore({ key: 'x', words: [1, 2, 3, 4], spareNormal: null })).toThrow(TypeError)
    expect(() => random.restore({ ...random.state(), words: [0, 0, 0, 0] })).toThrow(TypeError)
  })
})
