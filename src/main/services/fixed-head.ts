import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { prepareFixed, type FixedHead } from '../registration/register-heads.ts'
import { readNiftiFile } from './nifti-file.ts'
import { fixedScanFault } from './register-task.ts'

let prepared: { file: string; head: FixedHead } | undefined

/**
 * The scan others are registered to, prepared once per thread for as long as it stays the same.
 * @throws AntrumError with `fixedScanFault` as its details: then no registration can succeed.
 */
export async function fixedHead(file: string): Promise<FixedHead> {
  if (prepared?.file === file) return prepared.head
  try {
    prepared = { file, head: prepareFixed((await readNiftiFile(file)).volume) }
    return prepared.head
  } catch (error) {
    if (!(error instanceof AntrumError)) throw error
    throw new AntrumError(
      error.code,
      `The fixed scan cannot be used (${path.basename(file)}): ${error.message}`,
      fixedScanFault,
    )
  }
}
