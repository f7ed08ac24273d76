import { describe, expect, it } from 'vitest'
import { planes } from '../../../../../src/shared/imaging/cube-slices.ts'
import {
  lookIn,
  lookToParams,
  runIn,
  runToParams,
  wishIn,
  wishToParams,
} from '../../../../../src/renderer/src/features/cases/case-address.ts'
import { orders, verdicts } from '../../../../../src/renderer/src/features/cases/case-list.ts'
import { overlays } from '../../../../../src/renderer/src/features/cases/pictures.tsx'

describe('the state of the cases in the address', () => {
  it('comes back as it was', () => {
    for (const order of orders)
      for (const verdict of verdicts)
        for (const label of ['any', 'normal', 'polyp']) {
          const wish = { order, verdict, label }
          expect(wishIn(wishToParams(wish))).toEqual(wish)
        }
    for (const plane of planes)
      for (const over of [null, ...overlays])
        expect(lookIn(lookToParams({ plane, over }))).toEqual({ plane, over })
    expect(runIn(runToParams({ foldIndex: 4, seed: 100 }))).toEqual({ foldIndex: 4, seed: 100 })
  })

  it('is the usual one where the address says nothing, or nonsense', () => {
    const usual = { order: 'loss', verdict: 'all', label: 'any' }
    expect(wishIn({})).toEqual(usual)
    expect(wishIn({ order: 'size', show: 'toString' })).toEqual(usual)
    expect(lookIn({})).toEqual({ plane: 'coronal', over: 'residual' })
    expect(lookIn({ plane: 'oblique', over: 'input' })).toEqual({ plane: 'coronal', over: 'residual' })
    for (const params of [{}, { fold: '0', seed: '1' }, { fold: '1' }, { fold: 'one', seed: '1' }])
      expect(runIn(params)).toBeNull()
  })
})
