import type { Label } from '../../../../shared/domain/sinus.ts'
import type { Point } from '../../../../shared/imaging/affine.ts'

/** Classes as they are offered, and the keys that choose them. */
export const labels: readonly Label[] = ['normal', 'anomalous']
export const keyOf: Record<Label, string> = { normal: 'N', anomalous: 'A' }

/** Where a sinus is looked at first: its voxels lie about the origin. */
export const middle: Point = [0, 0, 0]
