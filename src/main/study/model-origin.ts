import type { DatasetManifest, DatasetSinus } from '../../shared/domain/dataset.ts'
import { ancestorsOf, namesBehind, sinusesListed } from '../../shared/domain/lineage.ts'
import type { Stage } from '../../shared/domain/stage.ts'
import { stageName } from './stage-name.ts'

/** How many, and nobody by name. */
export interface HeadCount {
  subjects: number
  sinuses: number
  /** null where labels played no part. */
  anomalous: number | null
}

/** One training that a model descends from, or its own. */
export interface TrainingOrigin {
  stage: string
  kind: Stage['kind']
  /** In a reader's words. */
  name: string
  seed: number
  epochs: number
  learntFrom: HeadCount
  /** True where the training took a part of them only. */
  atMost: boolean
  /** Who decided which epoch was kept. */
  watchedBy: HeadCount
}

/** The trainings behind a model, the earliest first and its own last, with what each learnt from. */
export function modelOrigin(
  model: Stage,
  stages: ReadonlyMap<string, Stage>,
  manifest: DatasetManifest,
): TrainingOrigin[] {
  const behind = [...ancestorsOf(model, stages).values()].flatMap((stage) => stage ?? [])
  return [...behind.toReversed(), model].flatMap((stage) => {
    if (stage.kind === 'residuals' || stage.kind === 'evaluate') return []
    const { trained, chosen } = namesBehind(stage, manifest)
    const used = (names: readonly string[]) =>
      countHeads(
        sinusesListed(names, manifest).filter((sinus) => takes(stage.kind, sinus)),
        stage.kind,
      )
    return [
      {
        stage: stage.hash,
        kind: stage.kind,
        name: stageName(stage, stages),
        seed: stage.params.seed,
        epochs: stage.params.epochs,
        learntFrom: used(trained),
        atMost: stage.kind === 'cae' && stage.params.normalFraction < 1,
        watchedBy: used(chosen),
      },
    ]
  })
}

/** Autoencoders of normals learn from normal sinuses, classifiers from labelled ones, pretraining from any. */
function takes(kind: Stage['kind'], { target }: DatasetSinus): boolean {
  return kind === 'cae' ? target === 0 : kind === 'finetune' ? target !== null : true
}

const countHeads = (sinuses: readonly DatasetSinus[], kind: Stage['kind']): HeadCount => ({
  subjects: new Set(sinuses.map(({ subject }) => subject)).size,
  sinuses: sinuses.length,
  anomalous: kind === 'pretrain' ? null : sinuses.filter(({ target }) => target === 1).length,
})
