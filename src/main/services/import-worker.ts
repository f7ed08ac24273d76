import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readNiftiFile } from './nifti-file.ts'
import { orientScan } from './orient-scan.ts'
import { storeScan, type StoredScan } from './store-scan.ts'
import { serveTasks } from './worker-pool.ts'

export interface ImportTask {
  path: string
  scansFolder: string
  /** Of a file that stores none: what a person knows of it, as `orientationCode`. */
  orientation?: string
}

serveTasks(async ({ path: file, scansFolder, orientation }: ImportTask): Promise<StoredScan> => {
  const read = await readNiftiFile(file)
  const scan = orientation === undefined ? read : orientScan(read, orientation)
  try {
    return await storeScan(scan, scansFolder)
  } catch (error) {
    if (!(error instanceof AntrumError)) throw error
    throw new AntrumError(error.code, `${path.basename(file)}: ${error.message}`)
  }
})
