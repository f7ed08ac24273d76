import { describe, expect, it } from 'vitest'
import { budgetOf, budgetVerdict } from '../../../../src/main/report/budget.ts'
import { aReport } from './a-report.ts'

const report = aReport()
const lines = budgetOf(report)
const line = (method: string, kind: string) =>
  lines.find((one) => one.method === method && one.kind === kind)!

describe('budgetOf', () => {
  it('adds up what each starting point took, in the order of the recipe and of the work', () => {
    expect(lines.map(({ method, kind }) => `${method} ${kind}`)).toEqual([
      'scratch finetune',
      'autoencoder pretrain',
      'autoencoder finetune',
      'residual cae',
      'residual residuals',
      'residual pretrain',
      'residual finetune',
    ])
    // Three fractions on two folds; two autoencoders of normals; one shared pretraining, and one per fold for residual.
    expect(line('scratch', 'finetune')).toMatchObject({
      planned: 6,
      finished: 6,
      epochs: [10],
      steps: 240,
      samplesSeen: 1920,
    })
    expect(line('autoencoder', 'pretrain')).toMatchObject({ planned: 1, steps: 120 })
    expect(line('residual', 'pretrain')).toMatchObject({ planned: 2, steps: 240, parameters: 521_000 })
    expect(line('residual', 'residuals')).toMatchObject({ epochs: [], steps: 0, parameters: null })
    const seconds = report.stages
      .filter(({ method, kind }) => method === 'residual' && kind === 'cae')
      .reduce((sum, stage) => sum + stage.seconds!, 0)
    expect(line('residual', 'cae').seconds).toBeCloseTo(seconds, 9)
  })

  it('counts only what is finished, and shows different epochs as different', () => {
    const stages = report.stages.map((stage, i) =>
      stage.kind !== 'finetune' || stage.method !== 'scratch'
        ? stage
        : i % 2
          ? { ...stage, state: 'queued', effort: null, seconds: null }
          : { ...stage, effort: { ...stage.effort!, epochs: i % 4 ? 4 : 7 } },
    )
    const [scratch] = budgetOf({ ...report, stages })
    expect(scratch.finished).toBeLessThan(scratch.planned)
    expect(scratch.steps).toBe(40 * scratch.finished)
    expect(scratch.epochs.every((epochs) => epochs === 4 || epochs === 7)).toBe(true)
  })
})

describe('budgetVerdict', () => {
  it('says that equal budgets are equal, and what only one method needs', () => {
    const text = budgetVerdict(lines)!
    expect(text).toContain('A pretraining took 120 steps for every starting point.')
    expect(text).toContain('took 40 steps for every starting point.')
    expect(text).toContain('Residual prediction also needed 2 autoencoders of normals (80 steps in all)')
  })

  it('names the extremes of unequal ones', () => {
    const unequal = lines.map((one) =>
      one.method === 'residual' && one.kind === 'pretrain' ? { ...one, steps: 3000 } : one,
    )
    expect(budgetVerdict(unequal)).toContain(
      'A pretraining took from 120 steps (Autoencoder) to 1,500 (Residual prediction): not an equal budget.',
    )
  })

  it('has nothing to say before anything is finished', () => {
    expect(budgetVerdict(lines.map((one) => ({ ...one, finished: 0, steps: 0 })))).toBeNull()
  })
})
