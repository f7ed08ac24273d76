import type { Stage } from '../../shared/domain/stage.ts'

/** A stage in a reader's words, e.g. "fine-tuning residual, fold 1, 20 % of labels". `stages` holds what it reads. */
export function stageName(stage: Stage, stages: ReadonlyMap<string, Stage>): string {
  const of = (hash: string | undefined) => (hash === undefined ? undefined : stages.get(hash))
  const fold = ({ foldIndex }: { foldIndex: number }) => `fold ${foldIndex + 1}`
  switch (stage.kind) {
    case 'cae':
      return `autoencoder of normals, ${fold(stage.params)}`
    case 'residuals': {
      const cae = of(stage.inputs.cae)
      return cae?.kind === 'cae' ? `residuals, ${fold(cae.params)}` : 'residuals'
    }
    case 'pretrain': {
      const residuals = of(stage.inputs.residuals)
      const origin = residuals ? stageName(residuals, stages).replace(/^residuals/, '') : ''
      return `pretraining ${stage.params.method}${origin}`
    }
    case 'finetune': {
      const { method, labelFraction } = stage.params
      return `fine-tuning ${method}, ${fold(stage.params)}, ${Math.round(labelFraction * 100)} % of labels`
    }
    case 'evaluate': {
      const classifier = of(stage.inputs.classifier)
      return classifier
        ? stageName(classifier, stages).replace(/^fine-tuning/, 'evaluation of')
        : 'evaluation'
    }
  }
}
