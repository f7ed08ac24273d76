import { normalTwoSided } from './distributions.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { rank } from './ranking.ts'
import { countClasses, whyNotRankable, type Scores, type Targets } from './scored.ts'

/** Areas of several models on the same sinuses, and how they vary together over samples of test subjects. */
export interface CorrelatedAreas {
  /** AUROC of each model. */
  areas: number[]
  /** [models][models]. */
  covariance: number[][]
  subjects: number
}

/**
 * AUROCs and their covariance from structural components: for an anomalous sinus the share of normal ones that score
 * lower, for a normal one the share of anomalous ones that score higher, ties half. One ranking per model (the fast,
 * midrank form: n log n instead of every pair).
 *
 * @param subjects  Subject of each sinus. The components are summed per subject first, because the two sinuses of a
 *                  person are alike: Obuchowski 1997. Left out, every sinus counts as independent: DeLong et al. 1988.
 * Source: DeLong, DeLong and Clarke-Pearson 1988; Sun and Xu 2014; Obuchowski 1997, section 2.
 */
export function correlatedAreas(
  targets: Targets,
  models: readonly Scores[],
  subjects?: readonly string[],
): Outcome<CorrelatedAreas> {
  if (models.length === 0) return undefinedBecause('no model has scored the test set')
  for (const scores of models) {
    const reason = whyNotRankable(targets, scores)
    if (reason) return reason
  }
  const { clusterOf, clusters } = numberClusters(targets.length, subjects)
  const { positives, negatives } = countClasses(targets)
  const of = clusterSizes(targets, clusterOf, clusters)
  const parts = models.map((scores) => components(targets, scores, clusterOf, of))
  const [withPositives, withNegatives] = [of.positives, of.negatives].map(
    (sizes) => sizes.filter((size) => size > 0).length,
  ) as [number, number]
  if (withPositives < 2 || withNegatives < 2) {
    const lacking = withPositives < 2 ? 'anomalous' : 'normal'
    return undefinedBecause(
      subjects ? `only one subject has ${lacking} sinuses` : `there is only one ${lacking} sinus`,
    )
  }
  const covariance = parts.map((a) =>
    parts.map((b) => {
      const s10 = (withPositives / (withPositives - 1) / positives) * dot(a.anomalous, b.anomalous)
      const s01 = (withNegatives / (withNegatives - 1) / negatives) * dot(a.normal, b.normal)
      const both = clusters / (clusters - 1)
      const s11 = both * (dot(a.anomalous, b.normal) + dot(b.anomalous, a.normal))
      return s10 / positives + s01 / negatives + s11 / (positives * negatives)
    }),
  )
  return { areas: parts.map(({ area }) => area), covariance, subjects: clusters }
}

export interface AreaTest {
  /** Mean AUROC of the first models minus that of the second. */
  difference: number
  low: number
  high: number
  z: number
  p: number
}

/**
 * DeLong's paired test of two methods on the same test sinuses, of their mean AUROC where a method has several models;
 * the trained models are held fixed. With `subjects`, its clustered form: see `correlatedAreas`.
 */
export function delongTest(
  test: { targets: Targets; subjects?: readonly string[] },
  first: readonly Scores[],
  second: readonly Scores[],
): Outcome<AreaTest> {
  const found = correlatedAreas(test.targets, [...first, ...second], test.subjects)
  if (isUndefined(found)) return found
  const weights = [...first.map(() => 1 / first.length), ...second.map(() => -1 / second.length)]
  const difference = dot(weights, found.areas)
  const variance = quadratic(found.covariance, weights, weights)
  // Two perfect methods, or a method against itself: no variance but rounding, and no difference.
  const scale = weights.reduce((sum, weight, i) => sum + weight ** 2 * found.covariance[i][i], 0)
  if (!(variance > 1e-12 * scale)) {
    if (Math.abs(difference) > 1e-12) return undefinedBecause('the areas have no spread to test against')
    return { difference: 0, low: 0, high: 0, z: 0, p: 1 }
  }
  const error = Math.sqrt(variance)
  const z = difference / error
  return {
    difference,
    low: difference - z95 * error,
    high: difference + z95 * error,
    z,
    p: normalTwoSided(z),
  }
}

const z95 = 1.959963984540054

/** wᵀ M v. */
export const quadratic = (
  matrix: readonly (readonly number[])[],
  w: readonly number[],
  v: readonly number[],
): number => w.reduce((sum, weight, i) => (weight === 0 ? sum : sum + weight * dot(matrix[i], v)), 0)

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function numberClusters(n: number, subjects: readonly string[] | undefined) {
  if (!subjects) return { clusterOf: Uint32Array.from({ length: n }, (_, i) => i), clusters: n }
  const position = new Map<string, number>()
  const clusterOf = Uint32Array.from(subjects, (name) => {
    const known = position.get(name) ?? position.size
    position.set(name, known)
    return known
  })
  return { clusterOf, clusters: position.size }
}

interface ClusterSizes {
  positives: Uint32Array
  negatives: Uint32Array
}

function clusterSizes(targets: Targets, clusterOf: Uint32Array, clusters: number): ClusterSizes {
  const sizes = { positives: new Uint32Array(clusters), negatives: new Uint32Array(clusters) }
  for (let i = 0; i < targets.length; i++) (targets[i] ? sizes.positives : sizes.negatives)[clusterOf[i]]++
  return sizes
}

/** Per cluster, the sum of its anomalous (normal) sinuses' components less the area for each of them. */
function components(targets: Targets, scores: Scores, clusterOf: Uint32Array, of: ClusterSizes) {
  const { positives, negatives } = countClasses(targets)
  const { order, targets: ranked, groupEnds } = rank(targets, scores)
  const anomalous = new Float64Array(of.positives.length)
  const normal = new Float64Array(of.positives.length)
  let above = { positives: 0, negatives: 0 }
  let area = 0
  let position = 0
  for (const end of groupEnds) {
    let own = 0
    for (let i = position; i < end; i++) own += ranked[i]
    const tied = { positives: own, negatives: end - position - own }
    const winOverNormals = (negatives - above.negatives - tied.negatives / 2) / negatives
    const lossToAnomalous = (above.positives + tied.positives / 2) / positives
    for (; position < end; position++) {
      const cluster = clusterOf[order[position]]
      if (ranked[position]) anomalous[cluster] += winOverNormals
      else normal[cluster] += lossToAnomalous
    }
    area += (tied.positives * winOverNormals) / positives
    above = {
      positives: above.positives + tied.positives,
      negatives: above.negatives + tied.negatives,
    }
  }
  for (let cluster = 0; cluster < anomalous.length; cluster++) {
    anomalous[cluster] -= of.positives[cluster] * area
    normal[cluster] -= of.negatives[cluster] * area
  }
  return { area, anomalous, normal }
}
