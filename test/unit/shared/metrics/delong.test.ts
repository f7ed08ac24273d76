import { describe, expect, it } from 'vitest'
import { correlatedAreas, delongTest } from '../../../../src/shared/metrics/delong.ts'
import { auroc } from '../../../../src/shared/metrics/ranking.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { defined } from './golden.ts'
import { statistics } from './statistics.ts'

const close = (found: readonly (readonly number[])[], wanted: readonly (readonly number[])[]) =>
  wanted.forEach((row, i) => row.forEach((value, j) => expect(found[i][j]).toBeCloseTo(value, 14)))

describe('correlatedAreas', () => {
  it.each(statistics.pairs)(
    'have DeLong’s covariance, pair by pair, case $#',
    ({ label, scores, areas, covariance }) => {
      const found = defined(correlatedAreas(label, scores))
      areas.forEach((area, i) => expect(found.areas[i]).toBeCloseTo(area, 14))
      close(found.covariance, covariance)
    },
  )

  it.each(statistics.pairs)(
    'have Obuchowski’s when subjects are given, case $#',
    ({ label, scores, subjects, clustered }) => {
      const found = defined(correlatedAreas(label, scores, subjects))
      close(found.covariance, clustered.covariance)
      expect(found.subjects).toBe(new Set(subjects).size)
    },
  )

  it('are DeLong’s when every subject has one sinus', () => {
    const [{ label, scores }] = statistics.pairs
    const alone = label.map((_, i) => `sub-${i}`)
    close(
      defined(correlatedAreas(label, scores, alone)).covariance,
      defined(correlatedAreas(label, scores)).covariance,
    )
  })

  it('vary over real samples as they say: 400 cohorts of 40 subjects whose two sinuses are alike', () => {
    const random = createRandom('sampling')
    const areas: number[] = []
    let [clustered, naive] = [0, 0]
    for (let cohort = 0; cohort < 400; cohort++) {
      const subjects = Array.from({ length: 80 }, (_, i) => `sub-${i >> 1}`)
      // Subjects come both ways, with both sinuses of one class: the strongest likeness there is.
      const targets = subjects.map((_, i) => (i >> 1) % 2)
      const person = Array.from({ length: 40 }, () => random.normal())
      const scores = targets.map((target, i) => 0.8 * target + person[i >> 1] + 0.3 * random.normal())
      areas.push(defined(auroc(targets, scores)))
      clustered += defined(correlatedAreas(targets, [scores], subjects)).covariance[0][0] / 400
      naive += defined(correlatedAreas(targets, [scores])).covariance[0][0] / 400
    }
    const mean = areas.reduce((sum, area) => sum + area) / 400
    const variance = areas.reduce((sum, area) => sum + (area - mean) ** 2, 0) / 399
    // The standard error of a variance from 400 draws is 7 %.
    expect(clustered / variance).toBeGreaterThan(0.85)
    expect(clustered / variance).toBeLessThan(1.2)
    expect(naive / variance).toBeLessThan(0.65)
  })

  it.each([
    ['one class', [1, 1], [[0.1, 0.2]], ['a', 'b'], 'all 2 sinuses are anomalous'],
    ['no model', [0, 1], [], ['a', 'b'], 'no model has scored the test set'],
    [
      'one anomalous subject',
      [0, 0, 1, 1],
      [[0.1, 0.2, 0.3, 0.4]],
      ['a', 'b', 'c', 'c'],
      'only one subject has anomalous sinuses',
    ],
  ])('are undefined for %s', (_, targets, models, subjects, reason) => {
    expect(correlatedAreas(targets, models, subjects)).toEqual({ undefined: true, reason })
  })

  it('are undefined for a single normal sinus', () => {
    expect(correlatedAreas([0, 1, 1], [[0.1, 0.2, 0.3]])).toEqual({
      undefined: true,
      reason: 'there is only one normal sinus',
    })
  })
})

describe('delongTest', () => {
  it.each(statistics.pairs)(
    'gives MLstatkit’s p, and the clustered form its own, case $#',
    ({ label, scores, subjects, ...wanted }) => {
      const [first, second] = scores
      const plain = defined(delongTest({ targets: label }, [first], [second]))
      expect(plain.z).toBeCloseTo(wanted.z, 9)
      expect(plain.p).toBeCloseTo(wanted.p, 10)
      const clustered = defined(delongTest({ targets: label, subjects }, [first], [second]))
      expect(clustered.z).toBeCloseTo(wanted.clustered.z, 9)
      expect(clustered.p).toBeCloseTo(wanted.clustered.p, 10)
      expect(clustered.low).toBeLessThan(clustered.difference)
    },
  )

  it('compares means over models', () => {
    const [{ label, first, second }] = statistics.twoWay
    const { difference } = defined(delongTest({ targets: label }, first, second))
    const mean = (models: number[][]) =>
      models.reduce((sum, scores) => sum + defined(auroc(label, scores)) / models.length, 0)
    expect(difference).toBeCloseTo(mean(first) - mean(second), 14)
  })

  it('finds no difference between a method and itself, nor between two perfect ones', () => {
    const [{ label, scores }] = statistics.pairs
    expect(delongTest({ targets: label }, scores, scores)).toMatchObject({ difference: 0, p: 1, z: 0 })
    const targets = [0, 0, 1, 1]
    expect(delongTest({ targets }, [[1, 2, 3, 4]], [[1, 1, 5, 6]])).toMatchObject({ difference: 0, p: 1 })
  })

  it('has nothing to test a difference against that does not vary', () => {
    const reversed = delongTest({ targets: [0, 0, 1, 1] }, [[1, 2, 3, 4]], [[4, 3, 2, 1]])
    expect(reversed).toEqual({ undefined: true, reason: 'the areas have no spread to test against' })
  })
})
