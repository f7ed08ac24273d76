import { describe, expect, it } from 'vitest'
import { buildReport } from '../../../../src/main/report/build-report.ts'
import { aCase, aReportRecipe, aReport, evaluationsOf } from './a-report.ts'
import { resampledRows, type PairedDifference } from '../../../../src/shared/metrics/index.ts'
import { aBench } from '../../shared/metrics/cohort.ts'

const page = buildReport(aReport())

/** What a browser would fetch: addresses in attributes and in style. */
function references(markup: string): string[] {
  const attributes = [
    ...markup.matchAll(/\s(?:src|href|xlink:href|action|data|poster|srcset)\s*=\s*("[^"]*"|'[^']*')/gi),
  ]
  const urls = [...markup.matchAll(/url\(([^)]*)\)|@import\s+(\S+)/gi)]
  return [...attributes.map(([, value]) => value.slice(1, -1)), ...urls.map(([, a, b]) => a ?? b)]
}

describe('buildReport', () => {
  it('refers to nothing outside itself and runs nothing', () => {
    expect(references(page).length).toBeGreaterThan(10)
    for (const reference of references(page)) expect(reference).toMatch(/^data:image\/png;base64,/)
    expect(page).not.toMatch(/https?:|<script|<link|<iframe|\son\w+=|javascript:/i)
    expect(page.replaceAll(/data:image\/png;base64,[A-Za-z0-9+/=]+/g, '')).not.toContain('//')
    expect(page).toContain("default-src 'none'")
  })

  it('shows texts of the project as texts', () => {
    const hostile = '"><img src=x onerror=alert(1)><script>'
    const markup = buildReport(
      aReport({
        experiment: hostile,
        dataset: { ...aReport().dataset, version: hostile },
        cases: [aCase({ subject: hostile })],
        software: [{ name: hostile, version: hostile }],
      }),
    )
    expect(markup).not.toContain('<img src=x')
    expect(markup).not.toContain('<script>')
    expect(markup).toContain('&lt;script&gt;')
  })

  it('has a table, figures with descriptions, cases, limits and provenance', () => {
    for (const heading of [
      'Question',
      'Who was studied',
      'What keeps test subjects out of training',
      'What was run',
      'Where this departs from the published study',
      'What every starting point was given',
      'Results',
      'Curves',
      'Do scores keep their promise',
      'Limits',
      'Provenance',
    ])
      expect(page).toMatch(new RegExp(`<h2>${heading}`))
    const pictures = page.match(/<svg(?![^>]*aria-hidden)[^>]*>/g) ?? []
    expect(pictures.length).toBeGreaterThan(15)
    for (const picture of pictures) expect(picture).toMatch(/role="img"\s+aria-label="[^"]{10,}"/)
    expect(page).toContain('f00d'.repeat(16))
    expect(page).not.toMatch(/NaN|undefined<|\[object|Infinity/)
  })

  it('prints means and intervals as they are in the rows', () => {
    const report = aReport({ recipe: aReportRecipe({ folds: 3 }) })
    const { mean, low, high } = report.rows[0].metrics.auroc
    const text = buildReport(report)
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
    const number = (value: number) => value.toFixed(3).replace('-', '−')
    expect(text).toContain(`${number(mean!)} ${number(low!)} to ${number(high!)}`)
  })

  it('draws bands from three folds on and bars below', () => {
    expect(page).toContain('Bars: 95')
    const recipe = aReportRecipe({ folds: 3 })
    const evaluations = evaluationsOf(recipe)
    const more = buildReport(aReport({ recipe, evaluations }))
    expect(more).toContain('Bands: 95')
    expect(more).not.toContain('Bars: 95')
  })

  it('has variants in every table and figure that has methods', () => {
    const recipe = aReportRecipe({ variants: [{ name: 'ssim', measure: 'ssim' }], labelFractions: [0.2, 1] })
    const report = aReport({ recipe, evaluations: evaluationsOf(recipe) })
    const markup = buildReport(report)
    const name = 'Residual prediction (ssim)'
    const legends = markup.match(/<ul class="legend">.*?<\/ul>/gs)!
    expect(legends.filter((each) => each.includes(name))).toHaveLength(3)
    for (const picture of [
      'AUROC against',
      'AUPRC against',
      'ROC curves',
      'Precision–recall',
      'Share of anomalous',
    ])
      expect(markup.match(new RegExp(`aria-label="${picture}[^"]*`))?.[0]).toContain(name)
    const question = /<h2>Question.*?<h2>/s.exec(markup)![0]
    expect(question).toContain(name.toLowerCase())
    expect(markup.split(`<td>${name}</td>`).length - 1).toBeGreaterThan(6)
  })

  it('says what is missing when nothing is finished', () => {
    const evaluations = evaluationsOf(aReportRecipe()).map((one) => ({
      ...one,
      state: 'queued',
      predictions: null,
    }))
    const rows = resampledRows(evaluations, aBench(evaluations))
    const empty = buildReport(
      aReport({ evaluations, rows, differences: [], overlaps: [], cases: [], synthetic: false }),
    )
    expect(empty).toContain('queued')
    expect(empty).not.toContain('<figure>')
    expect(empty).toContain('18 runs are not finished')
    expect(empty).not.toMatch(/NaN|Infinity/)
  })

  it('shows a case without pictures when no autoencoder has seen it', () => {
    const markup = buildReport(aReport({ cases: [aCase({ views: [], through: '' })] }))
    expect(markup).toContain('there is no residual to show')
  })

  it('survives metrics that are undefined', () => {
    const evaluations = evaluationsOf(aReportRecipe()).map((one) => ({
      ...one,
      predictions: one.predictions!.map((prediction) => ({ ...prediction, target: 0 as const })),
    }))
    const markup = buildReport(aReport({ evaluations }))
    expect(markup).toContain('all 80 sinuses are normal')
    expect(markup).not.toMatch(/NaN|Infinity/)
  })

  it('says of every difference whether the methods can be told apart, in the table and in words', () => {
    const report = aReport()
    for (const { sentence } of report.differences)
      expect(buildReport(report).replaceAll('&#39;', "'")).toContain(sentence.replaceAll('<', '&lt;'))
    const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    const [first] = report.differences
    const result = first.result as PairedDifference
    const p = result.adjustedP < 0.001 ? '&lt; 0.001' : result.adjustedP.toFixed(3)
    expect(text).toContain(`${p} ${result.distinguishable ? 'yes' : 'no'}`)
    expect(text).toContain('corrected by Holm for the 6 comparisons')
  })

  it('counts who was studied, and shows a broken proof as broken', () => {
    const text = (markup: string) => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    expect(text(page)).toContain('Imported 173 subjects 175 scans')
    expect(text(page)).toMatch(/Frozen as 1 170 subjects 340 sinuses 3 imported subjects not in it/)
    expect(text(page)).toMatch(/Locked test set 40 48 32 12 9 6 4/)
    expect(page).not.toContain('BROKEN')
    const { proof } = aReport()
    const leaky = {
      ...proof.lineage,
      checks: proof.lineage.checks.with(0, { ...proof.lineage.checks[0], ok: false, found: '3 subjects' }),
    }
    expect(text(buildReport(aReport({ proof: { ...proof, lineage: leaky } })))).toContain(
      'BROKEN no test subject in any ancestor’s training or choice of epoch 3 subjects',
    )
  })

  it('leaves out tables that have nothing to say', () => {
    const bare = buildReport(aReport({ trends: [], subgroups: [], published: { source: '', rows: [] } }))
    for (const heading of ['What more labels bring', 'AUROC by finding', 'Beside the published'])
      expect([page.includes(heading), bare.includes(heading)]).toEqual([true, false])
  })
})
