import type { Stage } from './stage.ts'

/** Where in a study a stage belongs; null for what stages of its kind do not have. */
export interface StageOrigin {
  /** Pretraining method or starting point. */
  method: string | null
  foldIndex: number | null
  labelFraction: number | null
}

/** A stage's own place in the study, or that of the stage it reads. `stages` holds what it reads, by hash. */
export function originOf(stage: Stage, stages: ReadonlyMap<string, Stage>): StageOrigin {
  const inherited = (hash: string | undefined): StageOrigin => {
    const input = hash === undefined ? undefined : stages.get(hash)
    return input ? originOf(input, stages) : { method: null, foldIndex: null, labelFraction: null }
  }
  switch (stage.kind) {
    case 'cae':
      return { method: null, foldIndex: stage.params.foldIndex, labelFraction: null }
    case 'residuals':
      return inherited(stage.inputs.cae)
    case 'pretrain':
      return { ...inherited(stage.inputs.residuals), method: stage.params.method }
    case 'finetune': {
      const { method, foldIndex, labelFraction } = stage.params
      return { method, foldIndex, labelFraction }
    }
    case 'evaluate':
      return inherited(stage.inputs.classifier)
  }
}
