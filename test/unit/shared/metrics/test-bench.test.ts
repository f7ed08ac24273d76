import { describe, expect, it } from 'vitest'
import { modelMetrics } from '../../../../src/shared/metrics/evaluation.ts'
import type { FinishedEvaluation } from '../../../../src/shared/metrics/result-rows.ts'
import { openTestBench } from '../../../../src/shared/metrics/test-bench.ts'
import { anEvaluation } from './cohort.ts'
import { defined } from './golden.ts'

const options = { seed: 1, replicates: 50 }
const first = anEvaluation() as FinishedEvaluation
const second = anEvaluation({ foldIndex: 1 }) as FinishedEvaluation

describe('openTestBench', () => {
  it('puts every model’s scores in one order of sinuses', () => {
    const shuffled = { ...second, predictions: [...second.predictions].reverse() }
    const bench = openTestBench([first, second], options)
    const scores = defined(bench.scores([second, shuffled]))
    expect(scores[1]).toEqual(scores[0])
    expect(scores[0]).toHaveLength(bench.test.subjects.length)
    expect(bench.test.subjects[0]).toBe(first.predictions.find(({ set }) => set === 'test')!.subject)
  })

  it('is undefined for models that saw other sinuses or other targets', () => {
    const fewer = { ...first, predictions: first.predictions.slice(0, -1) }
    const relabelled = {
      ...first,
      predictions: first.predictions.map((one) => ({ ...one, target: (1 - one.target) as 0 | 1 })),
    }
    for (const other of [fewer, relabelled]) {
      const bench = openTestBench([first, other], options)
      const reason = 'the models were not tested on the same sinuses'
      expect(bench.scores([first, other])).toEqual({ undefined: true, reason })
      expect(bench.replicates([first, other])).toEqual({ undefined: true, reason })
      expect(openTestBench([other, first], options).scores([first])).toMatchObject({ undefined: true })
    }
  })

  it('computes a model once, on test sets that are the same for all', () => {
    const bench = openTestBench([first, second], options)
    const [once, again] = [bench.replicates([first]), bench.replicates([second, first])].map(defined)
    expect(again.models[1]).toBe(once.models[0])
    expect(again.test).toBe(once.test)
    expect(bench.metrics(first)).toBe(bench.metrics(first))
    expect(bench.metrics(first)).toEqual(modelMetrics(first.predictions))
  })

  it('has nothing to say of no model', () => {
    const bench = openTestBench([], options)
    expect(bench.test).toEqual({ subjects: [], targets: [], fewestSubjects: 0 })
    expect(bench.scores([])).toEqual({ undefined: true, reason: 'no fold is finished' })
    expect(bench.replicates([])).toEqual({ undefined: true, reason: 'no fold is finished' })
  })
})
