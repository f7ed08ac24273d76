import type { Precision } from '../shared/domain/stage.ts'
import type { ObjectiveSpec } from './objectives/objectives.ts'
import { programFor, type Program, type Weights } from './program.ts'

/** A trained network that is only applied, with its weights. */
export function inferenceProgram(
  objective: ObjectiveSpec,
  weights: Weights,
  { voxels, batch, precision }: { voxels: number; batch: number; precision: Precision },
): Program {
  const program = programFor({
    objective,
    voxels,
    voxelMm: 1,
    batch,
    precision,
    optimiser: null,
    augmentation: 'none',
  })
  program.initialise(0, weights)
  return program
}
