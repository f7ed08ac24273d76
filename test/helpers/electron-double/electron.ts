/**
 * Stands in for Electron where its binary cannot be had: the built main process runs in plain Node, a BrowserWindow is a
 * page of headless Chromium. It shows that our main, preload and page work together; it does not show that Electron
 * starts, isolates contexts, sandboxes or packages.
 */
import { runInThisContext } from 'node:vm'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { ipcMain } from './ipc.ts'
import { Menu } from './menu.ts'
import { Notification } from './notification.ts'
import { protocol } from './protocol.ts'
import { session } from './session.ts'
import { strict } from './strict.ts'

const unanswered = (what: string) => async () => {
  throw new Error(`the Electron double cannot show ${what}: let the test answer it`)
}

/** A test answers a dialog by replacing its function, as with a real Electron. */
const dialog = strict('dialog', {
  showOpenDialog: unanswered('an open dialog') as unknown as Electron.Dialog['showOpenDialog'],
} satisfies Pick<Electron.Dialog, 'showOpenDialog'>)

const screen = strict('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } } as Electron.Display],
} satisfies Pick<Electron.Screen, 'getAllDisplays'>)

const members = { app, BrowserWindow, dialog, ipcMain, Menu, Notification, protocol, screen, session }

/** `evaluate` of the test's handle on the app: a function's source and its argument, run here with Electron's members. */
process.on('message', ({ id, source, argument }: { id: number; source: string; argument: unknown }) => {
  const run = runInThisContext(`(${source})`) as (electron: typeof members, argument: unknown) => unknown
  Promise.resolve()
    .then(() => run(members, argument))
    .then(
      (value) => process.send!({ id, value }),
      (error: unknown) => process.send!({ id, error: String(error) }),
    )
})

export { app, BrowserWindow, dialog, ipcMain, Menu, Notification, protocol, screen, session }
