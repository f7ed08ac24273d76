import { listedAs, type DatasetManifest } from '../../shared/domain/dataset.ts'
import type { Stage } from '../../shared/domain/stage.ts'
import { inputsOf } from './hash.ts'

/** Whether what a model descends from has seen whom it is judged on. */
export interface AncestorProof {
  /** Evaluated models whose ancestors were walked. */
  models: number
  /** Of these, `evaluate` stages with an ancestor that was trained on a subject of the test set. */
  sawTest: string[]
  /** … of the validation set of the model's own fold, by which its epoch is chosen. */
  sawValidation: string[]
}

/**
 * Walks from every `evaluate` stage through all it was made of, and compares whom each training learned from with whom the
 * model is judged on. By person, also where the split was drawn by sinus.
 *
 * @param stages  Of this dataset version; those an `evaluate` stage reads among them.
 */
export function proveAncestors(
  stages: readonly Stage[],
  manifest: Pick<DatasetManifest, 'sinuses' | 'split'>,
): AncestorProof {
  const { sinuses, split } = manifest
  const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
  const subjectOf = new Map(sinuses.map((sinus) => [listedAs(split)(sinus), sinus.subject]))
  const people = (names: readonly string[] = []) => new Set(names.map((name) => subjectOf.get(name) ?? name))
  const learnedFrom = new Map(
    stages.map((stage) => [stage.hash, [...people(namesLearnedFrom(stage, split))]]),
  )
  const test = people(split.test)

  const evaluations = stages.filter((stage) => stage.kind === 'evaluate')
  const saw = (judged: (foldIndex: number) => ReadonlySet<string>) =>
    evaluations
      .filter(({ hash, params }) => {
        const by = judged(params.foldIndex)
        return ancestorsOf(hash, byHash).some((each) => learnedFrom.get(each)!.some((name) => by.has(name)))
      })
      .map(({ hash }) => hash)
  return {
    models: evaluations.length,
    sawTest: saw(() => test),
    sawValidation: saw((foldIndex) => people(split.folds[foldIndex]?.validation)),
  }
}

/** All stages a stage descends from, through every input. */
function ancestorsOf(hash: string, stages: ReadonlyMap<string, Stage>): string[] {
  const found = new Set<string>()
  const visit = (each: string) => {
    const stage = stages.get(each)
    for (const input of stage ? inputsOf(stage) : []) {
      if (found.has(input) || !stages.has(input)) continue
      found.add(input)
      visit(input)
    }
  }
  visit(hash)
  return [...found]
}

/** What the split lists that a stage's weights were fitted to. */
function namesLearnedFrom(stage: Stage, { folds, unlabelled }: DatasetManifest['split']): readonly string[] {
  switch (stage.kind) {
    case 'cae':
      return folds[stage.params.foldIndex]?.train ?? []
    case 'pretrain':
      return unlabelled.train
    case 'finetune':
      return folds[stage.params.foldIndex]?.fractions[String(stage.params.labelFraction)] ?? []
    case 'residuals':
    case 'evaluate':
      return []
  }
}
