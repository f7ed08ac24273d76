import { describe, expect, it } from 'vitest'
import { permutationTest } from '../../../../src/shared/metrics/permutation.ts'
import { auprc, auroc } from '../../../../src/shared/metrics/ranking.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { defined } from './golden.ts'
import { statistics } from './statistics.ts'

const { subjects, label: targets, first, second, ...exact } = statistics.permutation
const test = { subjects, targets }

describe('permutationTest', () => {
  it('gives the exact p of all 256 ways to swap eight subjects', () => {
    const result = defined(permutationTest(test, first, second, { seed: 1 }))
    expect(result.auroc).toMatchObject({ permutations: 256, exact: true })
    expect(result.auroc.p).toBeCloseTo(exact.auroc, 12)
    expect(result.auprc.p).toBeCloseTo(exact.auprc, 12)
  })

  it('draws when there are too many ways, near the exact p and never 0', () => {
    const result = defined(permutationTest(test, first, second, { seed: 1, permutations: 255 }))
    expect(result.auroc).toMatchObject({ permutations: 255, exact: false })
    // Standard error of a share of 255 draws: 2.6 points.
    expect(Math.abs(result.auroc.p - exact.auroc)).toBeLessThan(0.08)
    const random = createRandom('apart')
    const many = Array.from({ length: 60 }, (_, i) => `sub-${i}`)
    const truth = many.map((_, i) => i % 2)
    const good = truth.map((target) => target + 0.1 * random.normal())
    const poor = truth.map(() => random.normal())
    const apart = defined(
      permutationTest({ subjects: many, targets: truth }, [good], [poor], { seed: 1, permutations: 99 }),
    )
    expect(apart.auroc.p).toBeCloseTo(0.01, 12)
  })

  it('reports the difference as it is, and does not care how a method scales its scores', () => {
    const scaled = second.map((scores) => scores.map((score) => 1000 * score ** 3))
    const result = defined(permutationTest(test, first, scaled, { seed: 1 }))
    const mean = (metric: typeof auroc, models: number[][]) =>
      models.reduce((sum, scores) => sum + defined(metric(targets, scores)) / models.length, 0)
    expect(result.auroc.difference).toBeCloseTo(mean(auroc, first) - mean(auroc, second), 12)
    expect(result.auprc.difference).toBeCloseTo(mean(auprc, first) - mean(auprc, second), 12)
    expect(result).toEqual(defined(permutationTest(test, first, second, { seed: 1 })))
  })

  it('cannot tell a method from itself', () => {
    expect(defined(permutationTest(test, first, first, { seed: 1 })).auprc).toMatchObject({
      difference: 0,
      p: 1,
    })
  })

  it('is undefined without pairs, for one subject and for one class', () => {
    const reason = (...args: Parameters<typeof permutationTest>) =>
      (permutationTest(...args) as { reason: string }).reason
    expect(reason(test, first, [], { seed: 1 })).toBe('the methods have no models in pairs')
    expect(reason({ subjects: ['a', 'a'], targets: [0, 1] }, [[1, 2]], [[2, 1]], { seed: 1 })).toContain(
      'one subject',
    )
    expect(reason({ subjects: ['a', 'b'], targets: [0, 0] }, [[1, 2]], [[2, 1]], { seed: 1 })).toContain(
      'normal',
    )
  })
})
