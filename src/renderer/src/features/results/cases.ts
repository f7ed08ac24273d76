import { caseScores } from '../../../../shared/metrics/index.ts'
import type { CaseScores } from '../../../../shared/metrics/index.ts'
import type { MethodScores, ScoredSinus } from '../../../../shared/ipc/results.ts'

/** A test sinus with what several models said of it. */
export type Case = ScoredSinus & CaseScores

export const casesOf = ({ sinuses, models }: Pick<MethodScores, 'sinuses' | 'models'>): Case[] =>
  sinuses.map((sinus, index) => ({
    ...sinus,
    ...caseScores(
      sinus.target,
      models.map(({ test }) => test[index]),
    ),
  }))
