import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listLabels, saveLabels } from '../../../../src/main/db/stores/labels.ts'
import { listItems } from '../../../../src/main/db/stores/reviews.ts'
import type { Project } from '../../../../src/main/project.ts'
import { readFrozenSinus } from '../../../../src/main/services/dataset-versions.ts'
import { adjudicate, applyReview, reviewAgreement } from '../../../../src/main/services/review-agreement.ts'
import { labelNext } from '../../../../src/main/services/review-next.ts'
import {
  commitAnswer,
  itemResidual,
  itemVolume,
  readingPlace,
  revealItem,
  undoAnswer,
} from '../../../../src/main/services/review-reading.ts'
import { createReview, endReview, listReviews } from '../../../../src/main/services/review-sessions.ts'
import type { Confidence } from '../../../../src/shared/domain/review.ts'
import type { Label } from '../../../../src/shared/domain/sinus.ts'
import { applyAffine } from '../../../../src/shared/imaging/affine.ts'
import { parseNifti } from '../../../../src/shared/imaging/nifti.ts'
import { aContext, aProject } from '../../../helpers/project.ts'
import { aReviewStudy } from '../../../helpers/review-study.ts'

let above: string
let study: Awaited<ReturnType<typeof aReviewStudy>>
beforeAll(async () => {
  above = mkdtempSync(path.join(tmpdir(), 'antrum-review-'))
  study = await aReviewStudy(above)
})
afterAll(() => rmSync(above, { recursive: true }))

const aCopy = () => aProject(study.folder)
const readers = ['reader A', 'reader B']
const session = 'review-1'

/** Answers the next item of a reader; `label` may depend on its sinus. */
async function answer(
  project: Project,
  reader: string,
  label: Label | ((sinus: string, isRepeat: boolean) => Label),
  { confidence = 4, seconds = 6 }: { confidence?: Confidence; seconds?: number } = {},
) {
  const { item } = await readingPlace(project, session, reader)
  const { sinus, repeatOf } = (await listItems(project.db, session)).find(({ id }) => id === item)!
  const given = typeof label === 'string' ? label : label(sinus, repeatOf !== null)
  await commitAnswer(project, item!, { label: given, confidence, seconds })
  return item!
}

async function answerAll(project: Project, reader: string, label: Parameters<typeof answer>[2]) {
  for (let left = 1; left > 0;) {
    await answer(project, reader, label)
    const { total, done } = await readingPlace(project, session, reader)
    left = total - done
  }
}

describe('a review', () => {
  it('gives every reader each sinus once and a tenth of them twice, in an order of their own', async () => {
    const project = await aCopy()
    const created = await createReview(project, { worklist: 'all', readers, seed: 5 })
    expect(created).toMatchObject({
      session,
      datasetVersion: 'v1',
      sinuses: 52,
      endedAt: null,
      experiment: null,
    })
    expect(created.readers.map(({ total, done, medianSeconds }) => [total, done, medianSeconds])).toEqual([
      [57, 0, null],
      [57, 0, null],
    ])
    const items = await listItems(project.db, session)
    const [a, b] = readers.map((reader) => items.filter((item) => item.reader === reader))
    expect(a.map(({ sinus }) => sinus)).not.toEqual(b.map(({ sinus }) => sinus))
    for (const { sinus, repeatOf } of items.filter((item) => item.repeatOf !== null))
      expect(items.find(({ id }) => id === repeatOf)?.sinus).toBe(sinus)

    await createReview(project, { worklist: 'all', readers, seed: 5 })
    const again = await listItems(project.db, 'review-2')
    expect(again.map(({ sinus, reader }) => [reader, sinus])).toEqual(
      items.map(({ sinus, reader }) => [reader, sinus]),
    )
    expect(new Set([...items, ...again].map(({ id }) => id)).size).toBe(4 * 57)
    expect((await listReviews(project)).map((one) => one.session)).toEqual(['review-2', 'review-1'])
  })

  it('reads the test set, what is unlabelled, or sinuses by name', async () => {
    const project = await aCopy()
    const sizes = []
    for (const worklist of ['test', 'unlabelled'] as const)
      sizes.push((await createReview(project, { worklist, readers })).sinuses)
    expect(sizes).toEqual([2 * study.manifest.split.test.length, 12])
    const sinuses = study.manifest.sinuses.slice(0, 3).map(({ id }) => id)
    expect((await createReview(project, { worklist: 'next', sinuses, readers })).sinuses).toBe(3)
  })

  it.each([
    ['two readers of one name', { readers: ['Reader A', 'reader a'] }, /name of their own/],
    ['a reader without a name', { readers: ['  '] }, /1 to 40 characters/],
    ['the name of a subject', { readers: ['SUB-001'] }, /id of a subject/],
    ['the name of a subject, shortened', { readers: ['001'] }, /id of a subject/],
    ['an experiment that is not there', { experiment: 'quick-x' }, /no experiment quick-x/],
    ['a version that is not there', { version: 'v9' }, /no dataset version v9/],
    ['sinuses for another worklist', { sinuses: ['sub-001_L'] }, /and for no other/],
    ['an unknown sinus', { worklist: 'next' as const, sinuses: ['sub-999_L'] }, /not in v1/],
  ])('refuses %s', async (_, changes, message) => {
    const project = await aCopy()
    await expect(createReview(project, { worklist: 'all', readers, ...changes })).rejects.toThrow(message)
    expect(await listReviews(project)).toEqual([])
  })
})

describe('reading', () => {
  it('shows the voxels of the frozen sinus about the origin', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'all', readers })
    const { item } = await readingPlace(project, session, 'reader A')
    const shown = parseNifti(await itemVolume(project, item!)).volume
    const { sinus } = (await listItems(project.db, session)).find(({ id }) => id === item)!
    const frozen = parseNifti(await readFrozenSinus(project, 'v1', sinus)).volume
    expect(shown.data).toEqual(frozen.data)
    expect(applyAffine(shown.affine, [15.5, 15.5, 15.5])).toEqual([0, 0, 0])
  })

  it('goes on item by item, with the reader’s own median for the time left', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'test', readers })
    const first = await readingPlace(project, session, 'reader A')
    expect(first).toMatchObject({
      total: 13,
      done: 0,
      medianSeconds: null,
      secondsLeft: null,
      canUndo: false,
    })
    for (const seconds of [4, 20, 5]) await answer(project, 'reader A', 'normal', { seconds })
    const place = await readingPlace(project, session, 'reader A')
    expect(place).toMatchObject({ done: 3, medianSeconds: 5, secondsLeft: 50, canUndo: true })
    expect(await readingPlace(project, session, 'reader B')).toMatchObject({ done: 0 })
    const ahead = await readingPlace(project, session, 'reader A')
    await answer(project, 'reader A', 'normal')
    expect((await readingPlace(project, session, 'reader A')).item).toBe(ahead.ahead)
  })

  it('takes the same answer twice as one, and no other answer and no item out of turn', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'test', readers })
    const { item, ahead } = await readingPlace(project, session, 'reader A')
    const given = { label: 'normal', confidence: 3, seconds: 2 } as const
    await expect(commitAnswer(project, ahead!, given)).rejects.toThrow(/Another item is to be read/)
    await commitAnswer(project, item!, given)
    expect(await commitAnswer(project, item!, { ...given, seconds: 9 })).toMatchObject({ done: 1 })
    await expect(commitAnswer(project, item!, { ...given, label: 'anomalous' })).rejects.toThrow(
      /is answered/,
    )
    await expect(commitAnswer(project, 'f'.repeat(24), given)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('reveals nothing before the answer, and then label, scores and residual', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'test', experiment: study.experiment, readers })
    const { item } = await readingPlace(project, session, 'reader A')
    await expect(revealItem(project, item!)).rejects.toThrow(/locked until the item is answered/)
    await expect(itemResidual(project, item!)).rejects.toThrow(/locked until the item is answered/)
    await answer(project, 'reader A', 'normal')
    await expect(itemResidual(project, item!)).rejects.toThrow(/once the answer was revealed/)

    const revealed = await revealItem(project, item!)
    const { sinus } = (await listItems(project.db, session)).find(({ id }) => id === item)!
    const row = study.manifest.sinuses.findIndex(({ id }) => id === sinus)
    const label = study.manifest.sinuses[row].target === 1 ? 'anomalous' : 'normal'
    expect(revealed).toMatchObject({ label, annotators: [{ annotator: 'sheet', label }], hasResidual: true })
    expect(revealed.scores).toHaveLength(1)
    expect(revealed.scores[0]).toMatchObject({ method: 'residual', labelFraction: 1, set: 'test', models: 1 })
    expect(JSON.stringify(revealed)).not.toMatch(/sub-|[0-9a-f]{64}/)
    const residual = parseNifti(await itemResidual(project, item!)).volume
    expect(residual.data[0]).toBeCloseTo(row / study.manifest.sinuses.length, 6)
    expect(residual.affine).toEqual(parseNifti(await itemVolume(project, item!)).volume.affine)
  })

  it('counts the first look at scores of the test set as a reading of it', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'test', experiment: study.experiment, readers })
    const log = path.join(project.paths.root, 'antrum.test-set.jsonl')
    for (let k = 0; k < 3; k++) await revealItem(project, await answer(project, 'reader A', 'normal'))
    const lines = readFileSync(log, 'utf8').trim().split('\n')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0])).toMatchObject({ by: 'review', experiment: study.experiment })
  })

  it('takes the last answer back, and knows that the next one is not blind where the reader had looked', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'test', experiment: study.experiment, readers })
    const first = await answer(project, 'reader A', 'normal')
    await answer(project, 'reader A', 'normal')
    await undoAnswer(project, session, 'reader A')
    const place = await undoAnswer(project, session, 'reader A')
    expect(place).toMatchObject({ item: first, done: 0, canUndo: false })
    await expect(undoAnswer(project, session, 'reader A')).rejects.toThrow(/no answer to take back/)
    await answer(project, 'reader A', 'anomalous')
    await revealItem(project, first)
    await undoAnswer(project, session, 'reader A')
    await expect(revealItem(project, first)).rejects.toThrow(/locked/)
    await answer(project, 'reader A', 'normal')
    await answer(project, 'reader A', 'normal')
    await endReview(project, session)
    const { readers: summaries } = await reviewAgreement(project, session)
    expect(summaries[0]).toMatchObject({ done: 2, notBlind: 1, undone: 3, undoneAfterReveal: 1 })
  })

  it('is over for good once the session has ended', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'test', readers })
    await expect(reviewAgreement(project, session)).rejects.toThrow(/answers are shown when it has ended/)
    await expect(applyReview(project, session)).rejects.toMatchObject({ code: 'invalid-state' })
    const item = await answer(project, 'reader A', 'normal')
    const { endedAt } = await endReview(project, session)
    expect((await endReview(project, session)).endedAt).toBe(endedAt)
    expect(await readingPlace(project, session, 'reader A')).toMatchObject({ item: null, canUndo: false })
    const late = { label: 'normal', confidence: 1, seconds: 1 } as const
    await expect(commitAnswer(project, item, late)).rejects.toThrow(/has ended/)
    await expect(undoAnswer(project, session, 'reader A')).rejects.toThrow(/has ended/)
    await expect(applyReview(project, session)).rejects.toThrow(/12 sinuses were not read by everybody/)
  })

  it('names no sinus when its volume is gone', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'all', readers })
    const { item } = await readingPlace(project, session, 'reader A')
    rmSync(path.join(project.paths.volumes, 'v1'), { recursive: true })
    const error = await itemVolume(project, item!).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: expect.stringMatching(/antrum verify/) as string })
    expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toMatch(/sub-\d/)
  })
})

describe('agreement', () => {
  /** Both read everything: the second says otherwise of two sinuses, the first changes her mind about one repeat. */
  async function readByTwo() {
    const project = await aCopy()
    await createReview(project, { worklist: 'test', readers, seed: 1 })
    const sinuses = [...new Set((await listItems(project.db, session)).map(({ sinus }) => sinus))].sort()
    const anomalous = new Set(sinuses.slice(0, 5))
    await answerAll(project, 'reader A', (sinus, isRepeat) =>
      anomalous.has(sinus) !== isRepeat ? 'anomalous' : 'normal',
    )
    const other = new Set([...sinuses.slice(0, 4), sinuses[5]])
    await answerAll(project, 'reader B', (sinus) => (other.has(sinus) ? 'anomalous' : 'normal'))
    await endReview(project, session)
    return { project, sinuses }
  }

  it('is the hand-worked kappa of first readings, with repeats set against their originals', async () => {
    const { project, sinuses } = await readByTwo()
    const { pairs, readers: summaries, disagreements, outcome } = await reviewAgreement(project, session)
    // 12 sinuses: 4 both anomalous, 1 A only, 1 B only, 6 both normal. p_o = 10/12, p_e = (5·5 + 7·7)/144 = 74/144;
    // κ = (120 − 74) / (144 − 74) = 46/70.
    expect(sinuses).toHaveLength(12)
    expect(pairs).toEqual([
      expect.objectContaining({ a: 'reader A', b: 'reader B', n: 12, agreed: 10, notBlind: 0 }),
    ])
    expect(pairs[0].kappa).toBeCloseTo(46 / 70, 12)
    expect(pairs[0].interval).toMatchObject({ high: 1 })
    expect(summaries.map(({ repeats }) => [repeats.n, repeats.agreed, repeats.afterReveal])).toEqual([
      [1, 0, 0],
      [1, 1, 0],
    ])
    expect(disagreements.map(({ sinus }) => sinus)).toEqual([sinuses[4], sinuses[5]])
    expect(disagreements[0].answers).toEqual([
      { reader: 'reader A', label: 'anomalous', confidence: 4, blind: true },
      { reader: 'reader B', label: 'normal', confidence: 4, blind: true },
    ])
    expect(outcome).toEqual({ agreed: 10, decided: 0, open: 2, unread: 0 })
  })

  it('lets a third person decide what readers disagree about, and take it back', async () => {
    const { project, sinuses } = await readByTwo()
    const { disagreements } = await reviewAgreement(project, session)
    const [{ item }] = disagreements
    const decide = (by: string, label: Label | null, of = item) =>
      adjudicate(project, { item: of, by, label })
    await expect(decide('Reader A', 'normal')).rejects.toThrow(/decided by somebody else/)
    const agreed = (await listItems(project.db, session)).find(({ sinus }) => sinus === sinuses[0])!
    await expect(decide('chair', 'normal', agreed.id)).rejects.toThrow(/nothing to decide/)
    const after = await decide('chair', 'anomalous')
    expect(after.outcome).toEqual({ agreed: 10, decided: 1, open: 1, unread: 0 })
    expect(after.disagreements[0].decision).toMatchObject({ label: 'anomalous', by: 'chair' })
    expect((await decide('chair', 'normal')).disagreements[0].decision).toMatchObject({ label: 'normal' })
    expect((await decide('chair', null)).outcome.open).toBe(2)
  })

  it('becomes the labels of an annotator; versions that are frozen stay as they are', async () => {
    const { project } = await readByTwo()
    const manifest = readFileSync(path.join(project.paths.volumes, 'v1/dataset.json'), 'utf8')
    const [{ item, subject, side }] = (await reviewAgreement(project, session)).disagreements
    await adjudicate(project, { item, by: 'chair', label: 'anomalous' })
    await expect(applyReview(project, session, 'sub-001')).rejects.toThrow(/id of a subject/)
    const report = await applyReview(project, session)
    expect(report).toMatchObject({ annotator: session, labels: 11, changed: 11, open: 1, unread: 0, gone: 0 })
    const labels = await listLabels(project.db)
    const own = labels.filter(({ annotator }) => annotator === session)
    expect(own).toHaveLength(11)
    expect(own.find((one) => one.subject === subject && one.side === side)?.label).toBe('anomalous')
    const sheet = labels.filter(({ annotator }) => annotator === 'sheet')
    const against = own.filter((one) =>
      sheet.some((two) => two.subject === one.subject && two.side === one.side && two.label !== one.label),
    )
    expect(report.disputed).toBe(against.length)
    expect(against.length).toBeGreaterThan(0)
    expect(await applyReview(project, session)).toMatchObject({ changed: 0 })
    expect((await listReviews(project))[0]).toMatchObject({ appliedAs: session })
    expect(readFileSync(path.join(project.paths.volumes, 'v1/dataset.json'), 'utf8')).toBe(manifest)
    const log = await project.db.selectFrom('auditLog').selectAll().execute()
    expect(log.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['review-create', 'review-end', 'review-decide', 'review-apply']),
    )
    expect(JSON.stringify(log.filter(({ action }) => action.startsWith('review')))).not.toMatch(/sub-\d/)
  })

  it('leaves out what is not blind and what not everybody read', async () => {
    const project = await aCopy()
    await createReview(project, { worklist: 'test', experiment: study.experiment, readers, seed: 1 })
    await answerAll(project, 'reader A', 'normal')
    const first = await answer(project, 'reader B', 'normal')
    await revealItem(project, first)
    await undoAnswer(project, session, 'reader B')
    await answer(project, 'reader B', 'normal')
    await answer(project, 'reader B', 'normal')
    await endReview(project, session)
    const { pairs, outcome } = await reviewAgreement(project, session)
    expect(pairs[0]).toMatchObject({ n: 1, agreed: 1, notBlind: 1, kappa: { undefined: true } })
    expect(outcome).toEqual({ agreed: 2, decided: 0, open: 0, unread: 10 })
  })
})

describe('what to label next', () => {
  it('ranks the unlabelled sinuses by the entropy of the mean score', async () => {
    const project = await aCopy()
    const found = await labelNext(project, { experiment: study.experiment, most: 5 }, aContext())
    expect(found).toMatchObject({
      method: 'residual',
      labelFraction: 1,
      models: 1,
      unlabelled: 12,
      datasetVersion: 'v1',
    })
    expect(found.sinuses).toHaveLength(5)
    const bits = found.sinuses.map(({ uncertaintyBits }) => uncertaintyBits)
    expect(bits).toEqual(bits.toSorted((a, b) => b - a))
    expect(bits.every((value) => value > 0 && value <= 1)).toBe(true)
    const unlabelled = study.manifest.sinuses.filter(({ target }) => target === null)
    expect(unlabelled.map(({ id }) => id)).toEqual(
      expect.arrayContaining(found.sinuses.map(({ sinus }) => sinus)),
    )

    const [{ subject, side }] = found.sinuses
    await saveLabels(project.db, [{ subject, side, annotator: 'x', label: 'normal', findings: [] }])
    const later = await labelNext(project, { experiment: study.experiment, most: 50 }, aContext())
    expect(later).toMatchObject({ unlabelled: 11 })
    expect(later.sinuses[0]).toEqual(found.sinuses[1])
  })

  it('says what is missing', async () => {
    const project = await aCopy()
    const ask = (method: string) =>
      labelNext(project, { experiment: study.experiment, method, most: 5 }, aContext())
    await expect(ask('byol')).rejects.toThrow(/no runs of byol; it has residual/)
    const { sinuses } = study.manifest
    await saveLabels(
      project.db,
      sinuses.map(({ subject, side }) => ({ subject, side, annotator: 'x', label: 'normal', findings: [] })),
    )
    await expect(ask('residual')).rejects.toThrow(/none to label next/)
  })
})
