import { listedAs, type DatasetManifest, type DatasetSinus } from '../../shared/domain/dataset.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Recipe } from './recipe.ts'

/** The encoder halves its input five times. */
const voxelsMultiple = 32

/**
 * Whether the dataset can carry the recipe, asked before anything is queued.
 * @throws AntrumError invalid-recipe or split-impossible, naming what is missing and the fix.
 */
export function checkDataset(recipe: Recipe, manifest: DatasetManifest): void {
  const { split, version, voxels } = manifest
  if (voxels % voxelsMultiple !== 0) {
    throw refuse(
      'invalid-recipe',
      `volumes of ${voxels}³ voxels, and the encoder halves its input five times: an edge divisible by ${voxelsMultiple} is needed. Extract again with --voxels 32 or 64 and freeze a new version`,
    )
  }
  if (recipe.folds > split.folds.length) {
    throw refuse(
      'invalid-recipe',
      `${split.folds.length} folds and the recipe asks for ${recipe.folds}. Use --set folds=${split.folds.length}`,
    )
  }

  const listed = Map.groupBy(manifest.sinuses, listedAs(split))
  const sinusesOf = (names: string[]) => names.flatMap((name) => listed.get(name) ?? [])
  split.folds.slice(0, recipe.folds).forEach((fold, foldIndex) => {
    needBothClasses(sinusesOf(fold.validation), `the validation set of fold ${foldIndex + 1}`)
    for (const fraction of recipe.labelFractions) {
      const subjects = fold.fractions[String(fraction)]
      if (!subjects) {
        throw refuse(
          'invalid-recipe',
          `no label fraction ${fraction} (it has ${Object.keys(fold.fractions).join(', ')}). Use --set labelFractions=[…] with those, or freeze a new version`,
        )
      }
      needBothClasses(
        sinusesOf(subjects),
        `the training set of fold ${foldIndex + 1} at label fraction ${fraction}`,
      )
    }
  })
  needBothClasses(sinusesOf(split.test), 'the test set')

  if (recipe.methods.includes('transfer') && !recipe.transfer) {
    throw new AntrumError(
      'invalid-recipe',
      `Recipe ${recipe.name} has the starting point transfer and names no weights. Use --set transfer.weights=FILE with a checkpoint of a 3-D ResNet-18 such as MedicalNet's (antrum weights FILE says whether it fits), or leave transfer out.`,
    )
  }
  const pretrains = recipe.methods.some((method) => method !== 'scratch' && method !== 'transfer')
  if (pretrains && sinusesOf(split.unlabelled.train).length === 0) {
    throw refuse(
      'invalid-recipe',
      'no unlabelled subjects, which pretraining learns from. Import scans without labels and freeze a new version, or use --set methods=[scratch]',
    )
  }

  function needBothClasses(sinuses: DatasetSinus[], where: string): void {
    const anomalous = sinuses.filter(({ target }) => target === 1).length
    const normal = sinuses.filter(({ target }) => target === 0).length
    if (anomalous > 0 && normal > 0) return
    throw refuse(
      'split-impossible',
      `${normal} normal and ${anomalous} anomalous sinuses in ${where}; at least one of each is needed. Label more subjects, or use larger fractions or fewer folds, and freeze a new version`,
    )
  }

  function refuse(code: 'invalid-recipe' | 'split-impossible', reason: string): AntrumError {
    return new AntrumError(code, `Recipe ${recipe.name} cannot run on dataset ${version}: it has ${reason}.`)
  }
}
