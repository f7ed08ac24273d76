// The pages of a demo's project in Chromium, one after the other: what screenshots.mjs photographs.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { launchBrowser, launchServe } from '../test/helpers/launch-server.ts'

/**
 * Serves a project to a browser of its own.
 *
 * @returns goTo(page, params): a page by its id in the address; tour(): every station by its name; close().
 */
export async function openTour(folder, { viewport, colorScheme = 'light', locale = 'en-GB', args = [] }) {
  const userFolder = mkdtempSync(path.join(os.tmpdir(), 'antrum-pictures-'))
  const server = await launchServe(userFolder, [folder, ...args])
  const browser = await launchBrowser()
  const page = await browser.newPage({ viewport, colorScheme, locale, reducedMotion: 'reduce' })
  page.setDefaultTimeout(60_000)
  await page.goto(server.url)
  await page.getByRole('heading', { level: 1, name: path.basename(folder) }).waitFor()
  return {
    page,
    goTo: async (id, params = {}) => {
      await page.evaluate(
        (hash) => void (location.hash = hash),
        `/${id}?${new URLSearchParams({ folder, ...params })}`,
      )
      await page.locator('h1').waitFor()
      await settled(page)
    },
    close: async () => {
      await browser.close()
      await server.stop('SIGTERM')
      rmSync(userFolder, { recursive: true, force: true })
    },
  }
}

/** Nothing is being loaded any more, and what came has been drawn. */
export async function settled(page) {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('.MuiSkeleton-root'))
  await page.waitForTimeout(400)
}
