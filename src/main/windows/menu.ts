import type { MenuItemConstructorOptions } from 'electron'
import type { RecentProject } from '../../shared/ipc/api.ts'

export interface MenuActions {
  choose: () => void
  open: (folder: string) => void
  close: () => void
}

/** The application menu as Electron takes it; built anew when the recent projects change. */
export function menuTemplate(
  { recent, isMac, isPackaged }: { recent: RecentProject[]; isMac: boolean; isPackaged: boolean },
  { choose, open, close }: MenuActions,
): MenuItemConstructorOptions[] {
  const separator = { type: 'separator' } as const
  const recentItems = recent.map(({ folder }) => ({ label: folder, click: () => open(folder) }))
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: '&Open project…', accelerator: 'CmdOrCtrl+O', click: choose },
        { label: 'Open &recent', enabled: recentItems.length > 0, submenu: recentItems },
        { label: '&Close project', accelerator: 'CmdOrCtrl+Shift+W', click: close },
        separator,
        isMac ? { role: 'close' as const } : { role: 'quit' as const },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        separator,
        { role: 'reload' },
        ...(isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { role: 'windowMenu' },
  ]
}
