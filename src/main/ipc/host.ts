import { AntrumError } from '../../shared/ipc/error.ts'
import type { Choosable } from '../../shared/ipc/shell.ts'
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
  showProgress: api.host.showProgress.handler(({ context, input }) =>
    context.shell?.showProgress(input.progress),
  ),
  notify: api.host.notify.handler(({ context, input }) => context.shell?.notify(input)),
  speak: api.host.speak.handler(({ context, input }) => context.shell?.speak(input.language)),
}
