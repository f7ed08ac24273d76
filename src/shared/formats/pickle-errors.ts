import { AntrumError } from '../ipc/error.ts'
import { damagedFile } from './damaged.ts'

export const damagedPickle = damagedFile('PyTorch')

/** @param reason  A sentence. @param call  What the file asked for, for scripts. */
export function refusedPickle(reason: string, call?: string): AntrumError {
  return new AntrumError(
    'unsupported-file',
    `${reason} Antrum reads weights and runs nothing. If you trust the file, save its weights alone with PyTorch: torch.save(model.state_dict(), file).`,
    call === undefined ? undefined : { call },
  )
}
