import { listedAs, type DatasetManifest, type DatasetSplit } from './dataset.ts'

/** The proof card of a dataset version: counted from the manifest itself, whoever made it. */
export interface SplitProof {
  /** What was given a role: subjects, or (as the released code did) single sinuses. */
  unit: 'subject' | 'sinus'
  /** Subjects that have more than one role where they may have one. */
  sharedSubjects: number
  /** Of these, subjects with a sinus in the test set and one outside. */
  straddlingTest: number
  /** Sinuses whose voxels are those of another sinus as well. */
  duplicates: number
  checks: { name: string; ok: boolean; found: string }[]
}

/** The check that a split by sinus cannot pass. */
export const noSharedSubject = 'no subject in two sets'

/** Counts everything that would let a model see what it is judged on, and what the fractions promise. */
export function proveSplit({ sinuses, split }: Pick<DatasetManifest, 'sinuses' | 'split'>): SplitProof {
  const shared = sharedSubjects({ sinuses, split })
  const duplicates = duplicateSinuses(sinuses)
  const placed = new Set(allRoles(split).flat())
  const missing = new Set(sinuses.map(listedAs(split)).filter((name) => !placed.has(name)))
  const notOnce = validationCounts(split).filter((count) => count !== 1).length
  const unnested = split.folds.flatMap(({ fractions, train }) => unnestedPairs(fractions, train)).length
  const deviation = Math.max(0, ...split.folds.flatMap((fold) => ratioDeviations({ sinuses, split }, fold)))
  const lacking = setsLackingAClass({ sinuses, split })
  const each = split.unit ?? 'subject'
  return {
    unit: each,
    sharedSubjects: shared.length,
    straddlingTest: straddlingTest({ sinuses, split }).length,
    duplicates: duplicates.length,
    checks: [
      { name: noSharedSubject, ok: shared.length === 0, found: `${shared.length} shared` },
      {
        name: 'no two sinuses with the same voxels',
        ok: duplicates.length === 0,
        found: duplicates.join(', ') || 'none',
      },
      { name: `every ${each} has a role`, ok: missing.size === 0, found: `${missing.size} without` },
      { name: `every development ${each} validates once`, ok: notOnce === 0, found: `${notOnce} do not` },
      { name: 'label fractions are nested', ok: unnested === 0, found: `${unnested} are not` },
      {
        name: 'label fractions keep the anomaly ratio within one sinus',
        ok: deviation <= 1 + 1e-9,
        found: `largest deviation ${deviation.toFixed(2)}`,
      },
      {
        name: 'both classes in every labelled set',
        ok: lacking.length === 0,
        found: lacking.join(', ') || 'all have both',
      },
    ],
  }
}

/** Ids of sinuses whose voxels occur more than once. */
export function duplicateSinuses(sinuses: DatasetManifest['sinuses']): string[] {
  const bySha = Map.groupBy(sinuses, ({ sha256 }) => sha256)
  return [...bySha.values()].filter((same) => same.length > 1).flatMap((same) => same.map(({ id }) => id))
}

/** Every list of subjects of a split; the folds' together cover the development set several times. */
const allRoles = ({ test, folds, unlabelled }: DatasetSplit): string[][] => [
  test,
  unlabelled.train,
  unlabelled.validation,
  ...folds.flatMap(({ train, validation }) => [train, validation]),
]

type Frozen = Pick<DatasetManifest, 'sinuses' | 'split'>

/**
 * Subjects in two of the sets that must be disjoint (per fold: test, train, validation, both unlabelled ones), or listed
 * twice in one.
 */
function sharedSubjects({ sinuses, split }: Frozen): string[] {
  const { test, folds, unlabelled } = split
  const subjectOf = new Map(sinuses.map((sinus) => [listedAs(split)(sinus), sinus.subject]))
  const shared = new Set<string>()
  for (const { train, validation } of folds) {
    const setOf = new Map<string, number>()
    for (const [set, names] of [test, train, validation, unlabelled.train, unlabelled.validation].entries()) {
      names.forEach((name, at) => {
        const subject = subjectOf.get(name) ?? name
        if ((setOf.get(subject) ?? set) !== set || names.indexOf(name) !== at) shared.add(subject)
        setOf.set(subject, set)
      })
    }
  }
  return [...shared]
}

/** Subjects with a sinus in the test set and one that a model may learn from. */
function straddlingTest({ sinuses, split }: Frozen): string[] {
  const listed = listedAs(split)
  const test = new Set(split.test)
  const own = Map.groupBy(sinuses, ({ subject }) => subject)
  return [...own].flatMap(([subject, both]) => {
    const inTest = both.filter((sinus) => test.has(listed(sinus))).length
    return inTest > 0 && inTest < both.length ? [subject] : []
  })
}

function validationCounts({ folds }: DatasetSplit): number[] {
  const development = new Set(folds.flatMap(({ train, validation }) => [...train, ...validation]))
  const counts = new Map([...development].map((subject) => [subject, 0]))
  for (const { validation } of folds)
    for (const subject of validation) counts.set(subject, counts.get(subject)! + 1)
  return [...counts.values()]
}

function unnestedPairs(fractions: Record<string, string[]>, train: string[]): string[] {
  const ordered = Object.entries(fractions).sort(([a], [b]) => Number(a) - Number(b))
  const larger = [...ordered.slice(1).map(([, subjects]) => subjects), train].map(
    (subjects) => new Set(subjects),
  )
  return ordered
    .filter(([, subjects], i) => subjects.some((subject) => !larger[i].has(subject)))
    .map(([name]) => name)
}

/** Per fraction |anomalous − ratio of the fold's training set · labelled|, in sinuses. */
function ratioDeviations(frozen: Frozen, { train, fractions }: DatasetSplit['folds'][number]): number[] {
  const whole = countTargets(frozen, train)
  const ratio = whole.anomalous / (whole.normal + whole.anomalous)
  return Object.values(fractions).map((subjects) => {
    const { normal, anomalous } = countTargets(frozen, subjects)
    return Math.abs(anomalous - ratio * (normal + anomalous))
  })
}

function setsLackingAClass(frozen: Frozen): string[] {
  const { test, folds } = frozen.split
  const sets: [string, string[]][] = [
    ['test', test],
    ...folds.flatMap(({ train, validation, fractions }, i): [string, string[]][] => [
      [`fold ${i + 1} training`, train],
      [`fold ${i + 1} validation`, validation],
      ...Object.entries(fractions).map(([name, subjects]): [string, string[]] => [
        `fold ${i + 1} fraction ${name}`,
        subjects,
      ]),
    ]),
  ]
  return sets
    .filter(([, subjects]) => {
      const { normal, anomalous } = countTargets(frozen, subjects)
      return normal === 0 || anomalous === 0
    })
    .map(([name]) => name)
}

/** Labelled sinuses that a list of the split names, by class. */
export function countTargets({ sinuses, split }: Frozen, names: readonly string[]) {
  const wanted = new Set(names)
  const listed = listedAs(split)
  const targets = sinuses.filter((sinus) => wanted.has(listed(sinus))).map(({ target }) => target)
  return {
    normal: targets.filter((target) => target === 0).length,
    anomalous: targets.filter((target) => target === 1).length,
  }
}
