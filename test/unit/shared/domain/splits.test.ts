import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatasetManifest, DatasetSplit } from '../../../../src/shared/domain/dataset.ts'
import { findings, sides, sinusId } from '../../../../src/shared/domain/sinus.ts'
import { noSharedSubject, proveSplit } from '../../../../src/shared/domain/split-proof.ts'
import {
  classProfile,
  defaultSplitOptions,
  drawSplit,
  enlargedFractions,
  type LabelledSubject,
} from '../../../../src/shared/domain/splits.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'

type Sinus = LabelledSubject['sinuses'][number]
const subject = (id: string, ...classes: string[]): LabelledSubject => ({
  id,
  sinuses: classes.flatMap((name, i): Sinus[] =>
    name === '-'
      ? []
      : [
          {
            side: sides[i],
            target: name === 'normal' ? 0 : 1,
            finding: findings.find((f) => f === name) ?? null,
          },
        ],
  ),
})

/** Cohorts of any mix, each subject with at least one labelled sinus; rare findings and one-sided labels included. */
const anyClass = fc.oneof(
  { weight: 6, arbitrary: fc.constant('normal') },
  { weight: 4, arbitrary: fc.constantFrom(...findings, 'anomalous') },
)
const anySubject = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(anyClass, anyClass) },
  { weight: 1, arbitrary: fc.tuple(anyClass, fc.constant('-')) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('-'), anyClass) },
)
const anyCohort = fc
  .array(anySubject, { minLength: 1, maxLength: 120, size: 'max' })
  .map((all) => all.map((classes, i) => subject(`s${String(i).padStart(3, '0')}`, ...classes)))
const anyOptions = fc.record({
  seed: fc.integer(),
  folds: fc.integer({ min: 2, max: 6 }),
  testFraction: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
})

const tryDraw = (labelled: LabelledSubject[], unlabelled: string[], options: object): DatasetSplit | null => {
  try {
    return drawSplit(labelled, unlabelled, { ...defaultSplitOptions, ...options })
  } catch (error) {
    if (error instanceof AntrumError && error.code === 'split-impossible') return null
    throw error
  }
}
const sinusesOf = (labelled: LabelledSubject[], unlabelled: string[]): DatasetManifest['sinuses'] => [
  ...labelled.flatMap(({ id, sinuses }) =>
    sinuses.map((s) => ({
      ...s,
      id: sinusId(id, s.side),
      subject: id,
      file: '',
      sha256: sinusId(id, s.side),
    })),
  ),
  ...unlabelled.map((id) => ({
    id,
    subject: id,
    side: 'left' as const,
    file: '',
    sha256: id,
    target: null,
    finding: null,
  })),
]
const count = (labelled: LabelledSubject[], ids: string[], wanted: (s: LabelledSubject) => boolean) =>
  labelled.filter((s) => ids.includes(s.id) && wanted(s)).length

describe('drawSplit, over random cohorts', () => {
  const unlabelled = Array.from({ length: 25 }, (_, i) => `u${i}`)
  const property = (
    check: (
      labelled: LabelledSubject[],
      split: DatasetSplit,
      options: { folds: number; testFraction: number },
    ) => void,
  ) => {
    let drawn = 0
    fc.assert(
      fc.property(anyCohort, anyOptions, (labelled, options) => {
        const split = tryDraw(labelled, unlabelled, options)
        if (!split) return
        drawn++
        check(labelled, split, options)
      }),
      { numRuns: 300, seed: 20 },
    )
    expect(drawn).toBeGreaterThan(150) // else the property was hardly tried
  }

  it('gives every subject one role: written out here, not by the proof card', () => {
    property((labelled, { test, folds, unlabelled: u }) => {
      for (const { train, validation } of folds) {
        const all = [...test, ...train, ...validation, ...u.train, ...u.validation]
        expect(all.length).toBe(new Set(all).size)
        expect([...all].sort()).toEqual([...labelled.map(({ id }) => id), ...unlabelled].sort())
      }
      const validated = folds.flatMap(({ validation }) => validation)
      expect(validated.sort()).toEqual(
        labelled
          .map(({ id }) => id)
          .filter((id) => !test.includes(id))
          .sort(),
      )
    })
  })

  it('nests the fractions, keeps their size and their anomaly ratio within one sinus, both classes in each', () => {
    property((labelled, split) => {
      const enlarged = new Set(
        enlargedFractions(split).map(({ foldIndex, fraction }) => `${foldIndex}/${fraction}`),
      )
      const tally = (ids: string[]) => {
        const targets = labelled
          .filter(({ id }) => ids.includes(id))
          .flatMap((s) => s.sinuses.map(({ target }) => target as number))
        return { n: targets.length, anomalous: targets.reduce((a, b) => a + b, 0) }
      }
      split.folds.forEach(({ train, fractions }, foldIndex) => {
        const whole = tally(train)
        let smaller: string[] = []
        for (const [name, ids] of Object.entries(fractions).sort(([a], [b]) => Number(a) - Number(b))) {
          expect(ids).toEqual(expect.arrayContaining(smaller))
          expect(train).toEqual(expect.arrayContaining(ids))
          smaller = ids
          if (!enlarged.has(`${foldIndex}/${name}`))
            expect(ids.length).toBe(Math.max(1, Math.round(Number(name) * train.length)))
          const { n, anomalous } = tally(ids)
          expect(Math.abs(anomalous - (whole.anomalous / whole.n) * n)).toBeLessThanOrEqual(1 + 1e-9)
          expect(anomalous).toBeGreaterThan(0)
          expect(anomalous).toBeLessThan(n)
        }
        expect(fractions['1']).toEqual(train)
      })
    })
  })

  it('spreads every class profile over test and validation sets to within one subject', () => {
    property((labelled, { test, folds }) => {
      for (const profile of new Set(labelled.map(classProfile))) {
        const of = (ids: string[]) => count(labelled, ids, (s) => classProfile(s) === profile)
        const total = of(labelled.map(({ id }) => id))
        expect(Math.abs(of(test) - (total * test.length) / labelled.length)).toBeLessThan(1)
        const counts = folds.map(({ validation }) => of(validation))
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }
      const sizes = folds.map(({ validation }) => validation.length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    })
  })

  it('has a normal and an anomalous sinus in the test set and in every validation set', () => {
    property((labelled, { test, folds }) => {
      for (const ids of [test, ...folds.map(({ validation }) => validation)]) {
        for (const target of [0, 1])
          expect(count(labelled, ids, (s) => s.sinuses.some((x) => x.target === target))).toBeGreaterThan(0)
      }
    })
  })

  it('puts every unlabelled subject in one of the two sets, their share kept to within one', () => {
    property((_, { unlabelled: { train, validation } }) => {
      expect([...train, ...validation].sort()).toEqual(unlabelled.toSorted())
      expect(
        Math.abs(validation.length - defaultSplitOptions.unlabelledValidation * unlabelled.length),
      ).toBeLessThan(1)
    })
  })

  it('satisfies its own proof card', () => {
    property((labelled, split) => {
      const proof = proveSplit({ sinuses: sinusesOf(labelled, unlabelled), split })
      expect(proof).toMatchObject({ sharedSubjects: 0, duplicates: 0 })
      expect(proof.checks.filter(({ ok }) => !ok)).toEqual([])
    })
  })

  it('depends on subjects and seed, not on their order', () => {
    property((labelled, split, options) => {
      expect(
        drawSplit([...labelled].reverse(), [...unlabelled].reverse(), { ...defaultSplitOptions, ...options }),
      ).toEqual(split)
    })
  })

  it('by sinus, lists every sinus once, and the proof card counts the subjects that straddle', () => {
    property((labelled) => {
      const sinuses = sinusesOf(labelled, [])
      const alone = sinuses.map(({ id, side, target, finding }): LabelledSubject => ({
        id,
        sinuses: [{ side, target: target!, finding }],
      }))
      const drawn = tryDraw(alone, [], { folds: 2 })
      if (!drawn) return
      const split: DatasetSplit = { unit: 'sinus', ...drawn }
      const proof = proveSplit({ sinuses, split })
      for (const { train, validation } of split.folds)
        expect([...split.test, ...train, ...validation].sort()).toEqual(sinuses.map(({ id }) => id).sort())
      const straddling = labelled.filter(({ id, sinuses: own }) => {
        const inTest = own.filter(({ side }) => split.test.includes(sinusId(id, side))).length
        return inTest === 1 && own.length === 2
      })
      expect(proof.straddlingTest).toBe(straddling.length)
      expect(proof.sharedSubjects).toBeGreaterThanOrEqual(straddling.length)
      const shared = proof.checks.find(({ name }) => name === noSharedSubject)!
      expect(shared.ok).toBe(proof.sharedSubjects === 0)
      expect(proof.checks.filter(({ ok, name }) => !ok && name !== noSharedSubject)).toEqual([])
    })
  })

  it('is impossible only where a class is short', () => {
    fc.assert(
      fc.property(anyCohort, anyOptions, (labelled, options) => {
        const of = (target: number) =>
          count(
            labelled,
            labelled.map(({ id }) => id),
            (s) => s.sinuses.some((x) => x.target === target),
          )
        // The test set takes at most ⌈b·T/N⌉ of b subjects.
        const share = Math.max(1, Math.round(options.testFraction * labelled.length)) / labelled.length
        const spare = Math.min(...[of(0), of(1)].map((b) => b - Math.ceil(b * share)))
        const enough = spare >= options.folds && (of(0) + of(1)) * share > 1 + 1e-9
        if (enough) expect(tryDraw(labelled, [], options)).not.toBeNull()
      }),
      { numRuns: 300, seed: 21 },
    )
  })
})

describe('drawSplit', () => {
  const published = [
    ...Array.from({ length: 489 }, (_, i) => subject(`n${i}`, 'normal', 'normal')),
    ...Array.from({ length: 286 }, (_, i) =>
      subject(`m${i}`, ...(i % 2 ? ['normal', 'cyst'] : ['mucosal_thickening', 'normal'])),
    ),
    ...Array.from({ length: 292 }, (_, i) =>
      subject(`a${i}`, 'mucosal_thickening', i % 3 ? 'mucosal_thickening' : 'polyp'),
    ),
  ]

  it('gives the published cohort (1067 subjects, 1264 + 870 sinuses) the published proportions', () => {
    const split = drawSplit(
      published,
      Array.from({ length: 1559 }, (_, i) => `u${i}`),
    )
    expect(split.test).toHaveLength(320)
    expect(split.unlabelled.validation).toHaveLength(125)
    for (const { train, validation, fractions } of split.folds) {
      expect(train.length + validation.length).toBe(747)
      expect(fractions['0.1']).toHaveLength(Math.round(train.length / 10))
    }
    expect(enlargedFractions(split)).toEqual([])
  })

  it('repeats with a seed and changes with it', () => {
    expect(drawSplit(published, [])).toEqual(drawSplit(published, []))
    expect(drawSplit(published, [], { ...defaultSplitOptions, seed: 1 }).test).not.toEqual(
      drawSplit(published, []).test,
    )
  })

  it('enlarges a fraction that would lack a class, and says so', () => {
    const small = Array.from({ length: 10 }, (_, i) =>
      subject(`s${i}`, ...(i % 2 ? ['normal', 'normal'] : ['cyst', 'cyst'])),
    )
    const split = drawSplit(small, [], { ...defaultSplitOptions, folds: 2 })
    expect(split.folds[0].fractions['0.1']).toHaveLength(2)
    expect(enlargedFractions(split)).toContainEqual({
      foldIndex: 0,
      fraction: '0.1',
      subjects: 2,
      of: split.folds[0].train.length,
    })
  })

  it.each([
    ['nobody is labelled', [], /needed labelled; found 0 and 0/],
    [
      'nobody is anomalous',
      Array.from({ length: 40 }, (_, i) => subject(`s${i}`, 'normal', 'normal')),
      /found 40 and 0.*Label more/,
    ],
    [
      'anomalies are fewer than folds',
      [
        ...Array.from({ length: 40 }, (_, i) => subject(`s${i}`, 'normal', 'normal')),
        subject('x', 'cyst', 'cyst'),
      ],
      /found 40 and 1.*--folds/,
    ],
  ])('is impossible when %s', (_, labelled, message) => {
    expect(() => drawSplit(labelled, [])).toThrow(message)
    expect(tryDraw(labelled, [], {})).toBeNull()
  })

  it.each([
    { folds: 1 },
    { folds: 2.5 },
    { testFraction: 0 },
    { testFraction: 1 },
    { seed: 0.5 },
    { fractions: [] },
    { fractions: [0, 1] },
    { unlabelledValidation: 1 },
  ])('refuses options out of range: %o', (options) => {
    expect(() => drawSplit(published, [], { ...defaultSplitOptions, ...options })).toThrow(
      expect.objectContaining({ code: 'usage' }) as Error,
    )
  })
})

describe('proveSplit', () => {
  const labelled = Array.from({ length: 12 }, (_, i) =>
    subject(`s${i}`, ...(i % 2 ? ['normal', 'normal'] : ['cyst', 'normal'])),
  )
  const split = drawSplit(labelled, ['u1', 'u2'], { ...defaultSplitOptions, folds: 2 })
  const sinuses = sinusesOf(labelled, ['u1', 'u2'])
  const failing = (given: Partial<DatasetSplit>, voxels = sinuses) => {
    const proof = proveSplit({ sinuses: voxels, split: { ...split, ...given } })
    return { ...proof, failed: proof.checks.filter(({ ok }) => !ok).map(({ name }) => name) }
  }
  const [fold, other] = split.folds

  it('finds what is wrong', () => {
    expect(failing({}).failed).toEqual([])
    expect(failing({ test: [...split.test, fold.train[0]] })).toMatchObject({
      sharedSubjects: 1,
      failed: ['no subject in two sets'],
    })
    expect(
      failing({ unlabelled: { train: ['u1', 'u2', split.test[0]], validation: [] } }).sharedSubjects,
    ).toBe(1)
    expect(failing({ unlabelled: { train: ['u1'], validation: [] } }).failed).toEqual([
      'every subject has a role',
    ])
    expect(failing({ folds: [fold, fold] }).failed).toContain('every development subject validates once')
    const outside = { ...fold, fractions: { ...fold.fractions, '0.1': fold.validation } }
    expect(failing({ folds: [outside, other] }).failed).toContain('label fractions are nested')
    const normals = labelled
      .filter((s) => fold.train.includes(s.id) && s.sinuses.every(({ target }) => target === 0))
      .map(({ id }) => id)
    const skewed = { ...fold, fractions: { '0.4': normals, '1': fold.train } }
    expect(failing({ folds: [skewed, other] }).failed).toContain('both classes in every labelled set')
    const twins = sinuses.map((sinus, i) => (i < 2 ? { ...sinus, sha256: 'same' } : sinus))
    expect(failing({}, twins)).toMatchObject({
      duplicates: 2,
      failed: ['no two sinuses with the same voxels'],
    })
  })

  it('measures the anomaly ratio of a fraction in sinuses', () => {
    const many = [
      ...Array.from({ length: 20 }, (_, i) => subject(`n${i}`, 'normal', 'normal')),
      ...Array.from({ length: 20 }, (_, i) => subject(`a${i}`, 'cyst', 'cyst')),
    ]
    const drawn = drawSplit(many, [], { ...defaultSplitOptions, folds: 2 })
    const anomalous = drawn.folds[0].train.filter((id) => id.startsWith('a'))
    const normal = drawn.folds[0].train.filter((id) => id.startsWith('n'))
    // 3 of 4 subjects anomalous where half should be: 6 − 0.5 · 8 = 2 sinuses too many.
    const skewed = { ...drawn.folds[0], fractions: { '0.2': [...anomalous.slice(0, 3), normal[0]] } }
    const { checks } = proveSplit({
      sinuses: sinusesOf(many, []),
      split: { ...drawn, folds: [skewed, drawn.folds[1]] },
    })
    expect(checks.filter(({ ok }) => !ok)).toEqual([
      {
        name: 'label fractions keep the anomaly ratio within one sinus',
        ok: false,
        found: 'largest deviation 2.00',
      },
    ])
  })
})
