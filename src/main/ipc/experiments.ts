import type { EngineInfo } from '../../shared/ipc/api.ts'
import { calibrationCache } from '../services/calibration-cache.ts'
import type { Installation } from '../services/installation.ts'
import { engineIfKnown, knownEngine } from '../services/known-engine.ts'
import { calibrate, readCalibration } from '../study/calibrate.ts'
import type { CalibrationWork } from '../study/calibrate.ts'
import type { Calibration } from '../study/calibration.ts'
import { draftToYaml, readDraft, shippedDrafts } from '../study/drafts.ts'
import { engineOf } from '../study/outline.ts'
import { previewPlan, recipeOfDraft } from '../study/preview.ts'
import { ask } from '../study/requests.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import { api } from './api.ts'
import { readProject, withProgress } from './work.ts'

export const experiments = {
  recipes: api.experiments.recipes.handler(shippedDrafts),
  toYaml: api.experiments.toYaml.handler(({ input }) => ({ yaml: draftToYaml(input.draft) })),
  read: api.experiments.read.handler(({ input }) => ({ draft: readDraft(input.yaml, 'of this plan') })),
  preview: api.experiments.preview.handler(({ input: { folder, draft } }) => {
    const info = engineIfKnown()
    return readProject(folder, (project) =>
      previewPlan(project, draft, info && engineOf(info), () => remembered(info)),
    )
  }),
  estimate: api.experiments.estimate.handler(({ input: { folder, draft, again }, signal }) =>
    withProgress(signal, async (context) => {
      context.progress({ phase: 'Starting the engine', done: 0 })
      const info = await knownEngine()
      context.signal.throwIfAborted()
      const cache = calibrationCache(info)
      const measure = (work: CalibrationWork) =>
        calibrate(work, { trainer: trainerCommand(), context, cache, again })
      return readProject(folder, (project) => previewPlan(project, draft, engineOf(info), measure))
    }),
  ),
  plan: api.experiments.plan.handler(async ({ input: { folder, draft } }) => {
    const recipe = recipeOfDraft(draft)
    const info = await knownEngine()
    const { memoryBytes, ...engine } = engineOf(info)
    const paces = [...(await remembered(info))]
    return ask(folder, {
      action: 'plan',
      recipe,
      engine: { ...engine, memoryBytes: Number.isFinite(memoryBytes) ? memoryBytes : null },
      paces,
    })
  }),
}

/** Paces that were measured here in the last week. */
async function remembered(info: (EngineInfo & Installation) | null): Promise<Calibration> {
  const cache = info && calibrationCache(info)
  return cache ? readCalibration(cache) : new Map()
}
