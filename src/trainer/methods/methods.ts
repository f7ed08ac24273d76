import type { PretrainingTask } from '../../shared/domain/stage.ts'
import type { Objective } from '../objectives/objective.ts'
import { autoencoder } from './autoencoder.ts'
import { byol } from './byol.ts'
import { denoising } from './denoising.ts'
import { residual } from './residual.ts'
import { simclr } from './simclr.ts'
import { simsiam } from './simsiam.ts'
import { spark } from './spark.ts'

/** The objective of a pretraining method with its settings, for an encoder of this width. */
export function methodOf(task: PretrainingTask, width: number): Objective {
  switch (task.method) {
    case 'residual':
      return residual(width, task.settings)
    case 'autoencoder':
      return autoencoder(width)
    case 'denoising':
      return denoising(width, task.settings)
    case 'byol':
      return byol(width, task.settings)
    case 'simsiam':
      return simsiam(width, task.settings)
    case 'simclr':
      return simclr(width, task.settings)
    case 'spark':
      return spark(width, task.settings)
  }
}
