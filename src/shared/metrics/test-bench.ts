import {
  replicateMetrics,
  resampleTestSet,
  type BootstrapOptions,
  type ModelReplicates,
  type ResampledTestSet,
} from './bootstrap.ts'
import { modelMetrics, type ModelMetrics } from './evaluation.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { isFinished, type Evaluation, type FinishedEvaluation } from './result-rows.ts'
import type { Scores, Targets } from './scored.ts'

/** The one test set that every model of an experiment is judged on, its sinuses in one order for all. */
export interface TestSet {
  /** Subject of each sinus: the unit that is drawn and summed over, because the two sinuses of a person are alike. */
  subjects: string[]
  targets: Targets
  /** Subjects that have a sinus of the rarer class: how many people a comparison rests on. */
  fewestSubjects: number
}

export interface TestBench {
  test: TestSet
  /** What a model scores on it. */
  metrics: (evaluation: FinishedEvaluation) => ModelMetrics
  /** Scores of these models in the order of `test`. Undefined for models that were tested on something else. */
  scores: (evaluations: readonly FinishedEvaluation[]) => Outcome<Scores[]>
  /** Their metrics on resampled test sets, the same ones for every model; computed once each. */
  replicates: (
    evaluations: readonly FinishedEvaluation[],
  ) => Outcome<{ test: ResampledTestSet; models: ModelReplicates[] }>
}

/**
 * Puts the models of an experiment side by side on the test set of the first that is finished.
 * @param evaluations  Runs of one experiment; none need be finished.
 */
export function openTestBench(
  evaluations: readonly Evaluation[],
  options: BootstrapOptions = { seed: 'test subjects' },
): TestBench {
  const reference = evaluations.find(isFinished)?.predictions.filter(({ set }) => set === 'test') ?? []
  const subjectsWith = (wanted: number) =>
    new Set(reference.filter(({ target }) => target === wanted).map(({ subject }) => subject)).size
  const test: TestSet = {
    subjects: reference.map(({ subject }) => subject),
    targets: reference.map(({ target }) => target),
    fewestSubjects: Math.min(subjectsWith(0), subjectsWith(1)),
  }
  const scoresOf = remember((evaluation: FinishedEvaluation) => align(evaluation, reference))
  const resampled = lazily(() => resampleTestSet(test.subjects, test.targets, options))
  const replicatesOf = remember((evaluation: FinishedEvaluation) => {
    const [set, scores] = [resampled(), scoresOf(evaluation)]
    if (isUndefined(set)) return set
    return isUndefined(scores) ? scores : replicateMetrics(set, scores)
  })
  return {
    test,
    metrics: remember(({ predictions }: FinishedEvaluation) => modelMetrics(predictions)),
    scores: (list) => (list.length === 0 ? noneFinished : all(list.map(scoresOf))),
    replicates: (list) => {
      if (list.length === 0) return noneFinished
      const set = resampled()
      if (isUndefined(set)) return set
      const models = all(list.map(replicatesOf))
      return isUndefined(models) ? models : { test: set, models }
    },
  }
}

const noneFinished = undefinedBecause('no fold is finished')

/** Test scores in the order of the reference's sinuses. */
function align(
  { predictions }: FinishedEvaluation,
  reference: FinishedEvaluation['predictions'],
): Outcome<Scores> {
  const own = predictions.filter(({ set }) => set === 'test')
  // Stored in one order, as a rule; then nothing has to be looked up.
  const inOrder = own.length === reference.length && own.every(({ sinus }, i) => sinus === reference[i].sinus)
  const bySinus = inOrder ? null : new Map(own.map((one) => [one.sinus, one]))
  const aligned = reference.map((one, i) => (bySinus ? bySinus.get(one.sinus) : own[i]))
  const same =
    own.length === reference.length && aligned.every((one, i) => one?.target === reference[i].target)
  if (!same) return undefinedBecause('the models were not tested on the same sinuses')
  return Float64Array.from(aligned, (one) => one!.score)
}

function all<T>(outcomes: readonly Outcome<T>[]): Outcome<T[]> {
  return outcomes.find(isUndefined) ?? (outcomes as T[])
}

function remember<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { value: V }>()
  return (key) => {
    const entry = known.get(key) ?? { value: compute(key) }
    known.set(key, entry)
    return entry.value
  }
}

function lazily<T>(compute: () => T): () => T {
  let known: { value: T } | undefined
  return () => (known ??= { value: compute() }).value
}
