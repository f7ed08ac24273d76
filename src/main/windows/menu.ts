import type { MenuItemConstructorOptions } from 'electron'
import type { RecentProject } from '../../shared/ipc/api.ts'
import type { Words } from './words.ts'

export interface MenuActions {
  choose: () => void
  open: (folder: string) => void
  close: () => void
}

interface MenuOptions {
  recent: RecentProject[]
  words: Words
  isMac: boolean
  isPackaged: boolean
}

/** The application menu as Electron takes it; built anew when the recent projects or the language change. */
export function menuTemplate(
  { recent, words, isMac, isPackaged }: MenuOptions,
  { choose, open, close }: MenuActions,
): MenuItemConstructorOptions[] {
  const separator = { type: 'separator' } as const
  // Electron's own names of roles are English.
  const role = (name: keyof Words['roles']) => ({ role: name, label: words.roles[name] })
  const recentItems = recent.map(({ folder }) => ({ label: folder, click: () => open(folder) }))
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: words.menus.file,
      submenu: [
        { label: words.open, accelerator: 'CmdOrCtrl+O', click: choose },
        { label: words.recent, enabled: recentItems.length > 0, submenu: recentItems },
        { label: words.close, accelerator: 'CmdOrCtrl+Shift+W', click: close },
        separator,
        role(isMac ? 'close' : 'quit'),
      ],
    },
    {
      label: words.menus.edit,
      submenu: [
        ...[role('undo'), role('redo'), separator],
        ...[role('cut'), role('copy'), role('paste'), separator, role('selectAll')],
      ],
    },
    {
      label: words.menus.view,
      submenu: [
        ...[role('resetZoom'), role('zoomIn'), role('zoomOut'), separator],
        ...[role('togglefullscreen'), separator, role('reload')],
        ...(isPackaged ? [] : [role('toggleDevTools')]),
      ],
    },
    { label: words.menus.window, submenu: [role('minimize'), ...(isMac ? [] : [role('close')])] },
  ]
}
