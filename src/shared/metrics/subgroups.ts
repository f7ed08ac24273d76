import { correlatedAreas, quadratic } from './delong.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { groups, isFinished, type Evaluation } from './result-rows.ts'
import type { TestBench } from './test-bench.ts'

export interface SubgroupArea {
  /** Mean over models. */
  auroc: number
  /** 95 % interval over test subjects; null for an area of exactly 0 or 1, whose spread cannot be known. */
  low: number | null
  high: number | null
}

export interface Subgroup {
  method: string
  labelFraction: number
  by: 'finding' | 'side'
  /** A finding, `left` or `right`. */
  group: string
  /** Test sinuses compared. */
  anomalous: number
  normal: number
  result: Outcome<SubgroupArea>
}

/** What is known of a test sinus beyond its target. */
export interface SinusTraits {
  /** null: normal, or nobody named the finding. */
  finding: string | null
  side: string
}

/**
 * AUROC in parts of the test set: of each finding against all normal sinuses, and within each side. Described, not
 * tested: comparing subgroups asks for more sinuses than most test sets have.
 *
 * @param traits  Of each sinus of `bench.test`, in its order.
 */
export function subgroupAreas(
  evaluations: readonly Evaluation[],
  bench: TestBench,
  traits: readonly SinusTraits[],
): Subgroup[] {
  const parts = partsOf(bench.test.targets as readonly number[], traits)
  return groups(evaluations).flatMap(({ method, labelFraction, members }) => {
    const finished = members.filter(isFinished)
    if (finished.length === 0) return []
    const scores = bench.scores(finished)
    return parts.map(({ by, group, places, anomalous }) => ({
      ...{ method, labelFraction, by, group, anomalous },
      normal: places.length - anomalous,
      result: isUndefined(scores) ? scores : areaOf(places, bench, scores),
    }))
  })
}

function partsOf(targets: readonly number[], traits: readonly SinusTraits[]) {
  const part = (
    by: Subgroup['by'],
    group: string,
    holds: (trait: SinusTraits, target: number) => boolean,
  ) => {
    const places = targets.flatMap((target, i) => (holds(traits[i], target) ? [i] : []))
    return { by, group, places, anomalous: places.filter((i) => targets[i] === 1).length }
  }
  const valuesOf = (key: keyof SinusTraits) =>
    [...new Set(traits.map((trait) => trait[key]))].filter((value) => value !== null).sort()
  return [
    ...valuesOf('finding').map((finding) =>
      part('finding', finding, (trait, target) => target === 0 || trait.finding === finding),
    ),
    ...valuesOf('side').map((side) => part('side', side, (trait) => trait.side === side)),
  ]
}

function areaOf(places: readonly number[], bench: TestBench, scores: readonly ArrayLike<number>[]) {
  const pick = (values: ArrayLike<number>) => places.map((i) => values[i])
  const subjects = places.map((i) => bench.test.subjects[i])
  const found = correlatedAreas(pick(bench.test.targets), scores.map(pick), subjects)
  if (isUndefined(found)) return undefinedBecause(found.reason)
  const weights = scores.map(() => 1 / scores.length)
  const auroc = found.areas.reduce((sum, area) => sum + area / scores.length, 0)
  return { auroc, ...logitInterval(auroc, quadratic(found.covariance, weights, weights)) }
}

/** On the logit scale, so that it stays inside 0…1. Source: Pepe 2003, section 5.2. */
function logitInterval(area: number, variance: number): { low: number | null; high: number | null } {
  const inside = area * (1 - area)
  if (!(inside > 1e-12) || !(variance > 1e-18)) return { low: null, high: null }
  const half = (1.959963984540054 * Math.sqrt(variance)) / inside
  const at = (shift: number) => 1 / (1 + Math.exp(-(Math.log(area / (1 - area)) + shift)))
  return { low: at(-half), high: at(half) }
}
