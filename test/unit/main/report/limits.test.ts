import { describe, expect, it } from 'vitest'
import { limitsOf } from '../../../../src/main/report/limits.ts'
import { aReportRecipe, aReport } from './a-report.ts'

const small = aReport()

describe('limitsOf', () => {
  it('names what a small synthetic experiment cannot show', () => {
    const limits = limitsOf(small).join('\n')
    expect(limits).toContain('synthetic')
    expect(limits).toContain('40 subjects (80 sinuses')
    expect(limits).toContain('2 folds instead of 5')
    expect(limits).toContain('as few as 5 anomalous sinuses')
    expect(limits).toContain('16 channels wide and sees 32³ voxels')
    expect(limits).toContain('10 epochs of pretraining and 10 of fine-tuning')
    expect(limits).toContain('Each metric’s 6 comparisons are corrected')
  })

  it('claims none of that of a study at full scale, and still names the shared test set', () => {
    const training = {
      epochs: 500,
      batchSize: 128,
      optimiser: { kind: 'lars', learningRate: 0.2 },
      augmentation: 'none',
    }
    const recipe = aReportRecipe({
      width: 64,
      folds: 5,
      seeds: [1, 2],
      pretrain: training,
      finetune: { ...training, epochs: 100 },
    })
    const set = (subjects: number) => ({
      subjects,
      sinuses: 2 * subjects,
      anomalous: subjects,
      findings: [],
    })
    const dataset = {
      ...small.dataset,
      voxels: 64,
      test: set(320),
      folds: [{ validation: set(149), all: set(598), train: [{ labelFraction: 0.1, set: set(60) }] }],
    }
    expect(limitsOf({ ...small, recipe, dataset, synthetic: false, differences: [] })).toEqual([
      expect.stringContaining('All folds share one test set.'),
    ])
  })

  it('says what one fold cannot tell, and nothing of correction where there is one comparison', () => {
    const one = limitsOf({
      ...small,
      recipe: aReportRecipe({ folds: 1 }),
      differences: small.differences.slice(0, 1),
    })
    expect(one.join('\n')).toContain('With one fold a difference is one between two trained models')
    expect(one.join('\n')).not.toContain('corrected')
  })

  it('warns of intervals over resampled subjects when there are few', () => {
    const test = (subjects: number) => ({ ...small.dataset.test, subjects })
    const warned = (subjects: number) =>
      limitsOf({ ...small, dataset: { ...small.dataset, test: test(subjects) } }).some((limit) =>
        limit.includes('intervals over resampled subjects are too narrow'),
      )
    expect([12, 39, 40].map(warned)).toEqual([true, true, false])
  })

  it('says when models descend from their own validation subjects, and what is unfinished', () => {
    const [row, ...rest] = small.rows
    const rows = [{ ...row, unfinished: [{ foldIndex: 1, seed: 100, state: 'running' }] }, ...rest]
    const limits = limitsOf({ ...small, rows, recipe: aReportRecipe({ strict: false }) }).join('\n')
    expect(limits).toContain('descend from some of their own validation subjects')
    expect(limits).toContain('1 run is not finished')
  })
})
