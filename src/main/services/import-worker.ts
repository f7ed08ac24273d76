import path from 'node:path'
import { orientedAffine } from '../../shared/imaging/affine.ts'
import type { ParsedNifti } from '../../shared/imaging/nifti.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readNiftiFile } from './nifti-file.ts'
import { storeScan, type StoredScan } from './store-scan.ts'
import { serveTasks } from './worker-pool.ts'

export interface ImportTask {
  path: string
  scansFolder: string
  /** Of a file that stores none: what a person knows of it, as `orientationCode`. */
  orientation?: string
}

/** The scan as if its file had stored this orientation; unchanged when none is given. */
function orient(scan: ParsedNifti, orientation: string | undefined): ParsedNifti {
  if (orientation === undefined) return scan
  const { volume, warnings, info } = scan
  const affine = orientedAffine(orientation, { shape: volume.shape, spacingMm: info.spacingMm })
  return {
    volume: { ...volume, affine },
    warnings: warnings.filter(({ code }) => code !== 'sides-unknown'),
    info: { ...info, geometrySource: 'sform' },
  }
}

serveTasks(async ({ path: file, scansFolder, orientation }: ImportTask): Promise<StoredScan> => {
  const scan = orient(await readNiftiFile(file), orientation)
  try {
    return await storeScan(scan, scansFolder)
  } catch (error) {
    if (!(error instanceof AntrumError)) throw error
    throw new AntrumError(error.code, `${path.basename(file)}: ${error.message}`)
  }
})
