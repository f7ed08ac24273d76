import { app, dialog, Menu } from 'electron'
import { EventPublisher } from '@orpc/server'
import type { BrowserWindow } from 'electron'
import type { ShellRequest } from '../../shared/ipc/api.ts'
import type { Shell } from '../ipc/api.ts'
import type { RecentProjects } from '../services/recent-projects.ts'
import { menuTemplate } from './menu.ts'

/** Dialogs and menu around the page; what they want of it goes out as requests. */
export function createShell(recent: RecentProjects, window: () => BrowserWindow | null): Shell {
  const requests = new EventPublisher<{ request: ShellRequest }>()
  const ask = (request: ShellRequest) => requests.publish('request', request)

  async function chooseFolder(): Promise<string | null> {
    const options = { title: 'Open project', properties: ['openDirectory' as const] }
    const parent = window()
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options))
    return canceled ? null : (filePaths[0] ?? null)
  }

  const actions = {
    choose: () => void chooseFolder().then((folder) => folder && ask({ ask: 'open', folder })),
    open: (folder: string) => ask({ ask: 'open', folder }),
    close: () => ask({ ask: 'close' }),
  }
  const drawMenu = (projects: Awaited<ReturnType<RecentProjects['list']>>) =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate(
          { recent: projects, isMac: process.platform === 'darwin', isPackaged: app.isPackaged },
          actions,
        ),
      ),
    )
  recent.onChange(drawMenu)
  void recent.list().then(drawMenu)
  return { chooseFolder, requests }
}
