import { describe, expect, it } from 'vitest'
import { correctedResampledT } from '../../../../src/shared/metrics/resampled-t.ts'
import { defined } from './golden.ts'
import { statistics } from './statistics.ts'

describe('correctedResampledT', () => {
  it('gives the numbers of its definition in SciPy', () => {
    const { differences, testShare, t, p, low, high } = statistics.resampledT
    const found = defined(correctedResampledT(differences, testShare))
    expect(found.t).toBeCloseTo(t, 12)
    expect(found.p).toBeCloseTo(p, 12)
    expect(found.low).toBeCloseTo(low, 12)
    expect(found.high).toBeCloseTo(high, 12)
    expect(found.degreesOfFreedom).toBe(4)
  })

  it('is more careful the more is tested on and the less is trained on', () => {
    const p = (testShare: number) => defined(correctedResampledT([0.02, 0.05, 0.03], testShare)).p
    expect(p(0.1)).toBeLessThan(p(0.25))
    expect(p(0.25)).toBeLessThan(p(4))
  })

  it('is undefined for one fold and for folds without spread', () => {
    expect(correctedResampledT([0.1], 0.25)).toMatchObject({ undefined: true })
    expect(correctedResampledT([0.1, 0.1], 0.25)).toMatchObject({ undefined: true })
  })
})
