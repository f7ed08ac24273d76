import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawReadingOrder } from '../../../../src/shared/domain/review.ts'

const names = (count: number) => Array.from({ length: count }, (_, k) => `sub-${k}_L`)
const sinusesOf = (order: ReturnType<typeof drawReadingOrder>) => order.map(({ sinus }) => sinus)

describe('the order of reading', () => {
  it('has every sinus once, a tenth of them twice, and each repeat half the list after its original', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer(),
        fc.string({ minLength: 1 }),
        (count, seed, reader) => {
          const order = drawReadingOrder(names(count), { seed, reader })
          const first = order.filter(({ isRepeat }) => !isRepeat)
          expect(sinusesOf(first).sort()).toEqual(names(count).sort())
          const repeats = order.filter(({ isRepeat }) => isRepeat)
          expect(repeats).toHaveLength(Math.round(count / 10))
          expect(new Set(sinusesOf(repeats)).size).toBe(repeats.length)
          for (const { sinus } of repeats) {
            const [original, again] = order.flatMap((one, at) => (one.sinus === sinus ? [at] : []))
            expect(order[original].isRepeat).toBe(false)
            expect(order[again].isRepeat).toBe(true)
            expect(again - original - 1).toBeGreaterThanOrEqual(Math.floor(count / 2))
          }
        },
      ),
    )
  })

  it('is another for every reader and seed, and the same when drawn again from a list in any order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 100 }), fc.integer(), (count, seed) => {
        const draw = (reader: string, from = seed, list = names(count)) =>
          drawReadingOrder(list, { seed: from, reader })
        expect(draw('reader A', seed, names(count).reverse())).toEqual(draw('reader A'))
        expect(sinusesOf(draw('reader B'))).not.toEqual(sinusesOf(draw('reader A')))
        expect(sinusesOf(draw('reader A', seed + 1))).not.toEqual(sinusesOf(draw('reader A')))
      }),
    )
  })
})
