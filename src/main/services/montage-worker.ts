import { drawHeadRow, type HeadRowRequest } from '../montage/head-row.ts'
import type { Picture } from '../montage/picture.ts'
import { readNiftiFile } from './nifti-file.ts'
import { serveTasks } from './worker-pool.ts'

export interface MontageTask extends Omit<HeadRowRequest, 'scan'> {
  scanFile: string
  subject: string
}

serveTasks(async ({ scanFile, ...request }: MontageTask): Promise<Picture> => {
  const { volume } = await readNiftiFile(scanFile)
  return drawHeadRow({ ...request, scan: volume })
})
