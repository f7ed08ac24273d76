import { applyAffine, identity, invert, multiply } from './affine.ts'
import type { Point } from './affine.ts'
import { smoothGaussian } from './smooth.ts'
import type { Affine, Volume } from './volume.ts'

/** Voxels this little outside the outermost centres still count as inside: what rounding an affine to float32 may cost. */
const edgeTolerance = 1e-4
/** Below this width (in voxels) a Gaussian changes nothing worth its time. */
const smallestSigma = 0.25

/**
 * Resamples a volume on another grid by trilinear interpolation.
 *
 * Voxel (i, j, k) stands for its centre, affine·(i, j, k, 1). The field of view is the box spanned by the outermost
 * voxel centres: beyond it nothing is made up, as in SciPy's mode 'constant'. Where the target is coarser than the
 * source along a source axis (s source voxels per target voxel, s > 1), the source is first smoothed along that axis
 * by a Gaussian that widens a voxel's extent to the target's: σ² = (s² − 1) / (8 ln 2) source voxels.
 * Source of the width: Cardoso et al., "Scale factor point spread function matching", MICCAI 2015.
 *
 * @param sourceWorldFromTargetWorld  Brings a point of the target's world to the source's; identity when left out.
 * @param outside  Value where the source has nothing.
 * @returns The volume with the target's shape and affine; `coverage` 0…1 is the share of target voxels inside the
 *   source's field of view.
 * @throws AntrumError 'no-geometry' when the source's affine cannot be inverted.
 */
export function resampleToGrid(
  source: Volume,
  target: Pick<Volume, 'shape' | 'affine'>,
  sourceWorldFromTargetWorld: Affine = identity,
  outside = 0,
): { volume: Volume; coverage: number } {
  const sourceFromTarget = multiply(
    invert(source.affine),
    multiply(sourceWorldFromTargetWorld, target.affine),
  )
  const sigmas = [0, 1, 2].map((axis) => {
    const step = Math.hypot(...sourceFromTarget.slice(4 * axis, 4 * axis + 3))
    const sigma = Math.sqrt(Math.max(0, step * step - 1) / (8 * Math.LN2))
    return sigma < smallestSigma ? 0 : sigma
  }) as [number, number, number]
  const { data, inside } = sigmas.some((sigma) => sigma > 0)
    ? sampleSmoothed(source, sourceFromTarget, target.shape, sigmas, outside)
    : sampleGrid(source, sourceFromTarget, target.shape, outside)
  return { volume: { data, shape: target.shape, affine: target.affine }, coverage: inside / data.length }
}

/**
 * Trilinear value at world points.
 * @param outside  Value for a point outside the box of voxel centres.
 */
export function sampleAt(volume: Volume, worldPoints: readonly Point[], outside = 0): Float32Array {
  const voxelFromWorld = invert(volume.affine)
  return Float32Array.from(worldPoints, (point) => {
    const [x, y, z] = applyAffine(voxelFromWorld, point)
    const matrix = [0, 0, 0, x, 0, 0, 0, y, 0, 0, 0, z, 0, 0, 0, 1]
    return sampleGrid(volume, matrix, [1, 1, 1], outside).data[0]
  })
}

/** Smooths only the part of the source that the target can see, then samples it. */
function sampleSmoothed(
  source: Volume,
  sourceFromTarget: Affine,
  shape: Volume['shape'],
  sigmas: [number, number, number],
  outside: number,
): { data: Float32Array; inside: number } {
  const start = [0, 0, 0]
  const end = [...source.shape]
  for (let axis = 0; axis < 3; axis++) {
    const row = sourceFromTarget.slice(4 * axis, 4 * axis + 4)
    let [low, high] = [row[3], row[3]]
    for (let t = 0; t < 3; t++) {
      const reach = row[t] * (shape[t] - 1)
      low += Math.min(0, reach)
      high += Math.max(0, reach)
    }
    const margin = Math.ceil(4 * sigmas[axis]) + 1
    start[axis] = Math.min(source.shape[axis] - 1, Math.max(0, Math.floor(low) - margin))
    end[axis] = Math.max(start[axis] + 1, Math.min(source.shape[axis], Math.ceil(high) + margin + 1))
  }
  const part = crop(source, start as [number, number, number], end as [number, number, number])
  smoothGaussian(part.data, part.shape, sigmas)
  const matrix = sourceFromTarget.map((value, i) =>
    i % 4 === 3 && i < 12 ? value - start[(i - 3) / 4] : value,
  )
  return sampleGrid(part, matrix, shape, outside)
}

/** Copies voxels [start, end) per axis; only data and shape, for sampling by index. */
function crop(source: Volume, start: Point, end: Point): Pick<Volume, 'data' | 'shape'> {
  const [ni, nj] = source.shape
  const shape = [end[0] - start[0], end[1] - start[1], end[2] - start[2]] as const
  const data = new Float32Array(shape[0] * shape[1] * shape[2])
  let at = 0
  for (let k = start[2]; k < end[2]; k++) {
    for (let j = start[1]; j < end[1]; j++) {
      const row = start[0] + ni * (j + nj * k)
      data.set(source.data.subarray(row, row + shape[0]), at)
      at += shape[0]
    }
  }
  return { data, shape }
}

/** The inner loop: target voxel (i, j, k) takes the source at sourceFromTarget·(i, j, k, 1), in voxel indices. */
function sampleGrid(
  { data: from, shape: [ni, nj, nk] }: Pick<Volume, 'data' | 'shape'>,
  m: Affine,
  shape: Volume['shape'],
  outside: number,
): { data: Float32Array; inside: number } {
  const [ti, tj, tk] = shape
  const data = new Float32Array(ti * tj * tk)
  const plane = ni * nj
  const [dx, dy, dz] = [m[0], m[4], m[8]]
  const [maxX, maxY, maxZ] = [ni - 1, nj - 1, nk - 1]
  let inside = 0
  let at = 0
  for (let k = 0; k < tk; k++) {
    for (let j = 0; j < tj; j++) {
      const x0 = m[1] * j + m[2] * k + m[3]
      const y0 = m[5] * j + m[6] * k + m[7]
      const z0 = m[9] * j + m[10] * k + m[11]
      for (let i = 0; i < ti; i++, at++) {
        let x = x0 + dx * i
        let y = y0 + dy * i
        let z = z0 + dz * i
        if (
          !(x >= -edgeTolerance && y >= -edgeTolerance && z >= -edgeTolerance) ||
          !(x <= maxX + edgeTolerance && y <= maxY + edgeTolerance && z <= maxZ + edgeTolerance)
        ) {
          data[at] = outside
          continue
        }
        inside++
        x = x < 0 ? 0 : x > maxX ? maxX : x
        y = y < 0 ? 0 : y > maxY ? maxY : y
        z = z < 0 ? 0 : z > maxZ ? maxZ : z
        const xi = x | 0
        const yi = y | 0
        const zi = z | 0
        const fx = x - xi
        const fy = y - yi
        const fz = z - zi
        // On the last voxel of an axis the next one does not exist, and its weight is 0.
        const right = xi < maxX ? 1 : 0
        const front = yi < maxY ? ni : 0
        const above = zi < maxZ ? plane : 0
        const p = xi + ni * yi + plane * zi
        const q = p + above
        const a = from[p] + fx * (from[p + right] - from[p])
        const b = from[p + front] + fx * (from[p + front + right] - from[p + front])
        const c = from[q] + fx * (from[q + right] - from[q])
        const d = from[q + front] + fx * (from[q + front + right] - from[q + front])
        const near = a + fy * (b - a)
        const far = c + fy * (d - c)
        data[at] = near + fz * (far - near)
      }
    }
  }
  return { data, inside }
}
