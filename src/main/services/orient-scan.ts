import { orientedAffine } from '../../shared/imaging/affine.ts'
import type { ParsedNifti } from '../../shared/imaging/nifti.ts'

/**
 * A scan that stores no orientation as if its file had stored this one: what a person knows of it.
 *
 * @param orientation  As `orientationCode`.
 * @throws AntrumError as `checkOrientation`.
 */
export function orientScan({ volume, warnings, info }: ParsedNifti, orientation: string): ParsedNifti {
  const affine = orientedAffine(orientation, { shape: volume.shape, spacingMm: info.spacingMm })
  return {
    volume: { ...volume, affine },
    warnings: warnings.filter(({ code }) => code !== 'sides-unknown'),
    info: { ...info, geometrySource: 'sform' },
  }
}
