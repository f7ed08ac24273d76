import { app, BrowserWindow, screen } from 'electron'
import { join } from 'node:path'
import { readWindowState, saveWindowState, smallest } from './window-state.ts'

/** Opens the one window where it was left. */
export async function openMainWindow(address: string): Promise<BrowserWindow> {
  const stateFile = join(app.getPath('userData'), 'window.json')
  const state = await readWindowState(
    stateFile,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...(state?.bounds ?? { width: 1280, height: 832 }),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Antrum',
    icon: join(app.getAppPath(), 'resources/icons/antrum.png'),
    // Shown once it is drawn: no white flash.
    show: false,
    webPreferences: {
      preload: join(app.getAppPath(), 'out/preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  })
  if (state?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () =>
    saveWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }),
  )
  comeBack(window)
  await window.loadURL(address)
  return window
}

/** To where it is seen, whatever it was doing. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** A page that goes on failing is left alone. */
const most = { crashes: 3, withinMs: 60_000 }

/** A page whose process is gone (crash, out of memory) is loaded again where it was: all that matters is in the core. */
function comeBack(window: BrowserWindow): void {
  let crashedMs: number[] = []
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit') return
    console.error(`antrum: the page's process is gone (${reason})`)
    crashedMs = [...crashedMs, Date.now()].filter((at) => Date.now() - at < most.withinMs)
    if (crashedMs.length <= most.crashes) window.webContents.reload()
  })
}
