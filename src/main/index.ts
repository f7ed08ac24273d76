import { app, ipcMain, protocol, session } from 'electron'
import type { BrowserWindow } from 'electron'
import { join } from 'node:path'
import { RecentProjects } from './services/recent-projects.ts'
import { serveApi } from './windows/api-port.ts'
import { bringForward, openMainWindow } from './windows/main-window.ts'
import { pageAddress } from './windows/page-address.ts'
import { privilegedSchemes, servePage } from './windows/page-protocol.ts'
import { denyByDefault } from './windows/security.ts'
import { createShell } from './windows/shell.ts'

/** Start-up order, nothing else. One process per user: a second start brings the first one's window to the front. */
let window: BrowserWindow | null = null

async function start() {
  protocol.registerSchemesAsPrivileged(privilegedSchemes)
  await app.whenReady()
  const address = pageAddress(app.isPackaged)
  servePage(protocol, join(app.getAppPath(), 'out/renderer'))
  denyByDefault(app, session.defaultSession, address)
  const recent = new RecentProjects(join(app.getPath('userData'), 'recent-projects.json'))
  // The last calls of a page can come when its window is gone already.
  const shell = createShell(recent, () => (window?.isDestroyed() ? null : window))
  serveApi(ipcMain, address, { recent, shell, readOnly: null })

  const open = async () => {
    window = await openMainWindow(address)
    window.on('closed', () => (window = null))
  }
  app.on('second-instance', () => {
    if (window) bringForward(window)
  })
  app.on('activate', () => void (window ?? open()))
  app.on('window-all-closed', () => void (process.platform === 'darwin' || app.quit()))
  await open()
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    console.error('antrum could not start:', error)
    app.exit(1)
  })
} else {
  app.quit()
}
