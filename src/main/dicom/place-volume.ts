import { applyAffine } from '../../shared/imaging/affine.ts'
import { readGeometry } from '../../shared/imaging/nifti-geometry.ts'
import { readNiftiHeader } from '../../shared/imaging/nifti-header.ts'
import type { Affine } from '../../shared/imaging/volume.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Stack } from './stack.ts'

/** Offsets in a NIfTI-1 header. */
const [qformCode, sformCode, sform] = [252, 254, 280]

/**
 * Puts the place that the DICOM attributes give into a converted volume's header, as its sform.
 *
 * dcm2niix takes the first two slices' distance for all, and stores a tilted gantry's slices as if they were stacked
 * straight. We run the third axis from the first slice's place to the last one's, which is right in both cases. What
 * dcm2niix says of the other axes and of the first voxel has to agree: a check on it and on us.
 *
 * @param nifti  NIfTI-1, little endian, not compressed; changed in place. Its axes may be the stack's in any order.
 * @throws AntrumError 'no-geometry' when the two disagree, 'shape-mismatch' when slices were left out.
 */
export function placeVolume(nifti: Uint8Array<ArrayBuffer>, stack: Stack): void {
  const header = readNiftiHeader(nifti)
  const converted = readGeometry(header).affine
  const axes = [0, 1, 2].map((axis) => alike(converted, axis, stack.affine))
  if (header.shape.some((length, axis) => length !== stack.shape[axes[axis]])) {
    throw new AntrumError(
      'shape-mismatch',
      `The series should give ${stack.shape.join(' × ')} voxels and gave ${header.shape.join(' × ')}. Export it again, in full.`,
    )
  }
  const affine = arranged(stack, axes, converted)
  const apartMm = distance(applyAffine(affine, [0, 0, 0]), applyAffine(converted, [0, 0, 0]))
  const inPlane = [0, 1, 2].filter((axis) => axes[axis] < 2)
  if (
    inPlane.some((axis) => cosine(affine, axis, converted, axis) < 0.999) ||
    apartMm > 0.1 * Math.min(...stack.spacingMm)
  ) {
    throw new AntrumError(
      'no-geometry',
      `The place of the converted volume (dcm2niix) and the one its attributes give differ, by ${apartMm.toFixed(1)} mm at the first voxel. Please report this, with the make of the scanner.`,
    )
  }
  const view = new DataView(nifti.buffer, nifti.byteOffset)
  view.setInt16(qformCode, 0, true)
  view.setInt16(sformCode, 1, true)
  affine.slice(0, 12).forEach((value, i) => view.setFloat32(sform + 4 * i, value, true))
}

/** The stack's affine with its axes in the order `axes`, each counted in the direction in which `model` counts it. */
function arranged({ affine, shape }: Stack, axes: readonly number[], model: Affine): Affine {
  const result = [...affine]
  axes.forEach((from, axis) => {
    const forwards = cosine(model, axis, affine, from) > 0
    for (const row of [0, 4, 8]) {
      result[row + axis] = forwards ? affine[row + from] : -affine[row + from]
      if (!forwards) result[row + 3] += affine[row + from] * (shape[from] - 1)
    }
  })
  return result
}

/** The axis of `b` that runs most along an axis of `a`, either way. */
function alike(a: Affine, axis: number, b: Affine): number {
  const fits = [0, 1, 2].map((other) => Math.abs(cosine(a, axis, b, other)))
  return fits.indexOf(Math.max(...fits))
}

function cosine(a: Affine, axisOfA: number, b: Affine, axisOfB: number): number {
  const [u, v] = [[0, 4, 8].map((row) => a[row + axisOfA]), [0, 4, 8].map((row) => b[row + axisOfB])]
  return u.reduce((sum, value, i) => sum + value * v[i], 0) / (Math.hypot(...u) * Math.hypot(...v))
}

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((mm, axis) => mm - b[axis]))
