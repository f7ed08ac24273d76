import { readFileSync } from 'node:fs'

/** Numbers from scikit-learn and SciPy over the same inputs (test/fixtures/evaluation.json). */
export interface Golden {
  cases: {
    label: number[]
    score: number[]
    auroc: number
    auprc: number
    f1: number
    brier: number
    balanced_accuracy: number
    sensitivity: number
    specificity: number
    fpr: number[]
    tpr: number[]
  }[]
  fold_interval: { values: number[]; mean: number; low: number; high: number }
  kappa: { a: number[]; b: number[]; cohen: number }
}

export const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/evaluation.json', import.meta.url), 'utf8'),
) as Golden

/** The value of an outcome that must be defined. */
export function defined<T>(outcome: T): Exclude<T, { undefined: true }> {
  if (typeof outcome === 'object' && outcome !== null && 'undefined' in outcome) {
    throw new Error(`undefined: ${JSON.stringify(outcome)}`)
  }
  return outcome as Exclude<T, { undefined: true }>
}
