import type { Point } from '../../shared/imaging/affine.ts'
import type { Affine, Volume } from '../../shared/imaging/volume.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { climb } from './climb.ts'
import { averageBlocks } from './downsample.ts'
import { prepareHead } from './head-image.ts'
import type { HeadImage } from './head-image.ts'
import { midfaceMm, placeHead } from './head-place.ts'
import type { HeadPlace } from './head-place.ts'
import { mutualInformation } from './mutual-information.ts'
import { poseDistance, poseMatrix, rigidPart, shearParameters, stretchParameters } from './pose.ts'
import type { Pose } from './pose.ts'
import { assess, flaggedBelow } from './quality.ts'
import type { Quality } from './quality.ts'
import { samplePoints } from './sample-points.ts'
import type { Density, SamplePoints } from './sample-points.ts'
import { findSinusFaults } from './shown-sinuses.ts'
import type { SinusFault } from './shown-sinuses.ts'

export type TransformKind = 'rigid' | 'affine'

/** Names this procedure in hashes: change it with anything that changes results. */
export const methodVersion = 'mutual-information-3'

export interface HeadRegistration extends Quality {
  /** Brings a point of the fixed scan's world to this scan's world, RAS mm; row-major 4×4. */
  scanWorldFromFixed: Affine
  /** What of the sinuses the scan does not show. Where there is any, the score is at most `flaggedBelow`. */
  faults: SinusFault[]
  /** Deserves a look: the score is below `flaggedBelow`, or there are faults. */
  flagged: boolean
}

type Level = 'coarse' | 'middle' | 'fine'
const spacingOfMm: Record<Level, number> = { coarse: 8, middle: 4, fine: 2 }
/** Twice as many on the coarser grids found no head more, and its sinuses no truer (docs/registration.md). */
const pointsOf: Record<Level, number> = { coarse: 2_000, middle: 8_000, fine: 30_000 }
/** Poses in which the scans share less than this of the points are not considered. */
const leastOverlap = 0.2
/** While searching, sharing less than this counts against a pose: a small common part is easily alike by chance. */
const ampleOverlap = 0.5

export interface MovingHead {
  images: Record<Level, HeadImage>
  place: HeadPlace
}

/** The scan others are registered to, prepared once for many registrations. */
export interface FixedHead {
  points: Record<Level, SamplePoints>
  place: HeadPlace
}

/** @throws AntrumError 'registration-failed' when nothing stands out from a background. */
export function prepareMoving(volume: Volume): MovingHead {
  const fine = averageBlocks(volume, spacingOfMm.fine)
  const middle = averageBlocks(fine, spacingOfMm.middle)
  const coarse = averageBlocks(middle, spacingOfMm.coarse)
  const images = { fine: prepareHead(fine), middle: prepareHead(middle), coarse: prepareHead(coarse) }
  return { images, place: placeHead(images.middle) }
}

/** @throws AntrumError 'registration-failed' when nothing stands out from a background. */
export function prepareFixed(volume: Volume): FixedHead {
  const { images, place } = prepareMoving(volume)
  const points = (level: Level, density?: Density) =>
    samplePoints(images[level], place, pointsOf[level], density)
  return {
    points: {
      coarse: points('coarse'),
      middle: points('middle'),
      fine: points('fine', towardsMidface(place)),
    },
    place,
  }
}

/**
 * Heads differ in size, so no rigid transform fits brain and face at once, and the face is what is wanted: the last
 * stage looks mostly there, a little above and behind the sinuses, where there is skull base to hold on to.
 */
function towardsMidface(place: HeadPlace): Density {
  const [x, y, z] = midfaceMm(place)
  const [widthMm, elsewhere] = [60, 0.1]
  return (p) => {
    const squaredMm = (p[0] - x) ** 2 + (p[1] - (y - 9)) ** 2 + (p[2] - (z + 20)) ** 2
    return elsewhere + (1 - elsewhere) * Math.exp(-squaredMm / (2 * widthMm ** 2))
  }
}

/**
 * Registers a head to the fixed one by normalised mutual information, from many starting poses: coarse to fine on 8, 4
 * and 2 mm grids, the best few candidates surviving each stage, on the last with the head's size fitted. Deterministic.
 *
 * Copes with other contrasts, thick slices, partial fields of view and heads turned by up to 35° about every axis. Does
 * not find a head that lies on its crown: the score shows that. A mirrored head it cannot tell from a true one.
 *
 * @param kind  'rigid' keeps the turns of the last fit and where it puts the middle of the face; 'affine' keeps its stretch and
 *   adds shear.
 * @throws AntrumError 'registration-failed' when the scans show no common part of a head.
 */
export function registerHeads(moving: MovingHead, fixed: FixedHead, kind: TransformKind): HeadRegistration {
  const centre = fixed.place.upperCentreMm
  const measure = (level: Level, enoughOverlap: number) => {
    const similarity = mutualInformation(fixed.points[level], moving.images[level])
    return (pose: Pose) => {
      const { value, overlap } = similarity(poseMatrix(pose, centre))
      return overlap < leastOverlap ? 0 : value * Math.min(1, overlap / enoughOverlap)
    }
  }
  const [coarse, middle] = [measure('coarse', ampleOverlap), measure('middle', ampleOverlap)]
  const fine = measure('fine', leastOverlap)
  const starts = startPoses(moving.place, fixed.place).map((at) => ({ at, value: coarse(at) }))
  const coarsely = best(starts, 8, 18).map(({ at }) => climb(coarse, at, { step: 8, lastStep: 2 }))
  const better = best(coarsely, 3, 8).map(({ at }) => climb(middle, at, { step: 3, lastStep: 1 }))
  // Heads differ in size: with it fitted, too, the middle of the face comes to lie truer, whatever is kept of the stretch.
  const finely = { step: 2, lastStep: 0.25 }
  const stretched = climb(fine, [...best(better, 1, 0)[0].at, ...zeros(stretchParameters)], finely)
  const at =
    kind === 'affine'
      ? climb(fine, [...stretched.at, ...zeros(shearParameters)], finely).at
      : rigidPart(stretched.at, centre, midfaceMm(fixed.place))
  if (!(stretched.value > 0)) {
    throw new AntrumError(
      'registration-failed',
      'No pose was found in which this scan and the fixed scan show the same part of a head. Look at the scan: is it a head, is its orientation right?',
    )
  }
  const { score, ...quality } = assess(fine, at, fixed.points.fine, moving.images.fine, fixed.place)
  const scanWorldFromFixed = poseMatrix(at, centre)
  const faults = findSinusFaults(
    scanWorldFromFixed,
    fixed.points.fine,
    fixed.place,
    moving.images.fine,
    moving.place,
  )
  const isWhole = faults.length === 0
  return {
    ...{ scanWorldFromFixed, faults, ...quality },
    // However well it is aligned, a scan without whole sinuses comes before those that have them.
    score: isWhole ? score : score * flaggedBelow,
    flagged: !isWhole || score < flaggedBelow,
  }
}

const zeros = (count: number) => new Array<number>(count).fill(0)

/** Where to look: the heads' centres brought together in three ways, shifted, nodded, turned and tilted. */
function startPoses(moving: HeadPlace, fixed: HeadPlace): number[][] {
  const shifts: Point[] = [
    difference(moving.upperCentreMm, fixed.upperCentreMm),
    difference(moving.centreMm, fixed.centreMm),
    [0, 0, 0],
  ]
  const poses: number[][] = []
  for (const [x, y, z] of shifts)
    for (const up of [-40, -20, 0, 20, 40])
      for (const forward of [-15, 15])
        for (const nod of [-40, -20, 0, 20, 40])
          for (const tilt of [-20, 0, 20])
            for (const turn of [-25, 0, 25]) poses.push([x, y + forward, z + up, nod, tilt, turn])
  return poses
}

const difference = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]

/** The highest `count` candidates that lie at least `apart` from every higher one. */
function best<T extends { at: Pose; value: number }>(
  candidates: readonly T[],
  count: number,
  apart: number,
): T[] {
  const chosen: T[] = []
  for (const candidate of candidates.toSorted((a, b) => b.value - a.value)) {
    if (chosen.length === count) break
    if (chosen.every(({ at }) => poseDistance(at, candidate.at) >= apart)) chosen.push(candidate)
  }
  return chosen
}
