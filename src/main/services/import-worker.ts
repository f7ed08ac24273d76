import { access } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { orientedAffine } from '../../shared/imaging/affine.ts'
import type { ParsedNifti } from '../../shared/imaging/nifti.ts'
import { fingerprintOf } from '../../shared/imaging/fingerprint.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { readNiftiFile } from './nifti-file.ts'
import { encodeStoredScan } from './stored-scan.ts'
import { serveTasks } from './worker-pool.ts'

export interface ImportTask {
  path: string
  scansFolder: string
  /** Of a file that stores none: what a person knows of it, as `orientationCode`. */
  orientation?: string
}

export interface ImportResult {
  id: string
  file: string
  shape: [number, number, number]
  spacingMm: [number, number, number]
  affine: readonly number[]
  notes: { code: string; reason: string }[]
  fingerprint: Float32Array
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

/** A scan of 20 MB packs in a quarter of the default level's time and to 3 % more (measured on six real heads). */
const compressionLevel = 1
const compress = promisify(gzip)

serveTasks(async (task: ImportTask): Promise<ImportResult> => {
  const { volume, warnings, info } = orient(await readNiftiFile(task.path), task.orientation)
  const constant = warnings.find(({ code }) => code === 'constant-image')
  if (constant) {
    throw new AntrumError('unsupported-file', `${path.basename(task.path)}: ${constant.message}`)
  }
  const { bytes, id } = encodeStoredScan({ volume, info })
  const name = `${id}.nii.gz`
  const stored = path.join(task.scansFolder, name)
  const isThere = await access(stored).then(
    () => true,
    () => false,
  )
  if (!isThere) await writeFileAtomic(stored, await compress(bytes, { level: compressionLevel }))
  return {
    id,
    file: `scans/${name}`,
    shape: info.dims,
    spacingMm: info.spacingMm,
    affine: volume.affine,
    notes: warnings.map(({ code, message }) => ({ code, reason: message })),
    fingerprint: fingerprintOf(volume),
  }
})
