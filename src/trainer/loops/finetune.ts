import path from 'node:path'
import type { Target } from '../../shared/domain/sinus.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readWeights, writeAtomic, writeWeights } from '../checkpoints/files.ts'
import type { SinusRow, TrainingDataset } from '../data/dataset.ts'
import { programFor, type Batch, type Program } from '../program.ts'
import type { StageRun } from '../stage-run.ts'
import { train } from './train.ts'
import { outputsOf } from './validation.ts'

type Labelled = SinusRow & { target: Target }

/**
 * Trains encoder and head on a fraction of the labels, all layers; class weights n / (2·n of the class) from the
 * training sinuses; keeps the epoch of the lowest validation loss. Source: paper 2.7 and 2.8, method-spec section 6.
 */
export async function finetune(run: StageRun<'finetune'>, dataset: TrainingDataset): Promise<void> {
  const { params } = run.stage
  const fold = dataset.manifest.split.folds[params.foldIndex]
  const subjects = fold.fractions[String(params.labelFraction)]
  if (!subjects)
    throw new AntrumError('invalid-state', `The dataset has no label fraction ${params.labelFraction}.`)
  const samples = dataset.labelled(subjects)
  const heldOut = dataset.labelled(fold.validation)
  const weights = classWeights(samples)

  const batch = (rows: readonly Labelled[]): Batch => ({
    read: () => ({
      input: dataset.read(rows),
      target: Float32Array.from(rows.flatMap(({ target }) => [1 - target, target])),
    }),
    weights: Float32Array.from(rows, ({ target }) => weights[target]),
  })
  const { weights: trained, history } = await train(run, {
    program: (batch, parts) =>
      programFor(dataset.program({ kind: 'classification', width: params.width }, params, { batch, parts })),
    params,
    samples,
    batch,
    validate: (program) => weightedLoss(program, heldOut, weights, dataset),
    initialise: (program) => initialise(program, run),
  })
  writeWeights(run.file('classifier.safetensors'), trained)
  writeAtomic(run.file('history.json'), JSON.stringify(history))
}

/**
 * Fresh weights, the same for every method of a fold; then the pretrained encoder, all of it or an error. A foreign
 * encoder may lack tensors (its layer map says which): those stay fresh, but all it has must arrive.
 */
function initialise(program: Program, run: StageRun<'finetune'>): void {
  const { params, inputs } = run.stage
  const foreign = params.weights
    ? readWeights(path.join(run.folder, '..', '..', 'weights', `${params.weights}.safetensors`))
    : undefined
  const encoder =
    foreign ??
    (inputs.encoder
      ? readWeights(run.inputFile(inputs.encoder, 'encoder.safetensors'))
      : new Map<string, never>())
  const taken = program.initialise(params.seed, encoder)
  const whole = [...program.parameters.all.keys()].filter((name) => name.startsWith('encoder.'))
  const wanted = foreign ? [...foreign.keys()] : inputs.encoder ? whole : []
  const missing = wanted.filter((name) => !taken.includes(name))
  if (missing.length || taken.length !== wanted.length) {
    throw new AntrumError(
      'shape-mismatch',
      `The pretrained encoder lacks ${missing.length} of ${wanted.length} tensors, ${missing[0] ?? 'or has others'} first.`,
    )
  }
}

function classWeights(samples: readonly Labelled[]): [number, number] {
  const anomalous = samples.filter(({ target }) => target === 1).length
  const normal = samples.length - anomalous
  if (!anomalous || !normal) {
    throw new AntrumError(
      'split-impossible',
      `Fine-tuning needs normal and anomalous sinuses; this fraction has ${normal} normal and ${anomalous} anomalous. Use a larger label fraction or more subjects.`,
    )
  }
  return [samples.length / (2 * normal), samples.length / (2 * anomalous)]
}

function weightedLoss(
  program: Program,
  samples: readonly Labelled[],
  weights: [number, number],
  dataset: TrainingDataset,
): number | null {
  if (!samples.length) return null
  const logits = outputsOf(program, samples, (rows) => dataset.read(rows))
  let total = 0
  let weight = 0
  samples.forEach(({ target }, index) => {
    const [normal, anomalous] = logits[index] as Float32Array & [number, number]
    const margin = target === 1 ? normal - anomalous : anomalous - normal
    const loss = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)))
    total += weights[target] * loss
    weight += weights[target]
  })
  return total / weight
}
