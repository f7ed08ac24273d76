import { AntrumError } from '../ipc/error.ts'
import { createRandom, type Random } from '../random.ts'
import { labelFractions, type DatasetFold, type DatasetSplit } from './dataset.ts'
import type { Finding, Side, Target } from './sinus.ts'

/** A subject with its labelled sinuses: one or two, unlabelled ones left out. */
export interface LabelledSubject {
  id: string
  sinuses: readonly { side: Side; target: Target; finding: Finding | null }[]
}

export interface SplitOptions {
  seed: number
  folds: number
  /** Share of the labelled subjects that makes the fixed test set, 0 < f < 1. */
  testFraction: number
  fractions: readonly number[]
  /** Share of the unlabelled subjects kept to watch pretraining. */
  unlabelledValidation: number
}

export const defaultSplitOptions: SplitOptions = {
  seed: 0,
  folds: 5,
  testFraction: 0.3,
  fractions: labelFractions,
  unlabelledValidation: 0.08,
}

/**
 * Draws test set, folds and label fractions by subject, stratified by class profile (what each of a subject's two
 * sinuses shows). The same subjects, in any order, and the same options give the same split.
 *
 * - Test: every profile gives its share to within one subject.
 * - Folds: every profile is spread over the validation sets to within one subject; each has both classes.
 * - Fractions: nested. The anomalous sinuses of each are within one of its share of the fold's training ratio, and each
 *   has both classes: a fraction too small for that takes the fewest subjects that have (see `enlargedFractions`).
 *
 * @throws AntrumError 'split-impossible' with what is missing, 'usage' for options out of range.
 * Source: method-spec 1.6 (paper: by patient, ratio kept; released code: fixed 30 % test, folds over the rest).
 */
export function drawSplit(
  labelled: readonly LabelledSubject[],
  unlabelled: readonly string[],
  options: SplitOptions = defaultSplitOptions,
): DatasetSplit {
  checkOptions(options)
  const { seed, folds, fractions } = options
  const random = createRandom(seed)
  const ordered = byProfile(labelled, random.fork('order'))
  const test = new Set(drawTest(ordered, options, random.fork('test')))
  const development = ordered.filter((subject) => !test.has(subject))
  requireBothClasses(development, folds, 'outside the test set', `${folds} folds`)

  const firstFold = random.fork('folds').integer(folds)
  const validationFold = new Map(development.map(({ id }, position) => [id, (position + firstFold) % folds]))
  return {
    seed,
    test: ids([...test]),
    folds: Array.from({ length: folds }, (_, foldIndex): DatasetFold => {
      const train = development.filter(({ id }) => validationFold.get(id) !== foldIndex)
      return {
        train: ids(train),
        validation: ids(development.filter(({ id }) => validationFold.get(id) === foldIndex)),
        fractions: drawFractions(train, fractions, random.fork(`fractions/${foldIndex}`)),
      }
    }),
    unlabelled: drawUnlabelled(unlabelled, options.unlabelledValidation, random.fork('unlabelled')),
  }
}

/** Fractions that hold more subjects than their name says, because fewer would lack a class. */
export function enlargedFractions(
  split: DatasetSplit,
): { foldIndex: number; fraction: string; subjects: number; of: number }[] {
  return split.folds.flatMap(({ train, fractions }, foldIndex) =>
    Object.entries(fractions)
      .map(([fraction, { length }]) => ({ foldIndex, fraction, subjects: length, of: train.length }))
      .filter(({ fraction, subjects, of }) => subjects > fractionSize(Number(fraction), of)),
  )
}

const has = (target: Target) => (subject: LabelledSubject) => subject.sinuses.some((s) => s.target === target)
const ids = (subjects: readonly LabelledSubject[]) => subjects.map(({ id }) => id).sort()
const fractionSize = (fraction: number, of: number) => Math.max(1, Math.round(fraction * of))

/** What a subject's sinuses show, sides set aside: `cyst+normal`, `normal+normal`, `polyp`, … */
export const classProfile = (subject: LabelledSubject): string =>
  subject.sinuses
    .map(({ target, finding }) => (target === 0 ? 'normal' : (finding ?? 'anomalous')))
    .sort()
    .join('+')

/**
 * Subjects in an order along which every k-th can be taken: those with normal sinuses only, then mixed, then anomalous
 * only, within these by profile, within a profile by the side of the finding, and else by chance. Every stratum is then
 * one stretch of the list, and so are "has a normal sinus" and "has an anomalous sinus".
 */
function byProfile(labelled: readonly LabelledSubject[], random: Random): LabelledSubject[] {
  const anomalousLeft = (subject: LabelledSubject) =>
    Number(subject.sinuses.some((s) => s.side === 'left' && s.target === 1))
  const group = (subject: LabelledSubject) => Number(has(1)(subject)) + Number(!has(0)(subject))
  const keyed = random.shuffle([...labelled].sort((a, b) => (a.id < b.id ? -1 : 1))).map((subject) => ({
    subject,
    key: `${group(subject)} ${classProfile(subject)} ${anomalousLeft(subject)}`,
  }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ subject }) => subject)
}

/**
 * Systematic sample of the ordered list: positions ⌊(j + u)·N/T⌋. Any stretch of n subjects gives ⌊nT/N⌋ or ⌈nT/N⌉ of
 * them. The start u is drawn from where the first pick has a normal sinus and the last an anomalous one.
 */
function drawTest(ordered: LabelledSubject[], { testFraction, folds }: SplitOptions, random: Random) {
  requireBothClasses(ordered, folds + 1, 'labelled', `a test set and ${folds} folds`)
  const [total, count] = [ordered.length, Math.max(1, Math.round(testFraction * ordered.length))]
  const [normal, anomalous] = [ordered.filter(has(0)).length, ordered.filter(has(1)).length]
  const low = Math.max(0, 1 - (anomalous * count) / total)
  const high = Math.min(1, (normal * count) / total)
  const start = low + random.uniform() * Math.max(0, high - low)
  const test = Array.from({ length: count }, (_, j) => ordered[Math.floor(((j + start) * total) / count)])
  if (!test.some(has(0)) || !test.some(has(1))) {
    throw impossible(
      `A test set of ${count} of ${total} labelled subjects cannot hold both a normal and an anomalous sinus ` +
        `(${normal} subjects have a normal one, ${anomalous} an anomalous one). Label more subjects or choose a larger --test-fraction.`,
      { test: count, normal, anomalous },
    )
  }
  return test
}

/**
 * Nested subsets as the beginnings of one list. Profiles are spread evenly along it, and each next subject must keep
 * the count of anomalous sinuses within one of its share. Such a subject always exists: with deviation d in −1…1 and
 * steps between −2r and 2 − 2r (r the anomalous share), a step up fits where d ≤ 2r − 1 and a step down where d ≥ 2r − 1,
 * and once all remaining steps go one way, d goes straight to 0.
 */
function drawFractions(train: LabelledSubject[], fractions: readonly number[], random: Random) {
  const sinuses = train.reduce((sum, subject) => sum + subject.sinuses.length, 0)
  const anomalies = (subject: LabelledSubject) => subject.sinuses.filter(({ target }) => target === 1).length
  const anomalous = train.reduce((sum, subject) => sum + anomalies(subject), 0)
  // In units of 1/sinuses, so that whole numbers are compared.
  const step = (subject: LabelledSubject) => anomalies(subject) * sinuses - subject.sinuses.length * anomalous

  const remaining = evenlyByProfile(train, random)
  const list: LabelledSubject[] = []
  for (let deviation = 0; remaining.length > 0;) {
    const next = remaining.findIndex((subject) => Math.abs(deviation + step(subject)) <= sinuses)
    deviation += step(remaining[next])
    list.push(...remaining.splice(next, 1))
  }
  const fewest = 1 + Math.max(list.findIndex(has(0)), list.findIndex(has(1)))
  return Object.fromEntries(
    [...fractions]
      .sort((a, b) => a - b)
      .map((fraction) => [
        String(fraction),
        ids(list.slice(0, Math.max(fewest, fractionSize(fraction, list.length)))),
      ]),
  )
}

/** The j-th of n subjects of a profile gets the place (j + u)/n, u drawn once per profile. */
function evenlyByProfile(subjects: LabelledSubject[], random: Random): LabelledSubject[] {
  const profiles = Map.groupBy(random.shuffle(subjects), classProfile)
  const names = [...profiles.keys()].sort()
  return names
    .flatMap((name) => {
      const start = random.uniform()
      const members = profiles.get(name)!
      return members.map((subject, j) => ({ subject, place: (j + start) / members.length }))
    })
    .sort((a, b) => a.place - b.place)
    .map(({ subject }) => subject)
}

function drawUnlabelled(unlabelled: readonly string[], share: number, random: Random) {
  const shuffled = random.shuffle([...unlabelled].sort())
  const wanted = Math.max(1, Math.round(share * shuffled.length))
  const validation = share > 0 && shuffled.length > 1 ? wanted : 0
  return { train: shuffled.slice(validation).sort(), validation: shuffled.slice(0, validation).sort() }
}

function requireBothClasses(
  subjects: LabelledSubject[],
  wanted: number,
  where: string,
  purpose: string,
): void {
  const [normal, anomalous] = [subjects.filter(has(0)).length, subjects.filter(has(1)).length]
  const fewest = Math.min(normal, anomalous)
  if (fewest >= wanted) return
  throw impossible(
    `For ${purpose}, at least ${wanted} subjects with a normal and ${wanted} with an anomalous sinus are needed ${where}; ` +
      `found ${normal} and ${anomalous} among ${subjects.length}. Label more subjects or draw fewer folds (--folds).`,
    { wanted, normal, anomalous },
  )
}

function checkOptions({ seed, folds, testFraction, fractions, unlabelledValidation }: SplitOptions): void {
  const wrong = (what: string, found: unknown) => new AntrumError('usage', `${what}; found ${String(found)}.`)
  if (!Number.isSafeInteger(seed)) throw wrong('The seed must be a whole number', seed)
  if (!Number.isInteger(folds) || folds < 2) throw wrong('The number of folds must be 2 or more', folds)
  if (!(testFraction > 0 && testFraction < 1)) {
    throw wrong('The test fraction must lie between 0 and 1', testFraction)
  }
  if (!(unlabelledValidation >= 0 && unlabelledValidation < 1)) {
    throw wrong('The unlabelled validation share must be 0 or more and below 1', unlabelledValidation)
  }
  if (fractions.length === 0 || !fractions.every((fraction) => fraction > 0 && fraction <= 1)) {
    throw wrong('Label fractions must lie above 0 and at most at 1', fractions.join(', ') || 'none')
  }
}

const impossible = (message: string, details: unknown) =>
  new AntrumError('split-impossible', message, details)
