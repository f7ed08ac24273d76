import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { buildWorkbench } from '../../src/main/services/build-workbench.ts'
import { accessibilityFindings } from './accessibility.ts'
import { chromiumPath } from './electron-double/browser.ts'
import { launchBrowser, launchServe } from './launch-server.ts'
import type { RunningServe } from './launch-server.ts'

export const hasChromium = existsSync(chromiumPath)
if (!hasChromium) {
  process.stderr.write(
    `\n*** NOT TESTED: pages in a browser. ${chromiumPath} is missing: install Chromium, or name it in ANTRUM_CHROMIUM. ***\n\n`,
  )
}

export interface ServedPage {
  page: Page
  /** Goes to a page by its name in the rail, and waits for its heading. */
  goTo: (name: string) => Promise<void>
  scheme: (name: 'Light' | 'Dark') => Promise<void>
  /** Saves what is on the screen under ANTRUM_PICTURES, for who wants to look; else nothing. */
  picture: (name: string) => Promise<void>
  /** Errors on the console and uncaught ones, the policy's refusals among them. */
  complaints: string[]
  /** Kills the server as a power cut would, starts it again and enters by the new link, at the same place of the page. */
  killAndReopen: () => Promise<void>
  close: () => Promise<void>
}

/** A project served by `antrum serve` as a process of its own and opened in Chromium. */
export async function servePage(folder: string, args: string[] = []): Promise<ServedPage> {
  const userFolder = mkdtempSync(path.join(os.tmpdir(), 'antrum-served-'))
  await buildWorkbench()
  let server: RunningServe | undefined
  let browser: Browser | undefined
  const close = async () => {
    await browser?.close()
    await server?.stop('SIGTERM')
    rmSync(userFolder, { recursive: true, force: true })
  }
  try {
    server = await launchServe(userFolder, [folder, ...args])
    browser = await launchBrowser()
    const context = await browser.newContext({
      viewport: { width: 1280, height: 832 },
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(30_000)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(server.url)
    await page.getByRole('heading', { level: 1, name: path.basename(folder) }).waitFor()
    const pictures = process.env['ANTRUM_PICTURES']
    return {
      ...{ page, complaints, close },
      killAndReopen: async () => {
        const { hash } = new URL(page.url())
        await server!.stop('SIGKILL')
        server = await launchServe(userFolder, [folder, ...args])
        await page.goto(server.url)
        await page.getByRole('heading', { level: 1, name: path.basename(folder) }).waitFor()
        await page.evaluate((place) => void (location.hash = place), hash)
      },
      goTo: async (name) => {
        await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
        await page.getByRole('heading', { level: 1, name }).waitFor()
      },
      scheme: async (name) => {
        await page.getByRole('button', { name, exact: true }).click()
        await page.mouse.move(0, 400)
        await page.getByRole('tooltip').waitFor({ state: 'detached' })
      },
      picture: async (name) => {
        const fullPage = (await page.getByRole('dialog').count()) === 0
        if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage })
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What is on the page is accessible in both themes and no wider than the window; leaves pictures where they are asked for. */
export async function lookAt({ page, scheme, picture }: ServedPage, name: string): Promise<void> {
  for (const theme of ['Dark', 'Light'] as const) {
    await scheme(theme)
    for (const width of [1440, 1024]) {
      await page.setViewportSize({ width, height: 900 })
      await page.waitForTimeout(300)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await picture(`${name} ${theme} ${width}`)
    }
    expect(await accessibilityFindings(page), `${name}, ${theme}`).toEqual([])
  }
  await page.setViewportSize({ width: 1280, height: 832 })
}
