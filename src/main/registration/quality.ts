import { applyAffine, multiply } from '../../shared/imaging/affine.ts'
import type { Point } from '../../shared/imaging/affine.ts'
import type { HeadImage } from './head-image.ts'
import { midfaceMm } from './head-place.ts'
import type { HeadPlace } from './head-place.ts'
import { poseMatrix, rigidParameters } from './pose.ts'
import type { Pose } from './pose.ts'
import type { SamplePoints } from './sample-points.ts'
import { trilinear } from './trilinear.ts'

export interface Quality {
  /** 0 … 1, low when the registration is doubtful or the scan lacks the middle of the face: sort by it, look at the low ones. */
  score: number
  /** Normalised mutual information at the pose, 0 … 1. */
  similarity: number
  /** Relative loss of similarity when the head is moved by 8 mm or 8°, mean over the twelve ways of doing so. */
  sharpness: number
  /** Share of the fixed head's tissue around the sinuses that the scan shows as tissue, too; 0 … 1. */
  shown: number
}

/** See docs/real-heads.md for the figures behind these. */
export const flaggedBelow = 0.4
const [aimless, sharp] = [0.05, 0.2]
/** Two heads of any contrasts reach this; what is no head stays an order of magnitude below. */
const alike = 0.1

const movedBy = 8
/** Half edges of the box around the expected midpoint of the sinuses in which tissue is compared, mm. */
const boxMm: Point = [45, 28, 24]

/**
 * Judges a registration without knowing the truth. The height of the similarity says little, since it depends on the
 * two contrasts; how steeply it falls around the pose tells a true pose from a local one (on 500 false poses of real heads).
 *
 * score = (sharpness − 0.05) / 0.15 · similarity / 0.1 · shown, the first two factors held within 0 … 1.
 *
 * @param measure  The measure that was maximised, as a function of the pose.
 */
export function assess(
  measure: (pose: Pose) => number,
  pose: Pose,
  points: SamplePoints,
  moving: HeadImage,
  place: HeadPlace,
): Quality {
  let sum = 0
  for (let axis = 0; axis < rigidParameters; axis++)
    for (const by of [-movedBy, movedBy]) sum += measure(pose.map((v, i) => (i === axis ? v + by : v)))
  const similarity = measure(pose)
  const sharpness = 1 - sum / (2 * rigidParameters) / similarity
  const shown = shareShown(pose, points, moving, place)
  const score = held((sharpness - aimless) / (sharp - aimless)) * held(similarity / alike) * shown
  return { score, similarity, sharpness, shown }
}

const held = (value: number): number => Math.min(1, Math.max(0, value))

function shareShown(pose: Pose, points: SamplePoints, moving: HeadImage, place: HeadPlace): number {
  const middle = midfaceMm(place)
  const voxelFromFixed = multiply(moving.voxelFromWorld, poseMatrix(pose, place.upperCentreMm))
  let [wanted, found] = [0, 0]
  for (let i = 0; i < points.count; i++) {
    const point: Point = [points.xyzMm[3 * i], points.xyzMm[3 * i + 1], points.xyzMm[3 * i + 2]]
    if (!points.tissue[i] || point.some((mm, axis) => Math.abs(mm - middle[axis]) > boxMm[axis])) continue
    wanted++
    // Outside the field of view the level is NaN, which is not above anything.
    if (trilinear(moving.levels, moving.shape, applyAffine(voxelFromFixed, point)) > moving.tissueLevel)
      found++
  }
  return wanted > 0 ? found / wanted : 0
}
