import { describe, expect, it } from 'vitest'
import { publishedBeside } from '../../../../src/main/services/results.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import { loadRecipe, recipeDeviations } from '../../../../src/main/study/recipe-file.ts'
import type { ResolvedRecipe } from '../../../../src/main/study/recipe.ts'
import type { ResultRow } from '../../../../src/shared/metrics/index.ts'
import { aManifest } from '../../../helpers/seeded-project.ts'

const manifest = aManifest({ labelled: 120, unlabelled: 20 })
/** As planned on a machine where a batch fits whole. */
function planned(name: string) {
  const recipe = loadRecipe(name)
  const { microBatchSize: _, ...pretrain } = recipe.pretrain
  const transfer = { weights: 'medicalnet.pth' }
  return expand({ ...recipe, pretrain, transfer } as ResolvedRecipe, manifest, 'float32', 'weights')
}
const count = (kind: string, ...names: string[]) =>
  new Set(
    names.flatMap((name) => planned(name).stages.filter((one) => one.kind === kind)).map((one) => one.hash),
  ).size

describe('the recipes of the published study', () => {
  it.each(['table2', 'fig3', 'table3', 'ablation'])('%s runs as the paper says', (name) => {
    const recipe = loadRecipe(name)
    expect(recipe.preset).toBe('paper')
    expect(recipeDeviations(recipe)).toEqual([])
  })

  it('have as many runs as the paper’s tables have numbers', () => {
    const runs = (name: string) => planned(name).runs.length
    expect([runs('table2'), runs('fig3'), runs('table3'), runs('ablation')]).toEqual([135, 270, 25, 60])
  })

  it('share what they have in common: 111 pretrainings and 345 fine-tunings (method-spec section 10, strict)', () => {
    const all = ['table2', 'fig3', 'table3', 'ablation']
    expect(count('cae', ...all)).toBe(25)
    expect(count('pretrain', ...all)).toBe(86)
    expect(count('finetune', ...all)).toBe(345)
    expect(count('finetune', 'fig3', 'table2')).toBe(270)
  })

  it('change one thing per variant', () => {
    const { stages, runs } = planned('table3')
    const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
    const normalFractionOf = (hash: string): number => {
      const stage = byHash.get(hash)!
      return stage.kind === 'cae'
        ? stage.params.normalFraction
        : normalFractionOf(Object.values(stage.inputs as Record<string, string>)[0])
    }
    const shares = Map.groupBy(runs, ({ method }) => method)
    expect(
      [...shares].map(([arm, own]) => [arm, new Set(own.map((run) => normalFractionOf(run.stage)))]),
    ).toEqual([
      ['residual', new Set([1])],
      ['residual/normals-20', new Set([0.2])],
      ['residual/normals-40', new Set([0.4])],
      ['residual/normals-60', new Set([0.6])],
      ['residual/normals-80', new Set([0.8])],
    ])
  })
})

describe('published numbers', () => {
  const beside = (recipe: string, method: string) =>
    publishedBeside([{ method, labelFraction: 0.1 } as ResultRow], loadRecipe(recipe)).rows.map((row) => [
      row.method,
      row.auroc.mean,
    ])

  it('stand beside the variants of Table 3 and the plain row', () => {
    expect(beside('table3', 'residual/normals-20')).toEqual([['residual/normals-20', 0.76]])
    expect(beside('table3', 'residual')).toEqual([['residual', 0.81]])
  })

  it('stand beside no variant that the paper has no row for', () => {
    expect(beside('ablation', 'residual/l1-median-5')).toEqual([])
    expect(beside('ablation', 'residual')).toEqual([['residual', 0.81]])
  })
})
