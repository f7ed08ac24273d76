import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readNiftiFile } from './nifti-file.ts'
import { storeScan, type StoredScan } from './store-scan.ts'
import { serveTasks } from './worker-pool.ts'

export interface ImportTask {
  path: string
  scansFolder: string
}

serveTasks(async ({ path: file, scansFolder }: ImportTask): Promise<StoredScan> => {
  const parsed = await readNiftiFile(file)
  try {
    return await storeScan(parsed, scansFolder)
  } catch (error) {
    if (!(error instanceof AntrumError)) throw error
    throw new AntrumError(error.code, `${path.basename(file)}: ${error.message}`)
  }
})
