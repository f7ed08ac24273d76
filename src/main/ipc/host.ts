import { api } from './api.ts'

export const host = {
  describe: api.host.describe.handler(({ context: { shell, readOnly } }) => ({
    shell: shell !== null,
    readOnly,
  })),
}
