import type { Side } from '../domain/sinus.ts'
import { applyAffine, multiply } from './affine.ts'
import type { Point } from './affine.ts'
import { normalisePercentiles } from './normalise.ts'
import { resampleToGrid } from './resample.ts'
import type { Affine, Volume } from './volume.ts'

export interface SinusRequest {
  /** The original scan, never one already resampled. */
  scan: Volume
  /** Brings a point of the fixed scan's world to this scan's world (both RAS mm). */
  scanWorldFromFixedWorld: Affine
  /** Middle of the cube in the fixed scan's world, RAS mm. */
  centreMm: Point
  edgeMm: number
  /** Voxels along each edge. */
  voxels: number
  side: Side
}

export interface SinusVolume {
  /**
   * [voxels]³ cube of intensities 0…1. Its axes run along the fixed scan's RAS axes; a right sinus is stored mirrored,
   * its first axis growing towards the left, so that by index it looks like a left one. The affine leads each voxel
   * to its true place in the original scan's world, for both sides.
   */
  volume: Volume
  /** Share of the cube inside the scan's field of view, 0…1. */
  coverage: number
  /** Middle of the cube in the original scan's world, RAS mm. */
  centreInScanMm: [number, number, number]
}

/**
 * Cuts one sinus out of a head scan, resampled once from the original through the registration's transform, and
 * normalises it to its own 1st and 99th percentile. Voxels outside the field of view take no part in the percentiles and
 * become 0.
 *
 * @throws AntrumError 'no-geometry' when an affine cannot be inverted.
 * Source: docs/methods/preprocessing.md.
 */
export function extractSinus({
  scan,
  scanWorldFromFixedWorld,
  centreMm,
  edgeMm,
  voxels,
  side,
}: SinusRequest): SinusVolume {
  const spacing = edgeMm / voxels
  const affine = multiply(scanWorldFromFixedWorld, cubeAffine(centreMm, spacing, voxels, side))
  const { volume, coverage } = resampleToGrid(
    scan,
    { shape: [voxels, voxels, voxels], affine },
    undefined,
    NaN,
  )
  return {
    volume: { ...volume, data: normaliseInside(volume.data) },
    coverage,
    centreInScanMm: applyAffine(scanWorldFromFixedWorld, centreMm),
  }
}

/** Voxel to fixed world: voxel centres spread evenly about the cube's middle, so the outer faces are edgeMm apart. */
function cubeAffine([x, y, z]: Point, spacing: number, voxels: number, side: Side): Affine {
  const reach = (spacing * (voxels - 1)) / 2
  const sign = side === 'right' ? -1 : 1
  return [
    sign * spacing, 0, 0, x - sign * reach,
    0, spacing, 0, y - reach,
    0, 0, spacing, z - reach,
    0, 0, 0, 1,
  ] // prettier-ignore
}

/** Percentile normalisation over the numbers, 0 where there is none. */
function normaliseInside(data: Float32Array): Float32Array<ArrayBuffer> {
  const inside = new Float32Array(data.length)
  let count = 0
  for (const value of data) if (!Number.isNaN(value)) inside[count++] = value
  const normalised = normalisePercentiles(inside.subarray(0, count))
  if (count === data.length) return normalised
  let at = 0
  return Float32Array.from(data, (value) => (Number.isNaN(value) ? 0 : normalised[at++]))
}
