import { describe, expect, it } from 'vitest'
import { modelCard } from '../../../../src/main/report/model-card.ts'
import { aReport, aReportRecipe, evaluationsOf } from './a-report.ts'

const report = aReport()
const card = modelCard(report)

describe('modelCard', () => {
  it('describes the study’s own method with the most labels, every model by its hash', () => {
    expect(card).toMatch(/^# Model card: Residual prediction, 100/)
    const own = report.evaluations.filter((one) => one.method === 'residual' && one.labelFraction === 1)
    for (const { foldIndex, stage } of own)
      expect(card).toContain(`Fold ${foldIndex + 1}, seed 100: evaluation \`${stage}\``)
    expect(card).toContain('2 models: a 3-D ResNet-18')
    expect(card).toContain(report.dataset.hash)
    expect(card).toContain(`antrum verify <project> ${report.experiment}`)
  })

  it('says what they are not for, that heads are synthetic, and every limit', () => {
    expect(card).toContain('not a medical device')
    expect(card).toContain('**Trained and tested on synthetic heads.')
    expect(modelCard(aReport({ synthetic: false }))).not.toContain('**Trained and tested on synthetic')
    expect(card).toContain('All folds share one test set.')
  })

  it('prints the numbers of its row with both intervals, and its subgroups', () => {
    const three = aReport({ recipe: aReportRecipe({ folds: 3 }) })
    const row = three.rows.find((one) => one.method === 'residual' && one.labelFraction === 1)!
    const { mean, low, high } = row.metrics.auroc
    const line = modelCard(three)
      .split('\n')
      .find((one) => one.startsWith('| AUROC |'))!
    expect(line).toContain(`| ${mean!.toFixed(3)} | ${low!.toFixed(3)} to ${high!.toFixed(3)} |`)
    expect(line.match(/ to /g)).toHaveLength(2)
    expect(card).toMatch(/\| Polyp against normal \| \d+ \| 48 \| 0\.\d{3} \(/)
  })

  it('can be made of any other row, also one that is not finished', () => {
    expect(modelCard(report, { method: 'scratch', labelFraction: 0.1 })).toMatch(
      /^# Model card: No pretraining, 10/,
    )
    const evaluations = evaluationsOf(aReportRecipe()).map((one) => ({
      ...one,
      state: 'queued',
      predictions: null,
    }))
    const empty = modelCard(aReport({ evaluations }))
    expect(empty).toContain('Nothing is finished yet.')
    expect(empty).not.toMatch(/NaN|undefined|Infinity/)
  })
})
