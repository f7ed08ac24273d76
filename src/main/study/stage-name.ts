import type { Stage, StageKind } from '../../shared/domain/stage.ts'
import { originOf } from '../../shared/domain/stage-origin.ts'
import type { StageOrigin } from '../../shared/domain/stage-origin.ts'

/** A stage in a reader's words, e.g. "fine-tuning residual, fold 1, 20 % of labels". `stages` holds what it reads. */
export const stageName = (stage: Stage, stages: ReadonlyMap<string, Stage>): string =>
  nameOf({ kind: stage.kind, ...originOf(stage, stages) })

const titles: Record<StageKind, string> = {
  cae: 'autoencoder of normals',
  residuals: 'residuals',
  pretrain: 'pretraining',
  finetune: 'fine-tuning',
  evaluate: 'evaluation of',
}

/** The same, by kind and place in the study. */
export function nameOf({
  kind,
  method,
  foldIndex,
  labelFraction,
}: StageOrigin & { kind: StageKind }): string {
  const title = titles[kind]
  return [
    method === null ? title : `${title} ${method}`,
    ...(foldIndex === null ? [] : [`fold ${foldIndex + 1}`]),
    ...(labelFraction === null ? [] : [`${Math.round(labelFraction * 100)}% of labels`]),
  ].join(', ')
}
