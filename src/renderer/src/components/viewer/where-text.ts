import type { Point } from '../../../../shared/imaging/affine.ts'
import { formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** Where a crosshair is, in words with side letters; `at` in RAS world, mm. */
export function whereText([x, y, z]: Point): string {
  const part = (mm: number, below: string, above: string) =>
    `${formatFixed(Math.abs(mm), 1)} ${mm < 0 ? below : above}`
  return strings.app.viewer.where(part(x, 'L', 'R'), part(y, 'P', 'A'), part(z, 'I', 'S'))
}
