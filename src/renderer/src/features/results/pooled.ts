import type { MethodScores, ModelScores, ScoredSinus } from '../../../../shared/ipc/results.ts'
import { formatMethod, formatShare } from '../../lib/format.ts'

/** Targets and scores of several models together: a sinus once for each. */
export const pooled = (sinuses: readonly ScoredSinus[], models: readonly ModelScores[]) => ({
  targets: models.flatMap(() => sinuses.map(({ target }) => target as number)),
  values: models.flatMap(({ test }) => test),
})

/** What the models of a cell are called where they stand alone, as in the name of a file. */
export const nameOf = ({ method, labelFraction }: Pick<MethodScores, 'method' | 'labelFraction'>): string =>
  `${formatMethod(method)} ${formatShare(labelFraction)}`
