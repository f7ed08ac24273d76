import { describe, expect, it } from 'vitest'
import { buildReport } from '../../../../src/main/report/build-report.ts'
import { aCase, aReportRecipe, aReport, evaluationsOf } from './a-report.ts'
import { resampledRows } from '../../../../src/shared/metrics/index.ts'
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
    for (const heading of ['Question', 'What was run', 'Results', 'Curves', 'Limits', 'Provenance'])
      expect(page).toMatch(new RegExp(`<h2>${heading}`))
    const pictures = page.match(/<svg(?![^>]*aria-hidden)[^>]*>/g) ?? []
    expect(pictures.length).toBeGreaterThan(15)
    for (const picture of pictures) expect(picture).toMatch(/role="img"\s+aria-label="[^"]{10,}"/)
    expect(page).toContain('f00d'.repeat(16))
    expect(page).not.toMatch(/NaN|undefined<|\[object|Infinity/)
  })

  it('prints means and intervals as they are in the rows', () => {
    const [{ metrics }] = aReport().rows
    const { mean, low, high } = metrics.auroc
    const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
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
})
