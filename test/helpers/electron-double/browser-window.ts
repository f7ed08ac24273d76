import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Frame, Page } from 'playwright-core'
import { emitApp } from './app.ts'
import { browser } from './browser.ts'
import { receiveIpc } from './ipc.ts'
import { pressed } from './menu.ts'
import type { KeyPress } from './menu.ts'
import { pageScript } from './page-script.ts'
import type { Wire } from './page-script.ts'
import { PortDouble } from './ports.ts'
import { answerOf, inChromium, inElectron } from './protocol.ts'
import { grantedPermissions } from './session.ts'
import { strict } from './strict.ts'

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]
const windows = new Set<BrowserWindow>()

/** A page of Chromium, held to the security preferences that Electron's would be given. */
class WebContentsDouble {
  readonly events = new EventEmitter()
  readonly page: Promise<Page>
  /** What the program sees of this object. */
  readonly outside = strict('webContents', this) as unknown as Electron.WebContents
  mainFrame: Electron.WebFrameMain = strict('webFrameMain', { url: '' }) as unknown as Electron.WebFrameMain
  private opened: Page | null = null
  private openHandler: OpenHandler = () => ({ action: 'allow' })
  private ports = new Map<number, PortDouble>()
  private programmatic = ''

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    this.page = this.open(options)
  }

  private async open({
    width = 800,
    height = 600,
    webPreferences,
  }: Electron.BrowserWindowConstructorOptions): Promise<Page> {
    const { preload, contextIsolation = true, sandbox = true, nodeIntegration = false } = webPreferences ?? {}
    if (!contextIsolation || !sandbox || nodeIntegration)
      throw new Error('an unsafe window: contextIsolation and sandbox on, nodeIntegration off')
    const context = browser()
    await context.grantPermissions(grantedPermissions(this.outside))
    const page = await context.newPage()
    await page.setViewportSize({ width, height })
    await page.exposeBinding('antrumDoubleDocument', (_, url: string) =>
      this.documentStarted(inElectron(url)),
    )
    await page.exposeBinding(
      'antrumDoubleIpc',
      ({ frame }, channel: string, message: unknown, ports: number[]) =>
        receiveIpc(channel, this.event(frame, ports), message),
    )
    await page.exposeBinding('antrumDoublePort', (_, id: number, wire: Wire) =>
      this.ports.get(id)?.receive(wire),
    )
    await page.exposeBinding('antrumDoubleKey', (_, press: KeyPress) => pressed(press))
    if (preload) await page.addInitScript(pageScript(readFileSync(preload, 'utf8')))
    await page.route('**/*', async (route) => {
      const request = route.request()
      const url = inElectron(request.url())
      if (request.isNavigationRequest() && this.refuses(url, request.frame())) return route.abort('aborted')
      const answer = await answerOf(request.method(), url)
      return answer ? route.fulfill(answer) : route.continue()
    })
    page.on('popup', (popup) => {
      const answer = this.openHandler({ url: inElectron(popup.url()) } as Electron.HandlerDetails)
      if (answer.action === 'deny') void popup.close()
    })
    page.on(
      'framenavigated',
      (frame) =>
        frame === page.mainFrame() && Object.assign(this.mainFrame, { url: inElectron(frame.url()) }),
    )
    page.on('load', () => this.events.emit('did-finish-load'))
    page.on('close', () => this.dropPorts())
    this.opened = page
    return page
  }

  /** Asks the listeners of a navigation that the page itself wants; what the program loads is not asked about. */
  private refuses(url: string, frame: Frame): boolean {
    const isMainFrame = frame === this.opened?.mainFrame()
    if (isMainFrame && url === this.programmatic) return false
    let prevented = false
    const event = { url, isMainFrame, preventDefault: () => void (prevented = true) }
    if (isMainFrame) this.events.emit('will-navigate', event, url)
    this.events.emit('will-frame-navigate', event)
    return prevented
  }

  /** A new document: its ports are new, the old ones are closed. */
  private documentStarted(url: string) {
    this.dropPorts()
    this.mainFrame = strict('webFrameMain', { url }) as unknown as Electron.WebFrameMain
  }

  private dropPorts() {
    this.ports.forEach((port) => port.close())
    this.ports.clear()
  }

  private event(frame: Frame, ids: number[]): Electron.IpcMainEvent {
    const page = frame.page()
    const ports = ids.map((id) => {
      let sent = Promise.resolve()
      const port = new PortDouble((wire) => {
        sent = sent
          .then(() =>
            page.evaluate(
              ([to, data]) => {
                const { antrumDouble } = window as unknown as {
                  antrumDouble: { deliver: (id: number, wire: Wire) => void }
                }
                antrumDouble.deliver(to, data)
              },
              [id, wire] as const,
            ),
          )
          .catch(() => port.close()) // the page is gone
      })
      this.ports.set(id, port)
      return port
    })
    const senderFrame =
      frame === page.mainFrame() ? this.mainFrame : strict('webFrameMain', { url: inElectron(frame.url()) })
    return strict('event', { ports, sender: this.outside, senderFrame }) as unknown as Electron.IpcMainEvent
  }

  async load(url: string): Promise<void> {
    this.programmatic = url
    await (await this.page).goto(inChromium(url))
    this.programmatic = ''
  }

  reload = () => void this.page.then((page) => page.reload())

  setWindowOpenHandler = (handler: OpenHandler) => void (this.openHandler = handler)
  on = ((event: string, listener: (...all: unknown[]) => void) =>
    this.events.on(event, listener)) as unknown as Electron.WebContents['on']
}

type Member =
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'isDestroyed'
  | 'setProgressBar'
  | 'maximize'
  | 'isMaximized'
  | 'isMinimized'
  | 'restore'
  | 'getNormalBounds'
  | 'on'
  | 'once'

export class BrowserWindow implements Pick<Electron.BrowserWindow, Member> {
  readonly webContents: Electron.WebContents
  private readonly contents: WebContentsDouble
  private readonly bounds: Electron.Rectangle
  private readonly events = new EventEmitter()
  private maximized = false
  private destroyed = false
  private focused = false
  /** What the taskbar showed, the last of it now: a share, 2 for "nobody knows", -1 for nothing. */
  readonly progressBars: { progress: number; mode: string | undefined }[] = []

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.bounds = { x, y, width, height }
    this.contents = new WebContentsDouble(options)
    this.webContents = this.contents.outside
    const self = strict<BrowserWindow>('BrowserWindow', this)
    windows.add(self)
    emitApp('web-contents-created', this.webContents)
    void this.contents.page.then((page) => page.on('close', () => this.closed(self)))
    this.contents.events.once('did-finish-load', () => this.events.emit('ready-to-show'))
    return self
  }

  static getAllWindows = () => [...windows] as unknown as Electron.BrowserWindow[]

  private closed(self: BrowserWindow) {
    if (this.destroyed) return
    this.events.emit('close', { preventDefault: () => {} })
    this.destroyed = true
    windows.delete(self)
    this.events.emit('closed')
    if (windows.size === 0) emitApp('window-all-closed')
  }

  loadURL = (url: string) => this.contents.load(url)
  show = () => void (this.focused = true)
  focus = () => void (this.focused = true)
  blur = () => void (this.focused = false)
  isDestroyed = () => this.destroyed
  isFocused = () => {
    if (this.destroyed) throw new TypeError('Object has been destroyed')
    return this.focused
  }
  setProgressBar = (progress: number, options?: Electron.ProgressBarOptions) => {
    if (this.destroyed) throw new TypeError('Object has been destroyed')
    const modes = ['none', 'normal', 'indeterminate', 'error', 'paused']
    if (!Number.isFinite(progress) || (options && !modes.includes(options.mode)))
      throw new TypeError('Error processing argument of setProgressBar')
    this.progressBars.push({ progress, mode: options?.mode })
  }
  restore = () => {}
  isMinimized = () => false
  maximize = () => void (this.maximized = true)
  isMaximized = () => this.maximized
  getNormalBounds = () => this.bounds
  on = ((event: string, listener: (...all: unknown[]) => void) =>
    this.events.on(event, listener)) as unknown as Electron.BrowserWindow['on']
  once = ((event: string, listener: (...all: unknown[]) => void) =>
    this.events.once(event, listener)) as unknown as Electron.BrowserWindow['once']
}
