import { startingPoints } from '../../shared/domain/stage.ts'
import { presetEffort } from '../study/recipe-file.ts'
import { methodName, optimiserNames, residualName } from './names.ts'
import { count, fixed, percent } from './numbers.ts'
import type { ReportData } from './report-data.ts'

export interface Deviation {
  item: string
  published: string
  here: string
}

type Data = Pick<ReportData, 'recipe' | 'dataset' | 'precision' | 'cohort'>
type Compared = Deviation & { same: boolean }

/** The published study in numbers: its paper, and its released code where the paper is silent (method-spec). */
const study = {
  labelled: { subjects: 1067, sinuses: 2134 },
  unlabelledSubjects: 1559,
  testSinuses: 641,
  folds: 5,
  labelFractions: [0.1, 0.2, 0.4, 0.6, 0.8, 1],
  edgeMm: 64,
  voxels: 64,
}
const paper = presetEffort('paper')

/** Where an experiment departs from the published study, and what it keeps, read off its recipe and dataset. */
export function deviationsOf(data: Data): { deviations: Deviation[]; kept: string[] } {
  const compared = [...cohortItems(data), ...methodItems(data), ...trainingItems(data)]
  return {
    deviations: compared
      .filter(({ same }) => !same)
      .map(({ item, published, here }) => ({ item, published, here })),
    kept: compared.filter(({ same }) => same).map(({ item }) => item),
  }
}

function cohortItems({ dataset, recipe, cohort }: Data): Compared[] {
  const { labelled, unlabelled, test, edgeMm, voxels } = dataset
  const fractions = recipe.labelFractions.toSorted((a, b) => a - b)
  return [
    {
      item: 'Labelled subjects',
      published: `${study.labelled.subjects.toLocaleString('en-GB')} (${study.labelled.sinuses.toLocaleString('en-GB')} sinuses)`,
      here: `${count(labelled.subjects, 'subject')} (${count(labelled.sinuses, 'sinus', 'sinuses')})`,
      same: labelled.subjects === study.labelled.subjects,
    },
    {
      item: 'Unlabelled subjects',
      published: study.unlabelledSubjects.toLocaleString('en-GB'),
      here: unlabelled.subjects.toLocaleString('en-GB'),
      same: unlabelled.subjects === study.unlabelledSubjects,
    },
    {
      item: 'Test set',
      published: `${study.testSinuses} sinuses, fixed for all folds`,
      here: `${count(test.sinuses, 'sinus', 'sinuses')}, fixed for all folds`,
      same: test.sinuses === study.testSinuses,
    },
    {
      item: 'Registration',
      published: 'affine',
      here: cohort.transforms.join(' and ') || 'none recorded',
      same: cohort.transforms.length === 1 && cohort.transforms[0] === 'affine',
    },
    {
      item: 'Cube around a sinus',
      published: `${study.edgeMm} mm, ${study.voxels}³ voxels`,
      here: `${fixed(edgeMm, 0)} mm, ${voxels}³ voxels`,
      same: edgeMm === study.edgeMm && voxels === study.voxels,
    },
    {
      item: 'Folds',
      published: String(study.folds),
      here:
        recipe.folds === dataset.foldCount ? String(recipe.folds) : `${recipe.folds} of ${dataset.foldCount}`,
      same: recipe.folds === study.folds && dataset.foldCount === study.folds,
    },
    {
      item: 'Label fractions',
      published: study.labelFractions.map((fraction) => percent(fraction)).join(', '),
      here: fractions.map((fraction) => percent(fraction)).join(', '),
      same: fractions.join() === study.labelFractions.join(),
    },
  ]
}

function methodItems({ recipe, precision }: Data): Compared[] {
  const missing = startingPoints.filter((method) => !recipe.methods.includes(method))
  const { settings } = recipe.pretrain
  return [
    {
      item: 'Starting points',
      published: `${startingPoints.length} compared`,
      here: `without ${missing.map(methodName).join(', ')}`,
      same: missing.length === 0,
    },
    {
      item: 'Width of the network',
      published: `${paper.width} channels in the first stage`,
      here: String(recipe.width),
      same: recipe.width === paper.width,
    },
    {
      item: 'Latent size of the autoencoder of normals',
      published: String(paper.cae.latent),
      here: String(recipe.cae.latent),
      same: recipe.cae.latent === paper.cae.latent,
    },
    {
      item: 'Normal sinuses the autoencoder sees',
      published: 'all of the training folds',
      here: percent(recipe.cae.normalFraction),
      same: recipe.cae.normalFraction === 1,
    },
    {
      item: 'Residuals',
      published: residualName(paper.residuals),
      here: residualName(recipe.residuals),
      same: residualName(recipe.residuals) === residualName(paper.residuals),
    },
    {
      item: 'Loss of residual prediction',
      published: 'binary cross-entropy',
      here: settings.residual.loss.toUpperCase(),
      same: settings.residual.loss === 'bce',
    },
    {
      item: 'Models that labelled subjects enter before fine-tuning',
      published: 'per fold by the paper; once, on the first fold, in the released code',
      here: recipe.strict ? 'per fold' : 'once, on the first fold',
      same: recipe.strict,
    },
    {
      item: 'Arithmetic',
      published: '16-bit mixed precision',
      here: precision,
      same: precision !== 'float32',
    },
  ]
}

function trainingItems({ recipe }: Data): Compared[] {
  const { pretrain, finetune, cae } = recipe
  type Training = Omit<typeof cae, 'latent' | 'normalFraction' | 'seed'>
  const scheduleOf = ({ schedule }: Training) =>
    schedule.kind === 'constant' ? 'constant' : `${schedule.warmupEpochs} warm-up epochs, then cosine`
  const effort = (own: Training) =>
    `${optimiserNames[own.optimiser.kind]} at ${own.optimiser.learningRate}, ${scheduleOf(own)}, ${count(own.epochs, 'epoch')}, batches of ${own.batchSize}`
  const equals = (own: Training, published: Training) =>
    own.optimiser.kind === published.optimiser.kind &&
    own.optimiser.learningRate === published.optimiser.learningRate &&
    own.epochs === published.epochs &&
    own.batchSize === published.batchSize &&
    scheduleOf(own) === scheduleOf(published)
  const overrides = Object.keys(pretrain.efforts)
  return [
    {
      item: 'Pretraining',
      published: 'LARS at 0.2, 20 warm-up epochs, then cosine, 500 epochs, batches of up to 256',
      here: effort(pretrain),
      same: equals(pretrain, paper.pretrain),
    },
    {
      item: 'Effort of single methods',
      published: 'the same for all by the paper; one per method in the released code',
      here: `its own for ${overrides.map(methodName).join(', ')}`,
      same: overrides.length === 0,
    },
    {
      item: 'Fine-tuning',
      published: 'AdamW at 0.0001, constant, 100 epochs, batches of 16',
      here: effort(finetune),
      same: equals(finetune, paper.finetune),
    },
    {
      item: 'Training of the autoencoder of normals',
      published: 'Adam at 0.0001, constant, 100 epochs, batches of 16',
      here: effort(cae),
      same: equals(cae, paper.cae),
    },
    {
      item: 'Augmentation',
      published: 'one of five transforms with probability 0.5; none for the autoencoder of normals',
      here: `pretraining ${pretrain.augmentation}, fine-tuning ${finetune.augmentation}, autoencoder of normals ${cae.augmentation}`,
      same:
        pretrain.augmentation === 'one-of-five' &&
        finetune.augmentation === 'one-of-five' &&
        cae.augmentation === 'none',
    },
    {
      item: 'Early stopping',
      published: 'none in the paper; 5 epochs without a better loss in the released code',
      here: [pretrain, finetune, cae]
        .map(
          ({ patienceEpochs }, i) =>
            ['pretraining', 'fine-tuning', 'autoencoder'][i] + ` ${patienceEpochs ?? 'none'}`,
        )
        .join(', '),
      same: [pretrain, finetune, cae].every(({ patienceEpochs }) => patienceEpochs === undefined),
    },
  ]
}
