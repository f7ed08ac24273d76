import { describe, expect, it } from 'vitest'
import { costModel } from '../../../../src/main/study/costs.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

describe('costModel', () => {
  const manifest = aManifest()
  const total = (changes: Record<string, unknown>) => {
    const { stages } = expand(aRecipe(changes), manifest, 'float32')
    const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
    return stages
      .map((stage) => costModel(manifest).costOf(stage, byHash).workSeconds)
      .reduce((a, b) => a + b)
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
      const { workSeconds, memoryBytes, resultBytes } = costModel(manifest).costOf(stage, byHash)
      const large = costModel({ ...manifest, voxels: 64 }).costOf(stage, byHash)
      expect(Math.min(workSeconds, memoryBytes, resultBytes), stage.kind).toBeGreaterThan(0)
      expect(large.workSeconds, stage.kind).toBeGreaterThan(workSeconds)
    }
  })
})
