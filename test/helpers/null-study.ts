import { sides, sinusId } from '../../src/shared/domain/sinus.ts'
import type { Prediction } from '../../src/shared/ipc/trainer.ts'
import type { Evaluation } from '../../src/shared/metrics/index.ts'
import type { Random } from '../../src/shared/random.ts'

export interface NullStudyOptions {
  testSubjects: number
  /** Labelled subjects outside the test set, split into five folds. */
  developmentSubjects: number
  /** Folds used. */
  folds: number
  labelFraction: number
}

const features = 6
const splitFolds = 5

/**
 * A study of two methods that are equally good by construction: two linear classifiers, each on features of its own
 * drawn alike, trained on the folds of one cohort (which overlap, as in cross-validation) and tested on one test set.
 * Whatever a test says of their difference is a false positive. The two sinuses of a subject are alike, in their
 * features and in how likely they are anomalous; the methods agree in part, because half of what they see is the same.
 */
export function nullStudy(random: Random, options: NullStudyOptions): Evaluation[] {
  const { testSubjects, developmentSubjects, folds, labelFraction } = options
  const subjects = Array.from({ length: developmentSubjects + testSubjects }, () => aSubject(random))
  const test = subjects.slice(developmentSubjects)
  const development = random.shuffle(subjects.slice(0, developmentSubjects))
  return Array.from({ length: folds }, (_, foldIndex) => {
    const train = development.filter((__, position) => position % splitFolds !== foldIndex)
    const used = random.shuffle(train).slice(0, Math.max(8, Math.round(labelFraction * train.length)))
    return (['first', 'second'] as const).map((method, m): Evaluation => {
      const weights = discriminant(
        used.flatMap((subject) => subject.map(({ target, seen }) => ({ target, x: seen[m] }))),
      )
      const predictions = test.flatMap((subject, number) =>
        subject.map(({ target, seen }, side): Prediction => {
          const score = 1 / (1 + Math.exp(-dot(weights, seen[m])))
          const name = `sub-${number}`
          return {
            sinus: sinusId(name, sides[side]),
            subject: name,
            side: sides[side],
            set: 'test',
            target,
            score,
          }
        }),
      )
      return { method, labelFraction, foldIndex, seed: 100, stage: '', state: 'finished', predictions }
    })
  }).flat()
}

interface Sinus {
  target: 0 | 1
  /** What each of the two methods sees. */
  seen: [number[], number[]]
}

function aSubject(random: Random): Sinus[] {
  const noise = () => Array.from({ length: features }, () => random.normal())
  const prone = random.uniform() < 0.5 ? 0.65 : 0.15
  const person = [noise(), noise(), noise()]
  return sides.map((): Sinus => {
    const target = random.uniform() < prone ? 1 : 0
    const [common, ...own] = person.map((part) => {
      const here = noise()
      return part.map((value, i) => 0.7 * (value + here[i]))
    })
    const see = (mine: number[]) => mine.map((value, i) => Math.SQRT1_2 * (value + common[i]) + 0.5 * target)
    return { target, seen: [see(own[0]), see(own[1])] }
  })
}

/** Ridge-stabilised linear discriminant: (within-class covariance + 0.3) w = difference of the class means. */
function discriminant(sample: { target: 0 | 1; x: number[] }[]): number[] {
  const classes = ([0, 1] as const).map((target) => sample.filter((one) => one.target === target))
  const means = classes.map((own) =>
    own[0]?.x.map((_, i) => own.reduce((sum, { x }) => sum + x[i] / own.length, 0)),
  )
  if (!means[0] || !means[1]) return new Array<number>(features).fill(0)
  const [normal, anomalous] = means
  const matrix = normal.map((_, i) => normal.map((__, j) => (i === j ? 0.3 : 0)))
  for (const { target, x } of sample) {
    const centred = x.map((value, i) => value - (target ? anomalous : normal)[i])
    for (let i = 0; i < features; i++)
      for (let j = 0; j < features; j++) matrix[i][j] += (centred[i] * centred[j]) / sample.length
  }
  return solve(
    matrix,
    anomalous.map((value, i) => value - normal[i]),
  )
}

/** Gauss–Jordan of a positive definite matrix. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]])
  rows.forEach((pivot, i) => {
    rows.forEach((row, k) => {
      if (k === i) return
      const factor = row[i] / pivot[i]
      for (let j = i; j < row.length; j++) row[j] -= factor * pivot[j]
    })
  })
  return rows.map((row, i) => row.at(-1)! / row[i])
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0)
