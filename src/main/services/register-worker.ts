import { prepareMoving, registerHeads, type HeadRegistration } from '../registration/register-heads.ts'
import { fixedHead } from './fixed-head.ts'
import { readNiftiFile } from './nifti-file.ts'
import type { RegisterTask } from './register-task.ts'
import { serveTasks } from './worker-pool.ts'

serveTasks(async ({ scanFile, fixedFile, transform }: RegisterTask): Promise<HeadRegistration> => {
  const fixed = await fixedHead(fixedFile)
  const { volume } = await readNiftiFile(scanFile)
  return registerHeads(prepareMoving(volume), fixed, transform)
})
