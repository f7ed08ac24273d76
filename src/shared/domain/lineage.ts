import type { DatasetManifest } from './dataset.ts'
import type { Stage } from './stage.ts'

/** What was found of the ancestors of every evaluated model of an experiment. */
export interface LineageProof {
  /** Evaluated models that were walked back to their roots. */
  models: number
  /** Different trainings behind them. */
  trainings: number
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

/** Subjects by whom a stage was shaped; `chosen by` ones only decided which epoch was kept. */
interface Shaped {
  'trained on': readonly string[]
  'chosen by': readonly string[]
}

/**
 * Walks every evaluated model back through its classifier, encoder, residuals and autoencoder, and looks whether any of
 * these has seen a subject the model is judged on. Read off the stages and the dataset, not off the recipe, so that a
 * plan that went wrong is caught too.
 *
 * A model's own choice of epoch on its fold's validation subjects is no leak: that set is there for it.
 *
 * @param stages     Every stage of the experiment, by hash.
 * @param manifest   The frozen dataset they were planned on.
 * @param evaluated  Subjects an `evaluate` stage has scored, where that is known; else what the split says.
 */
export function proveLineage(
  stages: ReadonlyMap<string, Stage>,
  manifest: DatasetManifest,
  evaluated: ReadonlyMap<string, { test: readonly string[]; validation: readonly string[] }> = new Map(),
): LineageProof {
  const leaks: Leak[] = []
  const trainings = new Set<string>()
  const unknown = new Set<string>()
  const foreign = new Set<string>()
  const misplaced = new Set<string>()
  const copies = new Set<string>()
  const models = [...stages.values()].filter((stage) => stage.kind === 'evaluate')
  const voxelsOf = voxelHashes(manifest)

  for (const model of models) {
    const planned = {
      test: manifest.split.test,
      validation: manifest.split.folds[model.params.foldIndex]?.validation ?? [],
    }
    const judged = evaluated.get(model.hash) ?? planned
    if (!sameSubjects(judged.test, planned.test) || !sameSubjects(judged.validation, planned.validation))
      misplaced.add(model.hash)
    for (const [hash, ancestor] of ancestorsOf(model, stages)) {
      if (!ancestor) {
        unknown.add(hash)
        continue
      }
      if (ancestor.dataset.hash !== manifest.hash) foreign.add(hash)
      const shaped = shapedBy(ancestor, manifest)
      if (shaped['trained on'].length > 0) trainings.add(hash)
      for (const set of ['test', 'validation'] as const) {
        for (const seen of ['trained on', 'chosen by'] as const) {
          if (set === 'validation' && seen === 'chosen by') continue
          const subjects = common(judged[set], shaped[seen])
          if (subjects.length > 0) leaks.push({ model: model.hash, ancestor: hash, set, seen, subjects })
        }
      }
      const trainedVoxels = new Set(shaped['trained on'].flatMap((subject) => voxelsOf.get(subject) ?? []))
      for (const subject of judged.test)
        if ((voxelsOf.get(subject) ?? []).some((voxels) => trainedVoxels.has(voxels))) copies.add(subject)
    }
  }

  const found = (set: Leak['set']) => {
    const own = leaks.filter((leak) => leak.set === set)
    if (own.length === 0) return 'none'
    const subjects = new Set(own.flatMap((leak) => leak.subjects)).size
    return `${count(subjects)} in ${new Set(own.map(({ ancestor }) => ancestor)).size} trainings behind ${new Set(own.map(({ model }) => model)).size} models`
  }
  const free = (set: Leak['set']) => leaks.every((leak) => leak.set !== set)
  return {
    models: models.length,
    trainings: trainings.size,
    checks: [
      {
        name: 'no test subject in any ancestor’s training or choice of epoch',
        ok: free('test'),
        found: found('test'),
      },
      {
        name: 'no validation subject in any ancestor’s training',
        ok: free('validation'),
        found: found('validation'),
      },
      {
        name: 'no test sinus with the voxels of one trained on',
        ok: copies.size === 0,
        found: copies.size === 0 ? 'none' : count(copies.size),
      },
      {
        name: 'every model is judged on the subjects its split says',
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

/** Whose data went into a stage's own training. */
function shapedBy(stage: Stage, { split }: DatasetManifest): Shaped {
  switch (stage.kind) {
    case 'cae': {
      // A smaller share of normals is a subset; the whole fold is the safe side.
      const fold = split.folds[stage.params.foldIndex]
      return { 'trained on': fold?.train ?? [], 'chosen by': fold?.validation ?? [] }
    }
    case 'pretrain':
      return { 'trained on': split.unlabelled.train, 'chosen by': split.unlabelled.validation }
    case 'finetune': {
      const fold = split.folds[stage.params.foldIndex]
      const subjects = fold?.fractions[String(stage.params.labelFraction)] ?? fold?.train ?? []
      return { 'trained on': subjects, 'chosen by': fold?.validation ?? [] }
    }
    case 'residuals':
    case 'evaluate':
      return { 'trained on': [], 'chosen by': [] }
  }
}

/** Every stage behind a model, each once; undefined where a hash is not among the stages. */
function ancestorsOf(model: Stage, stages: ReadonlyMap<string, Stage>): Map<string, Stage | undefined> {
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

function voxelHashes({ sinuses }: DatasetManifest): Map<string, string[]> {
  const bySubject = Map.groupBy(sinuses, ({ subject }) => subject)
  return new Map([...bySubject].map(([subject, own]) => [subject, own.map(({ sha256 }) => sha256)]))
}

function common(judged: readonly string[], shaping: readonly string[]): string[] {
  const known = new Set(shaping)
  return judged.filter((subject) => known.has(subject))
}

const sameSubjects = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && common(a, b).length === b.length

const count = (subjects: number): string => `${subjects} ${subjects === 1 ? 'subject' : 'subjects'}`
