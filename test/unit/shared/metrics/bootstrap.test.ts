import { describe, expect, it } from 'vitest'
import { bootstrapIntervals, pairedDifferences, verdict } from '../../../../src/shared/metrics/bootstrap.ts'
import { foldInterval } from '../../../../src/shared/metrics/interval.ts'
import { isUndefined } from '../../../../src/shared/metrics/outcome.ts'
import { auroc } from '../../../../src/shared/metrics/ranking.ts'
import { createRandom, type Random } from '../../../../src/shared/random.ts'
import { defined } from './golden.ts'

/** `subjects` people with two sinuses each; scores = signal · target + noise, part of the noise shared by a person. */
function aTestSample(random: Random, subjects: number, signal: number, models = 1) {
  const names: string[] = []
  const targets: number[] = []
  const scores: number[][] = Array.from({ length: models }, () => [])
  for (let subject = 0; subject < subjects; subject++) {
    const shared = random.normal()
    for (let side = 0; side < 2; side++) {
      const target = random.uniform() < 0.4 ? 1 : 0
      names.push(`sub-${subject}`)
      targets.push(target)
      for (const model of scores) model.push(signal * target + shared + random.normal())
    }
  }
  return { subjects: names, targets, models: scores }
}

describe('bootstrapIntervals', () => {
  it('is the same for the same seed and different for another', () => {
    const sample = aTestSample(createRandom('data'), 40, 1)
    const options = { seed: 7, replicates: 300 }
    const first = defined(bootstrapIntervals(sample, options)).auroc
    expect(defined(bootstrapIntervals(sample, options)).auroc).toEqual(first)
    expect(defined(bootstrapIntervals(sample, { ...options, seed: 8 })).auroc).not.toEqual(first)
    expect(first).toMatchObject({ subjects: 40, replicates: 300 })
  })

  it('reports the mean over models, inside its interval', () => {
    const sample = aTestSample(createRandom('models'), 60, 1, 3)
    const { value, low, high } = defined(bootstrapIntervals(sample, { seed: 1, replicates: 400 })).auroc
    const mean = sample.models.reduce((sum, scores) => sum + defined(auroc(sample.targets, scores)), 0) / 3
    expect(value).toBeCloseTo(mean, 12)
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
  })

  it('is wider when it draws people than when it takes their sinuses for independent', () => {
    const random = createRandom('clusters')
    const names = Array.from({ length: 40 }, (_, i) => `sub-${i}`)
    // Both sinuses of a person are copies, so half of them tell nothing new.
    const targets = names.map((_, i) => i % 2)
    const scores = targets.map((target) => 0.8 * target + random.normal())
    const twice = <T>(values: T[]) => [...values, ...values]
    const width = (subjects: string[]) => {
      const sample = { subjects, targets: twice(targets), models: [twice(scores)] }
      const { low, high } = defined(bootstrapIntervals(sample, { seed: 3 })).auroc
      return high - low
    }
    const clustered = width(twice(names))
    const naive = width(Array.from({ length: 80 }, (_, i) => `sub-${i}`))
    expect(clustered / naive).toBeCloseTo(Math.SQRT2, 1)
  })

  it('covers the truth about 95 % of the time when scores are random', () => {
    const random = createRandom('null coverage')
    const runs = 400
    let covered = 0
    for (let run = 0; run < runs; run++) {
      const sample = aTestSample(random, 80, 0)
      const { low, high } = defined(bootstrapIntervals(sample, { seed: run, replicates: 400 })).auroc
      if (low <= 0.5 && 0.5 <= high) covered++
    }
    // Binomial standard error over 400 runs: 1.1 points. A percentile interval is known to be a little short.
    expect(covered / runs).toBeGreaterThan(0.92)
    expect(covered / runs).toBeLessThan(0.98)
  })

  it.each([
    [
      'one class',
      { subjects: ['a', 'b'], targets: [0, 0], models: [[0.1, 0.2]] },
      'all 2 sinuses are normal',
    ],
    [
      'one subject',
      { subjects: ['a', 'a'], targets: [0, 1], models: [[0.1, 0.2]] },
      'one subject cannot be resampled',
    ],
    ['no model', { subjects: ['a', 'b'], targets: [0, 1], models: [] }, 'no model has scored the test set'],
  ])('is undefined for %s', (_, sample, reason) => {
    expect(bootstrapIntervals(sample, { seed: 1 })).toEqual({ undefined: true, reason })
  })

  it('is undefined when most resampled test sets lose a class', () => {
    const sample = { subjects: ['a', 'b', 'c'], targets: [0, 0, 1], models: [[0.1, 0.2, 0.3]] }
    const result = bootstrapIntervals(sample, { seed: 1, replicates: 200 })
    expect(isUndefined(result) && result.reason).toContain('too few test subjects')
  })
})

describe('foldInterval over independent test sets', () => {
  it('covers 0.5 about 95 % of the time when scores are random', () => {
    const random = createRandom('folds')
    const runs = 1000
    let covered = 0
    for (let run = 0; run < runs; run++) {
      const values = Array.from({ length: 5 }, () => {
        const { targets, models } = aTestSample(random, 40, 0)
        return auroc(targets, models[0])
      })
      const { low, high } = defined(foldInterval(values))
      if (low <= 0.5 && 0.5 <= high) covered++
    }
    // Binomial standard error over 1000 runs: 0.7 points.
    expect(covered / runs).toBeGreaterThan(0.93)
    expect(covered / runs).toBeLessThan(0.97)
  })
})

describe('pairedDifferences', () => {
  it('finds a real difference, with the sign of first minus second', () => {
    const random = createRandom('difference')
    const { subjects, targets, models } = aTestSample(random, 120, 2)
    const noise = targets.map(() => random.normal())
    const result = defined(pairedDifferences({ subjects, targets }, models, [noise], { seed: 1 })).auroc
    expect(result.difference).toBeCloseTo(
      defined(auroc(targets, models[0])) - defined(auroc(targets, noise)),
      12,
    )
    expect(result).toMatchObject({ distinguishable: true, subjects: 120 })
    expect(result.low).toBeGreaterThan(0)
    expect(verdict(result, { first: 'A', second: 'B', metric: 'AUROC' })).toMatch(
      /^A scores higher than B by AUROC \(difference \+0\.\d{3}, 95 % interval \+0\.\d{3} to \+0\.\d{3}, 120 test subjects\)\.$/,
    )
  })

  it('does not tell a method from itself', () => {
    const { subjects, targets, models } = aTestSample(createRandom('same'), 40, 1)
    const result = defined(
      pairedDifferences({ subjects, targets }, models, models, { seed: 1, replicates: 200 }),
    ).auprc
    expect(result).toMatchObject({ difference: 0, low: 0, high: 0, distinguishable: false })
    expect(verdict(result, { first: 'A', second: 'B', metric: 'AUPRC' })).toMatch(
      /^A and B cannot be told apart/,
    )
  })

  it('is narrower than two separate intervals for methods that err alike', () => {
    const random = createRandom('paired')
    const { subjects, targets, models } = aTestSample(random, 80, 1)
    const similar = models[0].map((score) => score + 0.1 * random.normal())
    const test = { subjects, targets }
    const paired = defined(pairedDifferences(test, models, [similar], { seed: 1, replicates: 500 })).auroc
    const alone = defined(bootstrapIntervals({ ...test, models }, { seed: 1, replicates: 500 })).auroc
    expect(paired.high - paired.low).toBeLessThan((alone.high - alone.low) / 2)
  })

  it('claims a difference between two equally good methods in at most 7 % of studies', () => {
    const random = createRandom('null differences')
    const runs = 400
    let claimed = 0
    for (let run = 0; run < runs; run++) {
      const { subjects, targets, models } = aTestSample(random, 60, 1, 2)
      const [first, second] = models
      const result = pairedDifferences({ subjects, targets }, [first], [second], {
        seed: run,
        replicates: 300,
      })
      if (defined(result).auroc.distinguishable) claimed++
    }
    expect(claimed / runs).toBeLessThanOrEqual(0.07)
    expect(claimed).toBeGreaterThan(0)
  })

  it('says why a comparison is impossible', () => {
    const test = { subjects: ['a', 'b'], targets: [1, 1] }
    const result = pairedDifferences(test, [[0.1, 0.2]], [[0.1, 0.3]], { seed: 1 })
    if (!isUndefined(result)) throw new Error('one class was compared')
    expect(verdict(result, { first: 'A', second: 'B', metric: 'AUROC' })).toBe(
      'A and B cannot be compared by AUROC: all 2 sinuses are anomalous.',
    )
  })
})
