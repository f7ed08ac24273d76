import { app, dialog, Menu } from 'electron'
import { EventPublisher } from '@orpc/server'
import type { BrowserWindow, OpenDialogOptions } from 'electron'
import type { Choosable, ShellRequest } from '../../shared/ipc/api.ts'
import type { Shell } from '../ipc/api.ts'
import type { RecentProjects } from '../services/recent-projects.ts'
import { menuTemplate } from './menu.ts'

/** On Windows and Linux a dialog shows files or folders, never both: scans come in folders. */
const dialogs: Record<Choosable, OpenDialogOptions> = {
  project: { title: 'Open project', properties: ['openDirectory'] },
  folder: {
    title: 'Choose a folder',
    properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
  },
  scans: { title: 'Import scans', properties: ['openDirectory', 'multiSelections'] },
  sheet: {
    title: 'Open label sheet',
    properties: ['openFile'],
    filters: [{ name: 'Tables', extensions: ['csv', 'tsv', 'txt', 'xlsx'] }],
  },
}

/** Dialogs and menu around the page; what they want of it goes out as requests. */
export function createShell(recent: RecentProjects, window: () => BrowserWindow | null): Shell {
  const requests = new EventPublisher<{ request: ShellRequest }>()
  const ask = (request: ShellRequest) => requests.publish('request', request)

  const choose: Shell['choose'] = async (what) => {
    const options = dialogs[what]
    const parent = window()
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options))
    return canceled ? [] : filePaths
  }

  const actions = {
    choose: () => void choose('project').then(([folder]) => folder && ask({ ask: 'open', folder })),
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
  return { choose, requests }
}
