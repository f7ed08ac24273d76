import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { report } from '../../../../src/main/cli/report.ts'
import { results } from '../../../../src/main/cli/results.ts'
import type { Results } from '../../../../src/main/services/results.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'
import { aContext, aFolder } from '../../../helpers/project.ts'

const context = { ...aContext(), warn: () => {} }

describe('antrum results', () => {
  it('prints the table with what follows from it, or one of the other formats, and the same JSON with each', async () => {
    const { folder, experiment, run } = await aPlannedStudy({ recipe: { labelFractions: [0.2, 1] } })
    await run()
    const print = (format: string, options = {}) =>
      results.run(context, [folder, experiment], { format, json: true, ...options })
    const { json, text } = await print('table')
    expect(text).toMatch(/^Method +Labels +Runs +AUROC/)
    expect(text).toMatch(/of the labels: Residual prediction .* No pretraining/)
    expect(text).toContain('More labels, fold by fold:')
    expect(text).toMatch(/AUROC by finding and side, with 100% of the labels:/)
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
    const { rows, predictions } = json as Results
    expect(rows[0].metrics.auroc.folds).toHaveLength(1)
    expect(predictions.length).toBeGreaterThan(100)
    const starts: Record<string, string> = { csv: 'method,', md: '| Method', latex: '% needs' }
    for (const [format, start] of Object.entries(starts)) {
      const printed = await print(format)
      expect(printed.text.startsWith(start)).toBe(true)
      const { testSet } = printed.json as Results
      expect(printed.json).toEqual({ ...(json as Results), testSet }) // one reading more
      // Without --json nobody reads the scores, and the text is the same.
      expect((await print(format, { json: undefined })).text).toBe(printed.text)
    }
    expect((await print('table', { published: true })).text).toContain('0.90 (0.89 to 0.91)')
  })

  it('refuses a format it does not know, naming those it does', async () => {
    await expect(results.run(context, ['nowhere', 'x'], { format: 'xlsx' })).rejects.toMatchObject({
      code: 'usage',
      message: '--format takes one of table, csv, md, latex; "xlsx" was given.',
    })
  })
})

describe('antrum report', () => {
  it('writes the page and says where it is', async () => {
    const { folder, experiment } = await aPlannedStudy()
    const out = path.join(aFolder(), 'deep', 'report.html')
    const { json, text } = await report.run(context, [folder, experiment], { out })
    expect(json).toEqual({ file: out, bytes: readFileSync(out).length, overlap: null, modelCard: null })
    expect(text).toContain(out)
  })

  it('writes a model card beside the page, or where it is told', async () => {
    const { folder, experiment, run } = await aPlannedStudy({ recipe: { methods: ['scratch'] } })
    await run()
    const out = path.join(aFolder(), 'report.html')
    const beside = path.join(path.dirname(out), 'model-card.md')
    const { json, text } = await report.run(context, [folder, experiment], { out, modelCard: true })
    expect(json).toMatchObject({ modelCard: beside })
    expect(text).toContain(beside)
    expect(readFileSync(beside, 'utf8')).toMatch(/^# Model card: No pretraining, 100/)
    const elsewhere = path.join(aFolder(), 'card.md')
    await report.run(context, [folder, experiment], { out, modelCard: elsewhere })
    expect(readFileSync(elsewhere, 'utf8')).toContain(experiment)
  })

  it('looks for the truth before it writes', async () => {
    const { folder, experiment } = await aPlannedStudy()
    const out = path.join(aFolder(), 'report.html')
    const written = report.run(context, [folder, experiment], { out, truth: aFolder() })
    await expect(written).rejects.toMatchObject({ code: 'not-found' })
    expect(existsSync(out)).toBe(false)
  })
})
