import path from 'node:path'
import type { Side } from '../../shared/domain/sinus.ts'
import { sinusId } from '../../shared/domain/sinus.ts'
import type { Point } from '../../shared/imaging/affine.ts'
import { extractSinus } from '../../shared/imaging/extract-sinus.ts'
import { fingerprintOf } from '../../shared/imaging/fingerprint.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import {
  prepareMoving,
  registerHeads,
  type HeadRegistration,
  type TransformKind,
} from '../registration/register-heads.ts'
import { fixedHead } from './fixed-head.ts'
import { readNiftiFile, writeNiftiFile } from './nifti-file.ts'
import { orientScan } from './orient-scan.ts'
import { encodeStoredScan } from './stored-scan.ts'
import { serveTasks } from './worker-pool.ts'

/** A new head, and how its sinuses are to be cut out. */
export interface NewHeadTask {
  file: string
  /** Of the head, in the names of what is written. */
  name: string
  fixedFile: string
  transform: TransformKind
  edgeMm: number
  voxels: number
  centres: readonly { side: Side; centreMm: Point }[]
  /** Where the cubes go. */
  folder: string
  /** Of a scan that stores none: what a person knows of it, as `orientationCode`. */
  orientation?: string
}

export interface NewHead {
  /** The scan as a project would know it. */
  id: string
  fingerprint: Float32Array
  registration: HeadRegistration
  sinuses: { side: Side; file: string; coverage: number; centreMm: [number, number, number] }[]
}

serveTasks(async (task: NewHeadTask): Promise<NewHead> => {
  const { file, name, folder, edgeMm, voxels, transform } = task
  const fixed = await fixedHead(task.fixedFile)
  const read = await readNiftiFile(file)
  const knowsSides = !read.warnings.some(({ code }) => code === 'sides-unknown')
  const { volume, warnings, info } =
    knowsSides || task.orientation === undefined ? read : orientScan(read, task.orientation)
  const constant = warnings.find(({ code }) => code === 'constant-image')
  if (constant) throw new AntrumError('unsupported-file', `${path.basename(file)}: ${constant.message}`)
  if (warnings.some(({ code }) => code === 'sides-unknown'))
    throw new AntrumError(
      'no-geometry',
      `${path.basename(file)}: left and right of this scan cannot be known, so no score could be given a side. Convert it again from where it came from, with its orientation, or say with --sides where its voxel axes grow to.`,
    )
  const registration = registerHeads(prepareMoving(volume), fixed, transform)
  const sinuses: NewHead['sinuses'] = []
  for (const { side, centreMm } of task.centres) {
    const cut = extractSinus({
      scan: volume,
      scanWorldFromFixedWorld: registration.scanWorldFromFixed,
      centreMm,
      edgeMm,
      voxels,
      side,
    })
    const written = `${sinusId(name, side)}.nii`
    await writeNiftiFile(path.join(folder, written), cut.volume)
    sinuses.push({ side, file: written, coverage: cut.coverage, centreMm: cut.centreInScanMm })
  }
  const { id } = encodeStoredScan({ volume, info })
  return { id, fingerprint: fingerprintOf(volume), registration, sinuses }
})
