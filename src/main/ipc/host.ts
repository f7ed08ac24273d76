import type { Choosable } from '../../shared/ipc/api.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { api, type ApiContext } from './api.ts'

/** @throws AntrumError 'usage' where there is no window to show a dialog. */
export function choose({ shell }: ApiContext, what: Choosable): Promise<string[]> {
  if (!shell)
    throw new AntrumError(
      'usage',
      'A folder can be chosen only in the window on the machine itself. Type its path.',
    )
  return shell.choose(what)
}

export const host = {
  describe: api.host.describe.handler(({ context: { shell, readOnly } }) => ({
    shell: shell !== null,
    readOnly,
  })),
  choose: api.host.choose.handler(async ({ context, input }) => ({
    paths: await choose(context, input.what),
  })),
}
