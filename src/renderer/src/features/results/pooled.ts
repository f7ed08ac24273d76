import type { ModelScores, ScoredSinus } from '../../../../shared/ipc/results.ts'

/** Targets and scores of several models together: a sinus once for each. */
export const pooled = (sinuses: readonly ScoredSinus[], models: readonly ModelScores[]) => ({
  targets: models.flatMap(() => sinuses.map(({ target }) => target as number)),
  values: models.flatMap(({ test }) => test),
})
