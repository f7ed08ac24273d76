import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { warmPixels } from './warm-pixels.ts'

/** What holds in the window whichever Electron runs it: the real one or the double. */

/** The page has neither Node nor Electron, runs no script that is not its own and reaches nobody. */
export async function checkIsolation(page: Page): Promise<void> {
  const found = await page.evaluate(() => [
    typeof Reflect.get(window, 'require'),
    typeof Reflect.get(window, 'process'),
    typeof Reflect.get(window, 'antrum'),
  ])
  expect(found).toEqual(['undefined', 'undefined', 'undefined'])
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.ranInline = true'
    document.body.append(script)
    return Reflect.get(window, 'ranInline') as unknown
  })
  expect(ran).toBeUndefined()
  await expect(page.evaluate(() => fetch('https://example.org/').then(() => 'reached'))).rejects.toThrow(
    /fetch/i,
  )
}

/** A sinus of the open project `makeHeadProject` is drawn over the head it was cut from, by NiiVue. */
export async function checkViewer(page: Page): Promise<void> {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Region studio' }).click()
  await page.getByRole('button', { name: 'Show in its head' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('section[data-loaded]').waitFor()
  const scene = dialog.getByRole('application', { name: 'Three planes and 3-D' })
  expect((await warmPixels(scene)).count).toBeGreaterThan(200)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
}
