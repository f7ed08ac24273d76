import { describe, expect, it } from 'vitest'
import { expectations, signatureOf } from '../../../../src/main/study/calibration.ts'
import type { Pace } from '../../../../src/main/study/calibration.ts'
import { costModel, perStageSeconds } from '../../../../src/main/study/costs.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import type { Stage } from '../../../../src/shared/domain/stage.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const planOf = (changes: Record<string, unknown> = {}) => {
  const { stages } = expand(aRecipe({ labelFractions: [0.2, 1], folds: 2, ...changes }), manifest, 'float32')
  const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
  const { costOf } = costModel(manifest)
  const costs = new Map(stages.map((stage) => [stage.hash, costOf(stage, byHash)]))
  return { stages, byHash, costs, signature: (stage: Stage) => signatureOf(stage, byHash, manifest.voxels) }
}

describe('signatureOf', () => {
  it('is one for stages that differ in amount, fold, seed or starting point only', () => {
    const { stages, signature } = planOf({ seeds: [1, 2] })
    const counted = Map.groupBy(stages, ({ kind, params }) => (kind === 'pretrain' ? params.method : kind))
    for (const [like, some] of counted) expect(new Set(some.map(signature)).size, like).toBe(1)
    const signatures = (changes: Record<string, unknown>) =>
      new Set(planOf(changes).stages.map(planOf(changes).signature))
    const longer = { finetune: { ...aRecipe().finetune, epochs: 99 } }
    expect(signatures(longer)).toEqual(signatures({}))
    expect(signatures({}).size).toBe(6)
  })

  it('is another for another network, batch, precision, filter or size of cube', () => {
    const of = (changes: Record<string, unknown>, kind: string) => {
      const { stages, signature } = planOf(changes)
      return signature(stages.find((stage) => stage.kind === kind)!)
    }
    const { finetune, cae } = aRecipe()
    const changed: [Record<string, unknown>, string][] = [
      [{ width: 32 }, 'finetune'],
      [{ width: 32 }, 'evaluate'],
      [{ finetune: { ...finetune, batchSize: 4 } }, 'finetune'],
      [{ cae: { ...cae, latent: 32 } }, 'cae'],
      [{ cae: { ...cae, latent: 32 } }, 'residuals'],
      [{ residuals: { medianKernel: 7 } }, 'residuals'],
    ]
    for (const [changes, kind] of changed) expect(of(changes, kind), kind).not.toBe(of({}, kind))
    const { stages, byHash } = planOf()
    expect(signatureOf(stages[0], byHash, 64)).not.toBe(signatureOf(stages[0], byHash, 32))
  })
})

describe('expectations', () => {
  it('goes by the cost model and the machine’s slowness where nothing was measured', () => {
    const { stages, costs } = planOf()
    const expected = expectations(stages, manifest.voxels, costs, new Map(), 3)
    const [first] = stages
    const { setupSeconds, workSeconds, memoryBytes } = costs.get(first.hash)!
    expect(expected.get(first.hash)).toEqual({
      seconds: perStageSeconds + 3 * (setupSeconds + workSeconds),
      memoryBytes,
      measured: false,
    })
  })

  it('takes measured paces for their like, sets up once, and lets the rest go by the measured', () => {
    const { stages, costs, signature } = planOf()
    const finetunings = stages.filter(({ kind }) => kind === 'finetune')
    const pace: Pace = { ratio: 4, setupSeconds: 7, memoryRatio: 1.5 }
    const calibration = new Map([[signature(finetunings[0]), pace]])
    const expected = expectations(stages, manifest.voxels, costs, calibration, 99)
    const [first, second] = finetunings
    const work = (stage: Stage) => costs.get(stage.hash)!.workSeconds
    expect(expected.get(first.hash)!.seconds).toBeCloseTo(perStageSeconds + 7 + 4 * work(first), 9)
    expect(expected.get(second.hash)!.seconds).toBeCloseTo(perStageSeconds + 4 * work(second), 9)
    expect(expected.get(second.hash)).toMatchObject({
      measured: true,
      memoryBytes: 1.5 * costs.get(second.hash)!.memoryBytes,
    })
    const pretrain = stages.find(({ kind }) => kind === 'pretrain')!
    expect(expected.get(pretrain.hash)!.measured).toBe(false)
    expect(expected.get(pretrain.hash)!.seconds).toBeCloseTo(
      perStageSeconds + 4 * (costs.get(pretrain.hash)!.setupSeconds + work(pretrain)),
      9,
    )
  })
})
