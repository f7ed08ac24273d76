import { describe, expect, it } from 'vitest'
import { compare } from '../../../../src/main/cli/compare.ts'
import type { Comparisons } from '../../../../src/main/services/compare.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'
import { aContext } from '../../../helpers/project.ts'

const context = { ...aContext(), warn: () => {} }

describe('antrum compare', () => {
  it('prints a sentence per metric, the folds and the other tests, and says what these miss', async () => {
    const { folder, experiment, run } = await aPlannedStudy({ recipe: { folds: 2 } })
    await run()
    const { json, text } = await compare.run(context, [folder, experiment], { a: 'residual', b: 'scratch' })
    const { comparisons } = json as Comparisons
    for (const { sentence } of comparisons) expect(text).toContain(sentence)
    expect(text).toMatch(/Labels +Metric +Fold +Residual prediction +No pretraining +Difference/)
    expect(text).toContain('none of them decides')
    expect(text).toContain('miss the noise of training')
    expect(text).not.toMatch(/NaN|undefined|\[object/)
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
  })

  it('says why it cannot compare what is not finished', async () => {
    const { folder, experiment } = await aPlannedStudy()
    const { text } = await compare.run(context, [folder, experiment], { a: 'residual', b: 'scratch' })
    expect(text).toContain('cannot be compared by AUROC: no fold is finished by both.')
  })
})
