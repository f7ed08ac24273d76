import { describe, expect, it } from 'vitest'
import { review } from '../../../../src/main/cli/review.ts'
import { commitAnswer, readingPlace } from '../../../../src/main/services/review-reading.ts'
import type { ReviewAgreement, ReviewSession } from '../../../../src/shared/ipc/review.ts'
import { aContext } from '../../../helpers/project.ts'
import { aReviewStudy } from '../../../helpers/review-study.ts'

const context = { ...aContext(), warn: () => {} }
const antrum = (args: string[], options: Record<string, unknown> = {}) =>
  review.run(context, args, { worklist: 'all', most: 40, ...options })

describe('antrum review', () => {
  it('goes from a review to labels, with the reading between', async () => {
    const { folder, experiment, write } = await aReviewStudy()
    expect((await antrum([folder])).text).toBe('There is no review yet.')
    const reader = ['reader A', 'reader B']
    const created = await antrum([folder, 'create'], { reader, worklist: 'test', experiment, seed: 1 })
    expect(created.text).toMatch(/^review-1 {2}running {2}12 sinuses of v1 \(test, models of quick-/)
    const { session, readers } = created.json as ReviewSession
    expect(readers).toMatchObject([{ total: 13 }, { total: 13 }])

    await write(async (project) => {
      for (const name of reader)
        for (let k = 0; k < 13; k++) {
          const { item } = await readingPlace(project, session, name)
          const label = name === 'reader A' && k === 0 ? 'anomalous' : 'normal'
          await commitAnswer(project, item!, { label, confidence: 5, seconds: 60 })
        }
    })
    expect((await antrum([folder, 'list'])).text).toMatch(/reader A {2}13 of 13$/m)
    await expect(antrum([folder, 'agreement', session])).rejects.toThrow(
      /antrum review <project> end review-1/,
    )
    expect((await antrum([folder, 'end', session])).text).toMatch(/ended/)
    const { text, json } = await antrum([folder, 'agreement', session])
    expect(text).toMatch(/^reader A and reader B {2}11 of 12 agree \(91\.7%\), kappa 0\.00/)
    expect(text).toMatch(/11 agreed, 0 decided, 1 to be decided, 0 not read by everybody/)
    expect(text).toMatch(/sub-\d+_[LR] {2}reader A: anomalous \(5\), reader B: normal \(5\)/)
    expect(json).toMatchObject({ session, outcome: { agreed: 11, open: 1 } })

    const listed = await antrum([folder, 'adjudicate', session])
    expect(listed.text).toMatch(/^1 to be decided, 0 decided\n {2}sub-\d+_[LR] {2}reader A: anomalous/)
    const { disagreements } = listed.json as Pick<ReviewAgreement, 'disagreements'>
    const [{ sinus, subject }] = disagreements
    const decide = (label: string, by = 'reader C', which = sinus) =>
      antrum([folder, 'adjudicate', session], { sinus: which, label, by })
    await expect(decide('normal', 'reader B')).rejects.toMatchObject({ code: 'usage' })
    await expect(decide('normal', subject)).rejects.toMatchObject({ code: 'usage' })
    await expect(decide('normal', 'reader C', 'sub-999_L')).rejects.toMatchObject({ code: 'not-found' })
    const decided = await decide('anomalous')
    expect(decided.text).toBe(
      `${sinus} is anomalous, decided by reader C.\n0 to be decided, 1 decided\n` +
        `Make labels of it with: antrum review ${folder} apply ${session}`,
    )
    expect(decided.json).toMatchObject({
      session,
      disagreements: [{ sinus, decision: { label: 'anomalous', by: 'reader C' } }],
      outcome: { open: 0, decided: 1 },
    })
    expect((await decide('none')).text).toMatch(/is to be decided again\.\n1 to be decided, 0 decided/)

    const applied = await antrum([folder, 'apply', session], { annotator: 'panel' })
    expect(applied.text).toMatch(/^11 labels of panel, 11 of them new or different\./)
    expect(applied.json).toMatchObject({ annotator: 'panel', labels: 11, open: 1 })
    expect((await antrum([folder])).text).toMatch(/applied as panel/)

    const next = await antrum([folder, 'next'], { experiment, most: 2 })
    expect(next.text).toMatch(/^12 unlabelled sinuses, ranked by 1 model of residual at label fraction 1:/)
    const ranked = next.json as { sinuses: { sinus: string }[] }
    expect(ranked.sinuses).toHaveLength(2)
    const more = await antrum([folder, 'create'], { reader, worklist: 'next', experiment, most: 2 })
    expect(more.json).toMatchObject({ session: 'review-2', sinuses: 2 })
  })

  it('says what it takes when it is called wrongly', async () => {
    const wrong: [string[], Record<string, unknown>, RegExp][] = [
      [['p', 'explode'], {}, /"explode".*list, create, next, end, agreement, adjudicate, apply/],
      [['p', 'agreement'], {}, /wants a session/],
      [['p', 'adjudicate'], {}, /wants a session/],
      [['p', 'adjudicate', 'review-1'], { label: 'normal', by: 'C' }, /--sinus/],
      [['p', 'adjudicate', 'review-1'], { sinus: 'sub-001_L', label: 'normal' }, /--by/],
      [['p', 'list', 'review-1'], {}, /concerns no session/],
      [['p', 'create'], {}, /Somebody has to read/],
      [['p', 'next'], {}, /--experiment/],
      [['p', 'next'], { experiment: 'quick-1', most: 0 }, /1 or more/],
      [['p', 'create'], { reader: ['A'], worklist: 'next' }, /--experiment/],
    ]
    for (const [args, options, message] of wrong)
      await expect((async () => antrum(args, options))()).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(message) as string,
      })
  })
})
