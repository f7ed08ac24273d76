import { listedAs, type DatasetManifest } from '../../shared/domain/dataset.ts'
import { findings } from '../../shared/domain/sinus.ts'
import type { Recipe } from '../study/recipe.ts'
import type { DatasetFacts, SetFacts } from './report-data.ts'

/** What the report says of a frozen dataset as a recipe uses it. */
export function datasetFacts(manifest: DatasetManifest, recipe: Recipe): DatasetFacts {
  const { version, hash, edgeMm, voxels, split, sinuses } = manifest
  const listed = listedAs(split)
  const setOf = (names: readonly string[]): SetFacts => {
    const chosen = new Set(names)
    const labelled = sinuses.filter((sinus) => chosen.has(listed(sinus)) && sinus.target !== null)
    return {
      subjects: new Set(labelled.map(({ subject }) => subject)).size,
      sinuses: labelled.length,
      anomalous: labelled.filter(({ target }) => target === 1).length,
    }
  }
  const unlabelledNames = new Set([...split.unlabelled.train, ...split.unlabelled.validation])
  const unlabelled = sinuses.filter((sinus) => unlabelledNames.has(listed(sinus)))
  return {
    version,
    hash,
    edgeMm,
    voxels,
    splitSeed: split.seed,
    test: setOf(split.test),
    folds: split.folds.slice(0, recipe.folds).map((fold) => ({
      validation: setOf(fold.validation),
      train: recipe.labelFractions
        .toSorted((a, b) => a - b)
        .map((labelFraction) => ({ labelFraction, set: setOf(fold.fractions[String(labelFraction)] ?? []) })),
    })),
    unlabelled: {
      subjects: new Set(unlabelled.map(({ subject }) => subject)).size,
      sinuses: unlabelled.length,
    },
    findings: findings
      .map((finding) => ({ finding, sinuses: sinuses.filter((one) => one.finding === finding).length }))
      .filter((one) => one.sinuses > 0),
  }
}
