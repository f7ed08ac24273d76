import type { TrainingDataset, SinusRow } from '../data/dataset.ts'
import { createRandom } from '../../shared/random.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { writeAtomic, writeWeights } from '../checkpoints/files.ts'
import { programFor, type Batch } from '../program.ts'
import type { StageRun } from '../stage-run.ts'
import { meanLoss } from './validation.ts'
import { train } from './train.ts'

/**
 * Autoencoder of normal sinuses: mean L1, on the fold's normal training sinuses (or a true subset of their subjects),
 * chosen by its loss on the fold's normal validation sinuses. Source: paper 2.4, method-spec 3.2.
 */
export async function trainCae(run: StageRun<'cae'>, dataset: TrainingDataset): Promise<void> {
  const { params } = run.stage
  const fold = dataset.manifest.split.folds[params.foldIndex]
  const normal = (subjects: readonly string[]) =>
    dataset.labelled(subjects).filter(({ target }) => target === 0)
  // Nested subsets: a smaller fraction is a prefix of one shuffled order.
  const order = createRandom(`normals of fold ${params.foldIndex}`).shuffle(fold.train)
  const samples = normal(order.slice(0, Math.max(1, Math.round(order.length * params.normalFraction))))
  const heldOut = normal(fold.validation)
  if (!samples.length)
    throw new AntrumError(
      'split-impossible',
      `Fold ${params.foldIndex + 1} has no normal training sinus for the autoencoder.`,
    )

  const batch = (rows: readonly SinusRow[]): Batch => ({
    read: () => {
      const input = dataset.read(rows)
      return { input, target: input }
    },
  })
  const { weights, history } = await train(run, {
    program: (batch, parts) =>
      programFor(dataset.program({ kind: 'cae', latent: params.latent }, params, { batch, parts })),
    params,
    samples,
    batch,
    validate: (program) => meanLoss(program, heldOut, batch, createRandom('validation')),
    initialise: (program) => void program.initialise(params.seed),
  })
  writeWeights(run.file('weights.safetensors'), weights)
  writeAtomic(run.file('history.json'), JSON.stringify(history))
}
