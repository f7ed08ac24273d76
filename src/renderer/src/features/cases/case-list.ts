import type { Worklist, WorklistCase } from '../../../../shared/ipc/cases.ts'

export const orders = ['loss', 'uncertainty', 'disagreement'] as const
export type Order = (typeof orders)[number]
export const verdicts = ['all', 'wrong', 'right'] as const
export type Verdict = (typeof verdicts)[number]

/** What a person wants to see of the test set. `label`: 'any', 'normal', 'anomalous' (finding not named) or a finding. */
export interface Wish {
  order: Order
  verdict: Verdict
  label: string
}

/** A case with what a second method says of it; its disagreement is then that of the two. */
export interface ListedCase extends WorklistCase {
  isWrong: boolean
  /** Mean score of the second method; null without one, or where it has not scored this sinus. */
  other: number | null
}

/** What a score above this is called anomalous. */
export const threshold = 0.5

export const isWrong = ({ mean, target }: Pick<WorklistCase, 'mean' | 'target'>): boolean =>
  mean > threshold !== (target === 1)

export const labelOf = ({ target, finding }: Pick<WorklistCase, 'target' | 'finding'>): string =>
  target === 0 ? 'normal' : (finding ?? 'anomalous')

/** Labels that occur, normal first. */
export const labelsIn = (cases: readonly WorklistCase[]): string[] =>
  [...new Set(cases.map(labelOf))].sort(
    (a, b) => Number(b === 'normal') - Number(a === 'normal') || (a < b ? -1 : 1),
  )

/** The cases as they are wanted: those that fit, those first that are most worth a look, ties by name. */
export function listCases(
  { cases }: Pick<Worklist, 'cases'>,
  second: Pick<Worklist, 'cases'> | null,
  { order, verdict, label }: Wish,
): ListedCase[] {
  const others = new Map(second?.cases.map(({ sinus, mean }) => [sinus, mean]))
  return cases
    .map((one): ListedCase => {
      const other = others.get(one.sinus) ?? null
      const disagreement = other === null ? one.disagreement : Math.abs(one.mean - other)
      return { ...one, disagreement, other, isWrong: isWrong(one) }
    })
    .filter((one) => verdict === 'all' || one.isWrong === (verdict === 'wrong'))
    .filter((one) => label === 'any' || labelOf(one) === label)
    .sort((a, b) => b[order] - a[order] || (a.sinus < b.sinus ? -1 : 1))
}
