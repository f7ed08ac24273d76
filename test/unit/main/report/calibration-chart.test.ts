import { describe, expect, it } from 'vitest'
import { calibrationChart, calibrationsOf } from '../../../../src/main/report/calibration-chart.ts'
import { seriesStyles } from '../../../../src/shared/colours.ts'
import { brier, calibration } from '../../../../src/shared/metrics/index.ts'
import { anEvaluation } from '../../shared/metrics/cohort.ts'

const evaluations = [0, 1].map((foldIndex) => anEvaluation({ foldIndex }))
const test = evaluations.flatMap(({ predictions }) => predictions!.filter(({ set }) => set === 'test'))
const targets = test.map(({ target }) => target)
const scores = test.map(({ score }) => score)

describe('calibrationsOf', () => {
  it('takes all folds’ test scores of a method together', () => {
    const [scratch, ...none] = calibrationsOf(evaluations, ['scratch', 'residual'])
    expect(none).toEqual([])
    expect(scratch).toMatchObject({ method: 'scratch', ...calibration(targets, scores) })
    expect(scratch.brier).toBe(brier(targets, scores))
  })

  it('leaves out what is not finished', () => {
    expect(calibrationsOf([anEvaluation({ predictions: null, state: 'queued' })], ['scratch'])).toEqual([])
  })
})

describe('calibrationChart', () => {
  it('draws a mark for every tenth with enough scores, and says them', () => {
    const calibrations = calibrationsOf(evaluations, ['scratch'])
    const { markup } = calibrationChart(calibrations, seriesStyles(['scratch']))
    const enough = calibrations[0].bins.filter(({ count }) => count >= 5)
    expect(enough.length).toBeGreaterThan(3)
    expect(enough.length).toBeLessThan(10)
    expect(markup.match(/<circle/g)).toHaveLength(enough.length)
    const [first] = enough
    expect(markup).toContain(`${first.anomalousShare!.toFixed(2)} at ${first.meanScore!.toFixed(2)}`)
    expect(markup).not.toMatch(/NaN|null/)
  })
})
