import {
  pairedDifferences,
  verdict,
  type BootstrapOptions,
  type PairedDifference,
  type RankMetric,
} from './bootstrap.ts'
import { metricLabels } from './evaluation.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { groups, isFinished, testSample, type Evaluation } from './result-rows.ts'

export interface MethodDifference {
  labelFraction: number
  metric: RankMetric
  first: string
  second: string
  result: Outcome<PairedDifference>
  /** The result in words. */
  sentence: string
}

/**
 * Every method against the one it must beat, per label fraction, on the same test sinuses.
 * @param baseline  `scratch`, or the first method where no run starts from scratch.
 */
export function differencesToBaseline(
  evaluations: readonly Evaluation[],
  baseline = evaluations.some(({ method }) => method === 'scratch') ? 'scratch' : evaluations[0]?.method,
  options: { name?: (method: string) => string; replicates?: number } = {},
): MethodDifference[] {
  const { name = (method: string) => method, replicates } = options
  const cells = groups(evaluations)
  return cells
    .filter(({ method }) => method !== baseline)
    .sort((a, b) => a.labelFraction - b.labelFraction)
    .flatMap(({ method, labelFraction, members }) => {
      const other = cells.find((cell) => cell.method === baseline && cell.labelFraction === labelFraction)
      if (!other) return []
      const seed = `${method} ${baseline} ${labelFraction}`
      const results = compare(members, other.members, { seed, replicates })
      return (['auroc', 'auprc'] as const).map((metric) => {
        const result = isUndefined(results) ? results : results[metric]
        const names = { first: name(method), second: name(other.method), metric: metricLabels[metric] }
        const sentence = verdict(result, names)
        return { labelFraction, metric, first: method, second: other.method, result, sentence }
      })
    })
}

function compare(
  first: readonly Evaluation[],
  second: readonly Evaluation[],
  options: BootstrapOptions,
): Outcome<Record<RankMetric, PairedDifference>> {
  // Only folds and seeds that both have finished: otherwise the folds would differ, not the methods.
  const key = ({ foldIndex, seed }: Evaluation) => `${foldIndex} ${seed}`
  const common = (own: readonly Evaluation[], others: readonly Evaluation[]) => {
    const keys = new Set(others.filter(isFinished).map(key))
    return own.filter(isFinished).filter((one) => keys.has(key(one)))
  }
  const [a, b] = [common(first, second), common(second, first)]
  if (a.length === 0) return undefinedBecause('no fold is finished by both')
  // Aligned together, so that both methods' scores follow one order of sinuses.
  const sample = testSample([...a, ...b])
  if (isUndefined(sample)) return sample
  const [own, others] = [sample.models.slice(0, a.length), sample.models.slice(a.length)]
  return pairedDifferences(sample, own, others, options)
}
