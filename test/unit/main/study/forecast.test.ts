import { describe, expect, it } from 'vitest'
import { costOf } from '../../../../src/main/study/costs.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import { secondsLeft } from '../../../../src/main/study/forecast.ts'
import type { Observed } from '../../../../src/main/study/forecast.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const seen = (values: Partial<Observed> = {}): Observed => ({
  kind: 'finetune',
  state: 'queued',
  expectedSeconds: 10,
  ...{ seconds: null, stepSeconds: null, stepsDone: null, stepsTotal: null },
  ...values,
})

describe('secondsLeft', () => {
  it('believes the cost model before anything was measured', () => {
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

  it('counts a running stage by the steps it has left at its own pace', () => {
    const running = seen({ state: 'running', stepSeconds: 0.2, stepsDone: 75, stepsTotal: 100 })
    expect(secondsLeft([running])).toBeCloseTo(5, 9)
    // Five steps in, compiling still counts in: the model holds.
    expect(
      secondsLeft([seen({ state: 'running', stepSeconds: 9, stepsDone: 5, stepsTotal: 100 })]),
    ).toBeCloseTo(9.5, 9)
  })

  it('leaves out what will not be computed', () => {
    expect(
      secondsLeft([
        seen({ state: 'failed' }),
        seen({ state: 'cancelled' }),
        seen({ state: 'finished', seconds: 1 }),
      ]),
    ).toBe(0)
  })
})

describe('costOf', () => {
  const manifest = aManifest()
  const total = (changes: Record<string, unknown>) => {
    const { stages } = expand(aRecipe(changes), manifest, 'float32')
    const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
    return stages.map((stage) => costOf(stage, byHash, manifest).seconds).reduce((a, b) => a + b)
  }

  it('grows with every effort', () => {
    const base = total({})
    for (const changes of [
      { width: 32 },
      { folds: 3 },
      { seeds: [1, 2] },
      { labelFractions: [0.2, 0.4, 1] },
      { residuals: { medianKernel: 7 } },
    ]) {
      expect(total(changes), JSON.stringify(changes)).toBeGreaterThan(base)
    }
    const { stages } = expand(aRecipe(), manifest, 'float32')
    const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
    for (const stage of stages) {
      const { seconds, memoryBytes, diskBytes } = costOf(stage, byHash, manifest)
      const large = costOf(stage, byHash, { ...manifest, voxels: 64 })
      expect(Math.min(seconds, memoryBytes, diskBytes), stage.kind).toBeGreaterThan(0)
      expect(large.seconds, stage.kind).toBeGreaterThan(seconds)
    }
  })
})
