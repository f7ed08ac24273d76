import { AntrumError } from '../ipc/error.ts'
import { applyAffine, isSingular } from './affine.ts'
import type { NiftiHeader } from './nifti-header.ts'
import type { NiftiWarning } from './nifti.ts'
import { spacingMm } from './volume.ts'
import type { Affine } from './volume.ts'

export type GeometrySource = 'sform' | 'qform' | 'spacing-only'

/**
 * Where the voxels are in the world. The rule: the sform when its code is above 0, else the qform when its code is above
 * 0, else the spacing alone with the first voxel at the origin. One that cannot be used (not finite, no volume) counts as
 * absent, with a warning.
 *
 * @throws AntrumError 'no-geometry' when nothing usable is stored.
 * Source: nifti1.h, "3D image (volume) orientation and location in space", methods 1–3.
 */
export function readGeometry(header: NiftiHeader): {
  affine: Affine
  source: GeometrySource
  warnings: NiftiWarning[]
} {
  const warnings: NiftiWarning[] = []
  const warn = (code: NiftiWarning['code'], message: string) => warnings.push({ code, message })
  const usable = (name: 'sform' | 'qform', code: number, affine: Affine | undefined) => {
    if (code <= 0) return undefined
    if (affine && !isSingular(affine)) return affine
    warn(
      'orientation-unusable',
      `The ${name} of this file cannot be used (not finite, or it spans no space) and is ignored. Check in the montage that the cubes lie on the sinuses.`,
    )
    return undefined
  }
  const toMillimetres = (affine: Affine) => affine.map((v, i) => (i < 12 ? v * header.millimetresPerUnit : v))
  const sform = usable('sform', header.sformCode, toMillimetres([...header.sform, 0, 0, 0, 1]))
  const qform = usable('qform', header.qformCode, qformAffine(header) && toMillimetres(qformAffine(header)!))
  const affine = sform ?? qform ?? toMillimetres(spacingAffine(header))
  const source = sform ? 'sform' : qform ? 'qform' : 'spacing-only'

  if (source === 'spacing-only') {
    warn(
      'sides-unknown',
      'The file stores no orientation, so left and right cannot be known, and the scan is left out. Decide its sides if you know them from elsewhere: antrum decide <project> <subject> --sides RAS.',
    )
  }
  if (sform && qform) {
    const apartMm = largestDistanceMm(sform, qform, header.shape)
    if (apartMm > Math.min(...spacingMm(sform)) / 2) {
      warn(
        'qform-sform-disagree',
        `The two orientations stored in this file place a voxel up to ${apartMm.toFixed(1)} mm apart; the sform is used. Check in the montage that the head stands upright and its sides are right.`,
      )
    }
  }
  if (isSheared(affine))
    warn(
      'sheared',
      'The axes of this scan are not at right angles (as with a tilted CT gantry); it is resampled with its shear. Check in the montage that the head looks undistorted.',
    )
  const spacing = spacingMm(affine)
  if (spacing.some((mm) => mm < 0.05 || mm > 50)) {
    warn(
      'implausible-spacing',
      `A voxel would measure ${spacing.map((mm) => +mm.toPrecision(3)).join(' × ')} mm, which no head scan has. Check the units and spacing in its header.`,
    )
  }
  return { affine, source, warnings }
}

/** The qform as an affine, or undefined when the quaternion or the spacing cannot be used. */
function qformAffine({ pixdim, quaternion, quaternionOffset }: NiftiHeader): Affine | undefined {
  let [b, c, d] = quaternion as [number, number, number]
  const squared = b * b + c * c + d * d
  if (!(squared < 1.001)) return undefined
  // As the reference code does: this near to length 1, float32 rounding hides `a`, and it was a half turn, a = 0.
  const isHalfTurn = 1 - squared < 1e-7
  if (isHalfTurn)
    [b, c, d] = [b, c, d].map((component) => component / Math.sqrt(squared)) as [number, number, number]
  const a = isHalfTurn ? 0 : Math.sqrt(1 - squared)
  const [di, dj, dk] = pixdim.slice(1).map(Math.abs) as [number, number, number]
  const dkSigned = pixdim[0] < 0 ? -dk : dk
  const [x, y, z] = quaternionOffset as [number, number, number]
  return [
    (a * a + b * b - c * c - d * d) * di,
    2 * (b * c - a * d) * dj,
    2 * (b * d + a * c) * dkSigned,
    x,
    2 * (b * c + a * d) * di,
    (a * a + c * c - b * b - d * d) * dj,
    2 * (c * d - a * b) * dkSigned,
    y,
    2 * (b * d - a * c) * di,
    2 * (c * d + a * b) * dj,
    (a * a + d * d - b * b - c * c) * dkSigned,
    z,
    0,
    0,
    0,
    1,
  ]
}

function spacingAffine({ pixdim }: NiftiHeader): Affine {
  const [di, dj, dk] = pixdim.slice(1).map(Math.abs) as [number, number, number]
  if (![di, dj, dk].every((mm) => mm > 0 && Number.isFinite(mm))) {
    throw new AntrumError(
      'no-geometry',
      `The file stores no usable orientation, and its voxel size is ${[di, dj, dk].map((mm) => +mm.toPrecision(4)).join(' × ')}: where a voxel is cannot be known. Convert the original scan again.`,
    )
  }
  return [di, 0, 0, 0, 0, dj, 0, 0, 0, 0, dk, 0, 0, 0, 0, 1]
}

/** The farthest two affines place any voxel of a volume apart: the distance is convex, so a corner has it. */
function largestDistanceMm(a: Affine, b: Affine, shape: readonly [number, number, number]): number {
  let largest = 0
  for (let corner = 0; corner < 8; corner++) {
    const voxel = shape.map((length, axis) => ((corner >> axis) & 1 ? length - 1 : 0)) as [
      number,
      number,
      number,
    ]
    const [p, q] = [applyAffine(a, voxel), applyAffine(b, voxel)]
    largest = Math.max(largest, Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]))
  }
  return largest
}

/** Whether two voxel axes are off a right angle by more than 0.06° (cosine 0.001). */
export function isSheared(affine: Affine): boolean {
  const length = spacingMm(affine)
  const cosine = (p: 0 | 1 | 2, q: 0 | 1 | 2) =>
    (affine[p] * affine[q] + affine[4 + p] * affine[4 + q] + affine[8 + p] * affine[8 + q]) /
    (length[p] * length[q])
  return [cosine(0, 1), cosine(0, 2), cosine(1, 2)].some((value) => Math.abs(value) > 1e-3)
}
