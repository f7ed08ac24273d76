import { applyAffine, multiply } from '../../shared/imaging/affine.ts'
import type { Point } from '../../shared/imaging/affine.ts'
import type { Affine } from '../../shared/imaging/volume.ts'

/**
 * Parameters of a transform about a centre c, in steps of like effect on a head (1 mm, 1° and 1 % all move its surface
 * by one to two millimetres): translation x, y, z in mm; rotation about x, y, z in degrees; and for an affine
 * transform stretch of x, y, z in per cent (logarithmic) and shear xy, xz, yz in per cent.
 */
export type Pose = readonly number[]

export const rigidParameters = 6
export const stretchParameters = 3
export const shearParameters = 3

/**
 * T(p) = Rz·Ry·Rx·S·(p − c) + c + t, with S the stretch and shear (upper triangular).
 * @param pose  6, 9 or 12 numbers.
 * @returns Row-major 4×4.
 */
export function poseMatrix(pose: Pose, [cx, cy, cz]: Point): Affine {
  const [tx, ty, tz, ...rest] = pose
  const [cosX, cosY, cosZ] = rest.slice(0, 3).map((degrees) => Math.cos((degrees * Math.PI) / 180))
  const [sinX, sinY, sinZ] = rest.slice(0, 3).map((degrees) => Math.sin((degrees * Math.PI) / 180))
  const rotation = [
    cosY * cosZ, sinX * sinY * cosZ - cosX * sinZ, cosX * sinY * cosZ + sinX * sinZ, tx + cx,
    cosY * sinZ, sinX * sinY * sinZ + cosX * cosZ, cosX * sinY * sinZ - sinX * cosZ, ty + cy,
    -sinY, sinX * cosY, cosX * cosY, tz + cz,
    0, 0, 0, 1,
  ] // prettier-ignore
  const [stretchX = 0, stretchY = 0, stretchZ = 0, xy = 0, xz = 0, yz = 0] = rest.slice(3)
  const [sx, sy, sz] = [stretchX, stretchY, stretchZ].map((percent) => Math.exp(percent / 100))
  const aboutCentre = [
    sx, xy / 100, xz / 100, -(sx * cx + (xy * cy) / 100 + (xz * cz) / 100),
    0, sy, yz / 100, -(sy * cy + (yz * cz) / 100),
    0, 0, sz, -sz * cz,
    0, 0, 0, 1,
  ] // prettier-ignore
  return multiply(rotation, aboutCentre)
}

/**
 * The rigid pose that turns a head as this one does and brings one point to the same place: what is left of a fit that knew
 * the head's size, for who must not change it.
 * @param point  In the world the pose leads from.
 */
export function rigidPart(pose: Pose, centre: Point, point: Point): number[] {
  const rigid = pose.slice(0, rigidParameters)
  const [there, now] = [pose, rigid].map((each) => applyAffine(poseMatrix(each, centre), point))
  return rigid.map((value, i) => (i < 3 ? value + there[i] - now[i] : value))
}

/** How differently two poses place a head, in those steps. */
export const poseDistance = (a: Pose, b: Pose): number => Math.hypot(...a.map((value, i) => value - b[i]))
