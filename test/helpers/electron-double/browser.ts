import { chromium } from 'playwright-core'
import type { BrowserContext } from 'playwright-core'

export const chromiumPath = process.env.ANTRUM_CHROMIUM ?? '/usr/bin/chromium'

let context: BrowserContext | null = null

/** Starts Chromium on the app's own data folder; a second client may attach through `DevToolsActivePort` in it. */
export async function startBrowser(userData: string): Promise<void> {
  context = await chromium.launchPersistentContext(userData, {
    executablePath: chromiumPath,
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: null,
    // By this a page tells that it is in Electron.
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Electron/45.4.1',
    args: [
      '--remote-debugging-port=0',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export function browser(): BrowserContext {
  if (!context) throw new Error('a BrowserWindow before app.whenReady()')
  return context
}

export async function stopBrowser(): Promise<void> {
  await context?.close().catch(() => {}) // It was closed from outside.
  context = null
}
