import { readFile } from 'node:fs/promises'
import { convertDicom } from '../dicom/dcm2niix.ts'
import { parseDicom } from '../dicom/data-set.ts'
import { readHeader } from '../dicom/header.ts'
import { placeVolume } from '../dicom/place-volume.ts'
import { stackFrames } from '../dicom/stack.ts'
import { drawThumbnail } from '../dicom/thumbnail.ts'
import { parseNifti } from '../../shared/imaging/nifti.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { serveTasks } from './worker-pool.ts'

/** Files around the middle of a series: two slices, or one file of many. */
export interface ThumbnailTask {
  paths: readonly string[]
}

/** Base64 of a PNG. */
serveTasks(async ({ paths }: ThumbnailTask): Promise<string> => {
  if (paths.length === 0) throw new AntrumError('no-geometry', 'The slices make no volume.')
  const files = await Promise.all(paths.map((path) => readFile(path)))
  const headers = files.map((bytes) => readHeader(parseDicom(bytes)))
  const { stack } = stackFrames(
    headers.flatMap(({ frames }) => frames),
    [headers[0].columns, headers[0].rows],
  )
  if (!stack) throw new AntrumError('no-geometry', 'The slices make no volume.')
  const nifti = await convertDicom(files)
  placeVolume(nifti, stack)
  return drawThumbnail(parseNifti(nifti).volume, stack).toString('base64')
})
