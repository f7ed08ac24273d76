import { listedAs, type DatasetManifest, type DatasetSinus } from './dataset.ts'
import type { Stage } from './stage.ts'

/** What was found of the ancestors of every evaluated model of an experiment. */
export interface LineageProof {
  /** Evaluated models that were walked back to their roots. */
  models: number
  /** Different trainings behind them. */
  trainings: number
  /** SHA-256 of weights that came from outside: nobody here knows whom those have seen. */
  outside: string[]
  checks: { name: string; ok: boolean; found: string }[]
  leaks: Leak[]
}

/** Subjects a model is judged on although something it descends from has seen them. */
export interface Leak {
  /** Hash of the `evaluate` stage. */
  model: string
  /** Hash of the stage that saw them. */
  ancestor: string
  /** Which of the model's sets they are in. */
  set: 'test' | 'validation'
  /** How they were seen: by an optimiser step, or by the choice of an epoch. */
  seen: 'trained on' | 'chosen by'
  subjects: string[]
}

/** Sinuses a model has scored, by id. */
export interface JudgedSinuses {
  test: readonly string[]
  validation: readonly string[]
}

/** Checks that a recipe or a split can be planned to fail, by name. */
export const noTestSubject = 'no test subject in any ancestor’s training or choice of epoch'
export const noValidationSubject = 'no validation subject in any ancestor’s training'

/**
 * Walks every evaluated model back through its classifier, encoder, residuals and autoencoder, and looks whether any of
 * these has seen a subject the model is judged on: by the same sinus or by the other one of that person. Read off the
 * stages and the dataset, not off the recipe, so that a plan that went wrong is caught too.
 *
 * A model's own choice of epoch on its fold's validation subjects is no leak: that set is there for it.
 *
 * @param stages     Every stage of the experiment, by hash.
 * @param manifest   The frozen dataset they were planned on.
 * @param evaluated  What an `evaluate` stage has scored, where that is known; else what the split says.
 */
export function proveLineage(
  stages: ReadonlyMap<string, Stage>,
  manifest: DatasetManifest,
  evaluated: ReadonlyMap<string, JudgedSinuses> = new Map(),
): LineageProof {
  const leaks: Leak[] = []
  const trainings = new Set<string>()
  const outside = new Set<string>()
  const unknown = new Set<string>()
  const foreign = new Set<string>()
  const misplaced = new Set<string>()
  const copies = new Set<string>()
  const models = [...stages.values()].filter((stage) => stage.kind === 'evaluate')
  const byId = new Map(manifest.sinuses.map((sinus) => [sinus.id, sinus]))
  // Thousands of stages share a few lists of the split: each list is looked up once.
  const peopleIn = remember((names: readonly string[]) => peopleOf(sinusesListed(names, manifest)))
  const plannedIn = remember((foldIndex: number) => plannedFor(foldIndex, manifest))
  const judgedIn = remember(({ test, validation }: JudgedSinuses) => {
    const sinuses = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? [])
    const tested = sinuses(test)
    return { tested, test: peopleOf(tested).subjects, validation: peopleOf(sinuses(validation)).subjects }
  })
  const sharedBy = remember((judged: ReadonlySet<string>) =>
    remember((seen: ReadonlySet<string>) => [...judged].filter((subject) => seen.has(subject))),
  )
  const copiesIn = remember((tested: readonly DatasetSinus[]) =>
    remember((voxels: ReadonlySet<string>) =>
      tested.flatMap(({ id, sha256 }) => (voxels.has(sha256) ? [id] : [])),
    ),
  )

  for (const model of models) {
    const planned = plannedIn(model.params.foldIndex)
    const judged = evaluated.get(model.hash) ?? planned
    if (
      judged !== planned &&
      (!sameItems(judged.test, planned.test) || !sameItems(judged.validation, planned.validation))
    )
      misplaced.add(model.hash)
    const { tested, ...subjectsOf } = judgedIn(judged)
    for (const [hash, ancestor] of ancestorsOf(model, stages)) {
      if (!ancestor) {
        unknown.add(hash)
        continue
      }
      if (ancestor.dataset.hash !== manifest.hash) foreign.add(hash)
      if (ancestor.kind === 'finetune' && ancestor.params.weights) outside.add(ancestor.params.weights)
      const { trained, chosen } = namesBehind(ancestor, manifest)
      const { subjects: learntFrom, voxels } = peopleIn(trained)
      const shaped = { 'trained on': learntFrom, 'chosen by': peopleIn(chosen).subjects }
      if (learntFrom.size > 0) trainings.add(hash)
      for (const set of ['test', 'validation'] as const) {
        for (const seen of ['trained on', 'chosen by'] as const) {
          if (set === 'validation' && seen === 'chosen by') continue
          const subjects = sharedBy(subjectsOf[set])(shaped[seen])
          if (subjects.length > 0) leaks.push({ model: model.hash, ancestor: hash, set, seen, subjects })
        }
      }
      for (const id of copiesIn(tested)(voxels)) copies.add(id)
    }
  }

  const found = (set: Leak['set']) => {
    const own = leaks.filter((leak) => leak.set === set)
    if (own.length === 0) return 'none'
    const subjects = new Set(own.flatMap((leak) => leak.subjects)).size
    const ancestors = new Set(own.map(({ ancestor }) => ancestor)).size
    return `${subjects} ${subjects === 1 ? 'subject' : 'subjects'} in ${ancestors} trainings behind ${new Set(own.map(({ model }) => model)).size} models`
  }
  const free = (set: Leak['set']) => leaks.every((leak) => leak.set !== set)
  return {
    models: models.length,
    trainings: trainings.size,
    outside: [...outside].sort(),
    checks: [
      { name: noTestSubject, ok: free('test'), found: found('test') },
      { name: noValidationSubject, ok: free('validation'), found: found('validation') },
      {
        name: 'no test sinus with the voxels of one trained on',
        ok: copies.size === 0,
        found: [...copies].join(', ') || 'none',
      },
      {
        name: 'every model is judged on the sinuses its split says',
        ok: misplaced.size === 0,
        found: `${misplaced.size} are not`,
      },
      { name: 'every ancestor is known', ok: unknown.size === 0, found: `${unknown.size} are not` },
      {
        name: 'every ancestor comes from the same dataset',
        ok: foreign.size === 0,
        found: `${foreign.size} do not`,
      },
    ],
    leaks,
  }
}

/** Who sinuses are of, and hashes of their voxels. */
const peopleOf = (sinuses: readonly DatasetSinus[]) => ({
  subjects: new Set(sinuses.map(({ subject }) => subject)) as ReadonlySet<string>,
  voxels: new Set(sinuses.map(({ sha256 }) => sha256)) as ReadonlySet<string>,
})

/** A function that works out each result once; objects are told apart by identity. */
function remember<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const found = known.get(key) ?? compute(key)
    known.set(key, found)
    return found
  }
}

const nobody: readonly string[] = []

/** By whom a stage was shaped, as the split lists them: subjects, or sinuses where it was drawn by sinus. */
export function namesBehind(
  stage: Stage,
  { split }: DatasetManifest,
): { trained: readonly string[]; chosen: readonly string[] } {
  switch (stage.kind) {
    case 'cae': {
      // A smaller share of normals is a subset; the whole fold is the safe side.
      const fold = split.folds[stage.params.foldIndex]
      return { trained: fold?.train ?? [], chosen: fold?.validation ?? [] }
    }
    case 'pretrain':
      return { trained: split.unlabelled.train, chosen: split.unlabelled.validation }
    case 'finetune': {
      const fold = split.folds[stage.params.foldIndex]
      const trained = fold?.fractions[String(stage.params.labelFraction)] ?? fold?.train ?? []
      return { trained, chosen: fold?.validation ?? [] }
    }
    case 'residuals':
    case 'evaluate':
      return { trained: nobody, chosen: nobody }
  }
}

function plannedFor(foldIndex: number, manifest: DatasetManifest): JudgedSinuses {
  const labelled = (names: readonly string[]) =>
    sinusesListed(names, manifest).flatMap(({ id, target }) => (target === null ? [] : [id]))
  const { test, folds } = manifest.split
  return { test: labelled(test), validation: labelled(folds[foldIndex]?.validation ?? []) }
}

/** The sinuses that names in a list of the split stand for. */
export function sinusesListed(names: readonly string[], { sinuses, split }: DatasetManifest): DatasetSinus[] {
  const wanted = new Set(names)
  const listed = listedAs(split)
  return sinuses.filter((sinus) => wanted.has(listed(sinus)))
}

/** Every stage behind a model, each once; undefined where a hash is not among the stages. */
export function ancestorsOf(
  model: Stage,
  stages: ReadonlyMap<string, Stage>,
): Map<string, Stage | undefined> {
  const found = new Map<string, Stage | undefined>()
  const walk = (stage: Stage) => {
    for (const hash of Object.values(stage.inputs as Record<string, string | undefined>)) {
      if (hash === undefined || found.has(hash)) continue
      const input = stages.get(hash)
      found.set(hash, input)
      if (input) walk(input)
    }
  }
  walk(model)
  return found
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(b)
  return a.length === b.length && a.every((item) => known.has(item))
}
