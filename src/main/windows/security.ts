import type { App, Session } from 'electron'
import { isPage } from './page-address.ts'

/**
 * What no page may do, whatever gets into it: leave for another address, open a window, hold a web view, or be granted
 * a permission. The one exception is writing plain text to the clipboard, which the "Copy" buttons need.
 */
export function denyByDefault(app: Pick<App, 'on'>, session: Session, address: string) {
  const isCopying = (permission: string) => permission === 'clipboard-sanitized-write'
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isCopying(permission)))
  session.setPermissionCheckHandler((_contents, permission) => isCopying(permission))

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      // A reload is a navigation to the page itself.
      if (!event.isMainFrame || !isPage(event.url, address)) event.preventDefault()
    })
  })
}
