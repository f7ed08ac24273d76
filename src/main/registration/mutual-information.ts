import { multiply } from '../../shared/imaging/affine.ts'
import type { Affine } from '../../shared/imaging/volume.ts'
import { greyLevels } from './head-image.ts'
import type { HeadImage } from './head-image.ts'
import type { SamplePoints } from './sample-points.ts'

export interface Similarity {
  /** 2·I(A;B) / (H(A) + H(B)): 0 independent … 1 each level of one head tells the other's. */
  value: number
  /** Share of the points inside the moving scan's field of view. */
  overlap: number
}

/**
 * Normalised mutual information of two heads over the points that both scans see, as a function of the transform. It
 * works across contrasts (T1, T2, FLAIR, PD, CT) because it asks only how well one grey level predicts the other.
 *
 * Joint histogram of `greyLevels`² bins; the moving head is interpolated between voxels, and its level is shared
 * between the two nearest bins, which makes the measure smooth in the transform.
 * Source: Studholme et al., Pattern Recognition 32 (1999) 71, in the symmetric form 2 − 2·H(A,B)/(H(A)+H(B)).
 *
 * @returns A function of the 4×4 from the fixed world to the moving world (RAS mm). Not re-entrant: it reuses memory.
 */
export function mutualInformation(
  points: SamplePoints,
  moving: HeadImage,
): (transform: Affine) => Similarity {
  const joint = new Float64Array(greyLevels * greyLevels)
  return (transform) => {
    joint.fill(0)
    const count = countPairs(joint, points, moving, multiply(moving.voxelFromWorld, transform))
    return { value: count > 0 ? normalisedInformation(joint, count) : 0, overlap: count / points.count }
  }
}

/** The inner loop; `m` leads from the fixed world to the moving scan's voxel indices. Returns the pairs counted. */
function countPairs(
  joint: Float64Array,
  { count, xyzMm, levels: fixed }: SamplePoints,
  { levels: from, shape: [ni, nj, nk] }: HeadImage,
  m: Affine,
): number {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11] = m
  const plane = ni * nj
  const [endX, endY, endZ] = [ni - 1, nj - 1, nk - 1]
  let pairs = 0
  for (let point = 0, at = 0; point < count; point++, at += 3) {
    const px = xyzMm[at]
    const py = xyzMm[at + 1]
    const pz = xyzMm[at + 2]
    const x = m0 * px + m1 * py + m2 * pz + m3
    const y = m4 * px + m5 * py + m6 * pz + m7
    const z = m8 * px + m9 * py + m10 * pz + m11
    if (!(x >= 0 && y >= 0 && z >= 0 && x < endX && y < endY && z < endZ)) continue
    const xi = x | 0
    const yi = y | 0
    const zi = z | 0
    const fx = x - xi
    const fy = y - yi
    const fz = z - zi
    const p = xi + ni * yi + plane * zi
    const q = p + plane
    const a = from[p] + fx * (from[p + 1] - from[p])
    const b = from[p + ni] + fx * (from[p + ni + 1] - from[p + ni])
    const c = from[q] + fx * (from[q + 1] - from[q])
    const d = from[q + ni] + fx * (from[q + ni + 1] - from[q + ni])
    const near = a + fy * (b - a)
    const level = near + fz * (c + fy * (d - c) - near)
    const whole = level | 0
    const rest = level - whole
    const bin = fixed[point] * greyLevels + whole
    joint[bin] += 1 - rest
    joint[bin + 1] += rest
    pairs++
  }
  return pairs
}

function normalisedInformation(joint: Float64Array, count: number): number {
  let [ofFixed, ofMoving, ofBoth] = [0, 0, 0]
  for (let a = 0; a < greyLevels; a++) {
    let [row, column] = [0, 0]
    for (let b = 0; b < greyLevels; b++) {
      row += joint[a * greyLevels + b]
      column += joint[b * greyLevels + a]
      ofBoth += entropyTerm(joint[a * greyLevels + b] / count)
    }
    ofFixed += entropyTerm(row / count)
    ofMoving += entropyTerm(column / count)
  }
  // One grey level on either side: nothing can be predicted, and 0/0 must not come out.
  return ofFixed + ofMoving > 1e-9 ? 2 * (1 - ofBoth / (ofFixed + ofMoving)) : 0
}

const entropyTerm = (share: number): number => (share > 0 ? -share * Math.log(share) : 0)
