import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bootstrapDifference,
  bootstrapInterval,
  covarianceOf,
  meanReplicates,
  replicateMetrics,
  resampleTestSet,
} from '../../../../src/shared/metrics/bootstrap.ts'
import { correlatedAreas } from '../../../../src/shared/metrics/delong.ts'
import { foldInterval } from '../../../../src/shared/metrics/interval.ts'
import { isUndefined } from '../../../../src/shared/metrics/outcome.ts'
import { areas, auroc, rank } from '../../../../src/shared/metrics/ranking.ts'
import { confusionAt, f1Of } from '../../../../src/shared/metrics/threshold.ts'
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

const intervalOf = (
  sample: { subjects: string[]; targets: number[]; models: number[][] },
  options: { seed: number; replicates?: number },
) => {
  const test = defined(resampleTestSet(sample.subjects, sample.targets, options))
  const models = sample.models.map((scores) => defined(replicateMetrics(test, scores)))
  return defined(bootstrapInterval(test, models, 'auroc'))
}

describe('resampleTestSet', () => {
  it('draws as many subjects as there are, each with both sinuses, the same for the same seed', () => {
    const { subjects, targets } = aTestSample(createRandom('draws'), 20, 1)
    const { blocks, replicates } = defined(resampleTestSet(subjects, targets, { seed: 7, replicates: 130 }))
    expect(replicates).toBe(130)
    // Two blocks of 125 replicates, [sinuses][125]: the second holds five.
    expect(blocks.map(({ length }) => length)).toEqual([40 * 125, 40 * 125])
    for (let lane = 0; lane < 125; lane++) {
      const counts = subjects.map((_, i) => blocks[0][i * 125 + lane])
      expect(counts.reduce((sum, count) => sum + count)).toBe(40)
      counts.forEach((count, i) => expect(count).toBe(counts[i ^ 1]))
    }
    expect(resampleTestSet(subjects, targets, { seed: 7, replicates: 130 })).toMatchObject({ blocks })
    expect(defined(resampleTestSet(subjects, targets, { seed: 8, replicates: 130 })).blocks).not.toEqual(
      blocks,
    )
  })

  it.each([
    ['one class', ['a', 'b'], [0, 0], 'all 2 sinuses are normal'],
    ['one subject', ['a', 'a'], [0, 1], 'one subject cannot be resampled'],
    ['no sinus', [], [], 'there is no sinus to evaluate'],
  ])('is undefined for %s', (_, subjects, targets, reason) => {
    expect(resampleTestSet(subjects, targets, { seed: 1 })).toEqual({ undefined: true, reason })
  })

  it('is undefined when most resampled test sets lose a class', () => {
    const result = resampleTestSet(['a', 'b', 'c'], [0, 0, 1], { seed: 1, replicates: 200 })
    expect(isUndefined(result) && result.reason).toContain('too few test subjects')
  })
})

describe('replicateMetrics', () => {
  it('are those of the plain definitions, replicate by replicate, ties included', () => {
    const sample = fc
      .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 9 })), { minLength: 8, maxLength: 40 })
      .filter(
        (pairs) =>
          pairs.filter(([target]) => target).length > 2 && pairs.filter(([target]) => !target).length > 2,
      )
    fc.assert(
      fc.property(sample, (pairs) => {
        const targets = pairs.map(([target]) => target)
        const scores = pairs.map(([, score]) => score / 9)
        const subjects = pairs.map((_, i) => `sub-${i >> 1}`)
        const test = resampleTestSet(subjects, targets, { seed: 3, replicates: 140 })
        if (isUndefined(test)) return
        const found = defined(replicateMetrics(test, scores))
        for (let replicate = 0; replicate < test.replicates; replicate++) {
          const [block, lane] = [test.blocks[Math.floor(replicate / 125)], replicate % 125]
          const weights = targets.map((_, i) => block[i * 125 + lane])
          const plain = defined(areas(rank(targets, scores), weights))
          expect(found.auroc[replicate]).toBeCloseTo(plain.auroc, 12)
          expect(found.auprc[replicate]).toBeCloseTo(plain.auprc, 12)
          const copies = weights.flatMap((weight, i) => Array.from({ length: weight }, () => i))
          const matrix = confusionAt(
            copies.map((i) => targets[i]),
            copies.map((i) => scores[i]),
            0.5,
          )
          expect(found.f1[replicate]).toBeCloseTo(defined(f1Of(defined(matrix))), 12)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('is undefined for scores that are no numbers', () => {
    const { subjects, targets, models } = aTestSample(createRandom('broken'), 20, 1)
    const test = defined(resampleTestSet(subjects, targets, { seed: 1, replicates: 50 }))
    expect(replicateMetrics(test, models[0].with(3, NaN))).toEqual({
      undefined: true,
      reason: '1 of 40 scores are not numbers',
    })
  })
})

describe('bootstrapInterval', () => {
  it('holds the mean over models', () => {
    const sample = aTestSample(createRandom('models'), 60, 1, 3)
    const { low, high, subjects, replicates } = intervalOf(sample, { seed: 1, replicates: 400 })
    const mean = sample.models.reduce((sum, scores) => sum + defined(auroc(sample.targets, scores)), 0) / 3
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
    expect({ subjects, replicates }).toEqual({ subjects: 60, replicates: 400 })
  })

  it('is wider when it draws people than when it takes their sinuses for independent', () => {
    const random = createRandom('clusters')
    const names = Array.from({ length: 40 }, (_, i) => `sub-${i}`)
    // Both sinuses of a person are copies, so half of them tell nothing new.
    const targets = names.map((_, i) => i % 2)
    const scores = targets.map((target) => 0.8 * target + random.normal())
    const twice = <T>(values: T[]) => [...values, ...values]
    const width = (subjects: string[]) => {
      const { low, high } = intervalOf(
        { subjects, targets: twice(targets), models: [twice(scores)] },
        { seed: 3 },
      )
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
      const { low, high } = intervalOf(aTestSample(random, 80, 0), { seed: run, replicates: 250 })
      if (low <= 0.5 && 0.5 <= high) covered++
    }
    // Binomial standard error over 400 runs: 1.1 points. A percentile interval is known to be a little short.
    expect(covered / runs).toBeGreaterThan(0.92)
    expect(covered / runs).toBeLessThan(0.98)
  })

  it('is undefined without a model', () => {
    const { subjects, targets } = aTestSample(createRandom('none'), 20, 1)
    const test = defined(resampleTestSet(subjects, targets, { seed: 1, replicates: 50 }))
    expect(bootstrapInterval(test, [], 'auroc')).toMatchObject({ reason: 'no model has scored the test set' })
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

describe('bootstrapDifference', () => {
  it('is narrower than two separate intervals for methods that err alike, and zero for a method and itself', () => {
    const random = createRandom('paired')
    const { subjects, targets, models } = aTestSample(random, 80, 1)
    const similar = models[0].map((score) => score + 0.1 * random.normal())
    const test = defined(resampleTestSet(subjects, targets, { seed: 1, replicates: 500 }))
    const [own, other] = [models[0], similar].map((scores) => [defined(replicateMetrics(test, scores))])
    const paired = defined(bootstrapDifference(test, own, other, 'auroc'))
    const alone = defined(bootstrapInterval(test, own, 'auroc'))
    expect(paired.high - paired.low).toBeLessThan((alone.high - alone.low) / 2)
    expect(bootstrapDifference(test, own, own, 'auprc')).toMatchObject({ low: 0, high: 0 })
  })
})

describe('covarianceOf', () => {
  it('is that of the replicates, with n − 1', () => {
    // a: −1, 0, 1; b: 0, −1, 1 around their means. var 1, 1; cov (0 + 0 + 1) / 2.
    expect(covarianceOf([Float64Array.of(1, 2, 3), Float64Array.of(5, 4, 6)])).toEqual([
      [1, 0.5],
      [0.5, 1],
    ])
  })

  it('tells how AUROCs vary over subjects as the closed form does', () => {
    const { subjects, targets, models } = aTestSample(createRandom('both ways'), 150, 1, 2)
    const test = defined(resampleTestSet(subjects, targets, { seed: 1, replicates: 2000 }))
    const series = models.map((scores) => meanReplicates([defined(replicateMetrics(test, scores))], 'auroc'))
    const closed = defined(correlatedAreas(targets, models, subjects)).covariance
    covarianceOf(series).forEach((row, i) =>
      row.forEach((value, j) => expect(Math.abs(value / closed[i][j] - 1)).toBeLessThan(0.1)),
    )
  })
})
