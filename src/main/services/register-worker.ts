import path from 'node:path'
import {
  prepareFixed,
  prepareMoving,
  registerHeads,
  type FixedHead,
  type HeadRegistration,
} from '../registration/register-heads.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readNiftiFile } from './nifti-file.ts'
import { fixedScanFault, type RegisterTask } from './register-task.ts'
import { serveTasks } from './worker-pool.ts'

let prepared: { file: string; head: FixedHead } | undefined

serveTasks(async ({ scanFile, fixedFile, transform }: RegisterTask): Promise<HeadRegistration> => {
  if (prepared?.file !== fixedFile) prepared = { file: fixedFile, head: await readFixed(fixedFile) }
  const { volume } = await readNiftiFile(scanFile)
  return registerHeads(prepareMoving(volume), prepared.head, transform)
})

async function readFixed(file: string): Promise<FixedHead> {
  try {
    return prepareFixed((await readNiftiFile(file)).volume)
  } catch (error) {
    if (!(error instanceof AntrumError)) throw error
    throw new AntrumError(
      error.code,
      `The fixed scan cannot be used (${path.basename(file)}): ${error.message}`,
      fixedScanFault,
    )
  }
}
