import { app, dialog, Menu, Notification } from 'electron'
import { EventPublisher } from '@orpc/server'
import type { BrowserWindow, OpenDialogOptions } from 'electron'
import type { Choosable, ShellRequest } from '../../shared/ipc/shell.ts'
import type { Shell } from '../ipc/api.ts'
import type { RecentProjects } from '../services/recent-projects.ts'
import { bringForward } from './main-window.ts'
import { menuTemplate } from './menu.ts'
import { words } from './words.ts'
import type { Words } from './words.ts'

/** On Windows and Linux a dialog shows files or folders, never both: scans come in folders. */
const kinds: Record<Choosable, Pick<OpenDialogOptions, 'properties'>> = {
  project: { properties: ['openDirectory'] },
  folder: { properties: ['openDirectory', 'createDirectory', 'promptToCreate'] },
  scans: { properties: ['openDirectory', 'multiSelections'] },
  sheet: { properties: ['openFile'] },
}

const dialogOptions = (what: Choosable, { dialogs, tables }: Words): OpenDialogOptions => ({
  title: dialogs[what],
  ...kinds[what],
  ...(what === 'sheet' && { filters: [{ name: tables, extensions: ['csv', 'tsv', 'txt', 'xlsx'] }] }),
})

const barModes = { running: 'normal', paused: 'paused', failing: 'error' } as const

/** Dialogs, menu, progress and notes around the page; what they want of it goes out as requests. */
export function createShell(recent: RecentProjects, window: () => BrowserWindow | null): Shell {
  const requests = new EventPublisher<{ request: ShellRequest }>()
  const ask = (request: ShellRequest) => requests.publish('request', request)
  // Until the page says what its user prefers.
  let language: keyof typeof words = app.getLocale().startsWith('de') ? 'de' : 'en'

  const choose: Shell['choose'] = async (what) => {
    const options = dialogOptions(what, words[language])
    const parent = window()
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options))
    return canceled ? [] : filePaths
  }

  const showProgress: Shell['showProgress'] = (progress) => {
    const shown = window()
    if (!progress) shown?.setProgressBar(-1)
    else if (progress.share === null) shown?.setProgressBar(2, { mode: 'indeterminate' })
    else shown?.setProgressBar(progress.share, { mode: barModes[progress.state] })
  }

  // One that nothing refers to is collected, and its click is never heard. 'close' says little: Windows lists it on.
  const notes = new Set<Notification>()
  const notify: Shell['notify'] = ({ title, body, goTo }) => {
    if (window()?.isFocused() || !Notification.isSupported()) return
    const note = new Notification({ title, body })
    notes.add(note)
    note.on('click', () => {
      notes.delete(note)
      const target = window()
      if (target) bringForward(target)
      ask({ ask: 'show', ...goTo })
    })
    note.show()
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
          {
            recent: projects,
            words: words[language],
            isMac: process.platform === 'darwin',
            isPackaged: app.isPackaged,
          },
          actions,
        ),
      ),
    )
  recent.onChange(drawMenu)
  void recent.list().then(drawMenu)

  const speak: Shell['speak'] = (spoken) => {
    if (spoken === language) return
    language = spoken
    void recent.list().then(drawMenu)
  }
  return { choose, requests, showProgress, notify, speak }
}
