import type { StageOf } from '../../shared/domain/stage.ts'
import { sinusId } from '../../shared/domain/sinus.ts'
import type { CaseArm, CaseModel, LayerSource, Worklist } from '../../shared/ipc/cases.ts'
import { caseScores } from '../../shared/metrics/index.ts'
import { listExperiments, listRuns } from '../db/stores/experiments.ts'
import { listStages, type StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { findExperiment } from '../study/experiments.ts'
import { readManifest } from '../study/manifest.ts'
import type { Recipe } from '../study/recipe.ts'
import { methodScores } from './method-scores.ts'
import { modelBehind, residualsFor } from './report-case.ts'

/** Every method at every label fraction that has a finished model. No score is looked at. */
export async function caseArms({ db }: Project): Promise<CaseArm[]> {
  const arms: CaseArm[] = []
  for (const { id, recipe } of await listExperiments(db)) {
    const finished = (await listRuns(db, id)).filter(({ state }) => state === 'finished')
    const groups = Map.groupBy(finished, ({ method, labelFraction }) => `${method} ${labelFraction}`)
    for (const [{ method, labelFraction }, ...others] of groups.values())
      arms.push({
        ...{ experiment: id, recipe: (recipe as Recipe).name, method, labelFraction },
        models: 1 + others.length,
      })
  }
  return arms
}

/**
 * Every test sinus with what the models of one method at one label fraction said of it, and where its pictures come from.
 * Counts as a reading of the test set.
 *
 * @throws AntrumError as `methodScores`; 'corrupt-data' when the dataset's folder is not there.
 */
export async function worklist(
  project: Project,
  id: string,
  which: { method: string; labelFraction: number },
): Promise<Worklist> {
  const experiment = await findExperiment(project.db, id)
  const { version, voxels, edgeMm } = await readManifest(project, experiment.datasetVersion)
  const { sinuses, models } = await methodScores(project, id, which)
  const records = await listStages(project.db, experiment.id)
  return {
    ...which,
    ...{ version, voxels, edgeMm },
    models: models.map(({ stage, foldIndex, seed }) => ({
      ...{ stage, foldIndex, seed },
      ...layersOf({ stage, foldIndex }, records),
    })),
    cases:
      models.length === 0
        ? []
        : sinuses.map((sinus, row) => {
            const scores = models.map(({ test }) => test[row])
            return {
              ...sinus,
              sinus: sinusId(sinus.subject, sinus.side),
              scores,
              ...caseScores(sinus.target, scores),
            }
          }),
  }
}

/** Where what a model shows comes from; a model that no autoencoder is behind borrows that of its fold. */
function layersOf(
  model: { stage: string; foldIndex: number },
  records: readonly StageRecord[],
): Pick<CaseModel, 'layers' | 'postProcessing'> {
  const byHash = new Map(records.map((record) => [record.stage.hash, record]))
  const { classifier, encoder } = modelBehind(model.stage, byHash)
  const hash = residualsFor(model, records)
  const residuals = byHash.get(hash ?? '')?.stage as StageOf<'residuals'> | undefined
  const fromResiduals: LayerSource = residuals
    ? { stage: residuals.hash, own: encoder?.inputs.residuals === residuals.hash }
    : { none: 'no-autoencoder' }
  const prediction: LayerSource =
    encoder === undefined
      ? { none: 'not-pretrained' }
      : encoder.params.method === 'residual'
        ? { stage: encoder.hash, own: true }
        : { none: 'no-residual-expected' }
  return {
    layers: {
      ...{ reconstruction: fromResiduals, difference: fromResiduals, residual: fromResiduals },
      prediction,
      saliency: { stage: classifier!.hash, own: true },
    },
    postProcessing: residuals?.params ?? null,
  }
}
