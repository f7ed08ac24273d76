import { RPCHandler } from '@orpc/server/message-port'
import type { IpcMain, IpcMainEvent, MessagePortMain } from 'electron'
import type { ApiContext } from '../ipc/api.ts'
import { router } from '../ipc/router.ts'
import { isPage } from './page-address.ts'

/** Only the top frame of our own page may talk to the core. */
export function isOurPage({ sender, senderFrame }: IpcMainEvent, address: string): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isPage(senderFrame.url, address)
}

/**
 * Serves the API on every port that our page hands over. A page that was loaded anew hands over a new one; what the one
 * before it showed outside itself goes with its port.
 */
export function serveApi(ipcMain: Pick<IpcMain, 'on'>, address: string, context: ApiContext) {
  const handler = new RPCHandler(router)
  let latest: MessagePortMain | null = null
  ipcMain.on('antrum:connect', (event) => {
    const [port] = event.ports
    if (!port) return
    if (!isOurPage(event, address)) {
      console.error(`antrum: a connection from ${event.senderFrame?.url ?? 'a closed page'} was refused`)
      port.close()
      return
    }
    latest = port
    context.shell?.showProgress(null)
    port.on('close', () => void (port === latest && context.shell?.showProgress(null)))
    handler.upgrade(port, { context })
    port.start()
  })
}
