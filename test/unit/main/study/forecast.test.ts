import { describe, expect, it } from 'vitest'
import { forecast, progressShare, stageSecondsLeft } from '../../../../src/main/study/forecast.ts'
import type { Observed } from '../../../../src/main/study/forecast.ts'

const seen = (values: Partial<Observed> = {}): Observed => ({
  kind: 'finetune',
  method: 'scratch',
  state: 'queued',
  expectedSeconds: 10,
  ...{ seconds: null, stepSeconds: null, stepsDone: null, stepsTotal: null },
  ...values,
})
const secondsLeft = (stages: Observed[], parallel?: number) => forecast(stages, parallel)!.seconds

describe('forecast', () => {
  it('believes what was expected before anything was measured', () => {
    expect(secondsLeft([seen(), seen({ kind: 'cae' })])).toBe(20)
    expect(secondsLeft([seen(), seen()], 2)).toBe(10)
  })

  it('scales each kind by what its finished stages took, and the others by all that was measured', () => {
    const slowCae = seen({ kind: 'cae', state: 'finished', seconds: 40 })
    // Four times slower than expected: every open stage is.
    expect(secondsLeft([slowCae, seen()])).toBe(40)
    // A fine-tuning took half the expected time: so will the other; 40 + 5 seconds were measured for 20 expected.
    const quick = seen({ state: 'finished', seconds: 5 })
    expect(secondsLeft([slowCae, quick, seen(), seen({ kind: 'pretrain' })])).toBe(5 + 10 * (45 / 20))
  })

  it('keeps the paces of pretraining methods apart', () => {
    const byol = seen({ kind: 'pretrain', method: 'byol', state: 'finished', seconds: 30 })
    const spark = seen({ kind: 'pretrain', method: 'spark', state: 'finished', seconds: 5 })
    expect(secondsLeft([byol, spark, seen({ kind: 'pretrain', method: 'byol' })])).toBe(30)
  })

  it('counts a running stage by the steps it has left at its own pace', () => {
    const running = seen({ state: 'running', stepSeconds: 0.2, stepsDone: 75, stepsTotal: 100 })
    expect(secondsLeft([running])).toBeCloseTo(5, 9)
    // Five steps in, compiling still counts in: the model holds.
    expect(
      secondsLeft([seen({ state: 'running', stepSeconds: 9, stepsDone: 5, stepsTotal: 100 })]),
    ).toBeCloseTo(9.5, 9)
    expect(stageSecondsLeft(running, [running])).toBeCloseTo(5, 9)
  })

  it('leaves out what will not be computed', () => {
    const over = [
      seen({ state: 'failed' }),
      seen({ state: 'cancelled' }),
      seen({ state: 'finished', seconds: 1 }),
    ]
    expect(forecast(over)).toEqual({ seconds: 0, low: 0, high: 0 })
  })

  it('knows that stages waiting for each other gain nothing from more trainers', () => {
    const chain = [
      seen({ hash: 'a' }),
      seen({ hash: 'b', inputs: ['a'] }),
      seen({ hash: 'c', inputs: ['b'] }),
      seen({ hash: 'd' }),
    ]
    expect(secondsLeft(chain, 4)).toBe(30)
    expect(secondsLeft(chain, 1)).toBe(40)
  })

  it('gives an interval that holds the estimate and narrows as more is measured', () => {
    const width = (stages: Observed[]) => {
      const { seconds, low, high } = forecast(stages)!
      expect(low).toBeLessThan(seconds)
      expect(high).toBeGreaterThan(seconds)
      return high / low
    }
    const measured = seen({ state: 'finished', seconds: 10 })
    const widths = [0, 1, 4, 9].map((count) => width([...Array<Observed>(count).fill(measured), seen()]))
    expect(widths.toSorted((a, b) => b - a)).toEqual(widths)
    // exp(2 · 1.96 · 0.25) before anything is measured: a factor of 1.6 to either side.
    expect(widths[0]).toBeCloseTo(2.66, 2)
    // Two kinds that err independently are better known together than each alone.
    expect(width([seen(), seen({ kind: 'cae' })])).toBeLessThan(widths[0])
  })

  it('says nothing where an older version left nothing to go by', () => {
    expect(forecast([seen({ expectedSeconds: null })])).toBeNull()
    expect(forecast([seen({ expectedSeconds: null, state: 'finished', seconds: 3 })])).not.toBeNull()
  })
})

describe('progressShare', () => {
  it('counts time, not stages', () => {
    const long = seen({ expectedSeconds: 90, state: 'running', stepsDone: 1, stepsTotal: 3, stepSeconds: 1 })
    const short = seen({ expectedSeconds: 10, state: 'finished', seconds: 10 })
    expect(progressShare([long, short])).toBeCloseTo(0.4, 9)
    expect(progressShare([])).toBe(1)
  })
})
