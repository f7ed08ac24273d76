import { RPCHandler } from '@orpc/server/message-port'
import type { IpcMain, IpcMainEvent } from 'electron'
import type { ApiContext } from '../ipc/api.ts'
import { router } from '../ipc/router.ts'
import { isPage } from './page-address.ts'

/** Only the top frame of our own page may talk to the core. */
export function isOurPage({ sender, senderFrame }: IpcMainEvent, address: string): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isPage(senderFrame.url, address)
}

/** Serves the API on every port that our page hands over; a reloaded page hands over a new one. */
export function serveApi(ipcMain: Pick<IpcMain, 'on'>, address: string, context: ApiContext) {
  const handler = new RPCHandler(router)
  ipcMain.on('antrum:connect', (event) => {
    const [port] = event.ports
    if (!port) return
    if (!isOurPage(event, address)) {
      console.error(`antrum: a connection from ${event.senderFrame?.url ?? 'a closed page'} was refused`)
      port.close()
      return
    }
    handler.upgrade(port, { context })
    port.start()
  })
}
