import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWorkbench } from '../../src/main/services/build-workbench.ts'
import { makeHeadProject } from '../helpers/head-project.ts'
import { checkIsolation, checkViewer } from '../helpers/window-checks.ts'

/**
 * What the Electron double cannot show: that Electron itself starts the app, isolates and sandboxes its page, serves it by
 * its scheme and draws in it. On Linux it wants a display: `xvfb-run npx vitest run test/electron`.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const binary = process.env.ANTRUM_ELECTRON ?? installedElectron()
if (binary === null) {
  process.stderr.write(
    '\n*** NOT TESTED: the app in a real Electron, whose binary is not installed. Install it with "npx install-electron", or name one in ANTRUM_ELECTRON. ***\n\n',
  )
}

/** The one beside the package, which writes down where it was put. Importing the package would download it. */
function installedElectron(): string | null {
  const installation = path.join(root, 'node_modules/electron')
  const written = path.join(installation, 'path.txt')
  if (!existsSync(written)) return null
  const file = path.join(installation, 'dist', readFileSync(written, 'utf8').trim())
  return existsSync(file) ? file : null
}

describe.skipIf(binary === null)('the app in a real Electron', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-electron-'))
  const folder = path.join(above, 'heads')
  // Chromium has no sandbox for root.
  const isRoot = process.getuid?.() === 0
  let app: ElectronApplication
  let page: Page

  beforeAll(async () => {
    await buildWorkbench()
    await makeHeadProject(folder)
    app = await _electron.launch({
      executablePath: binary!,
      args: [
        root,
        `--user-data-dir=${path.join(above, 'user')}`,
        '--lang=en-US',
        ...(isRoot ? ['--no-sandbox'] : []),
      ],
      cwd: root,
    })
    page = await app.firstWindow()
    await page.getByRole('main').waitFor()
  })
  afterAll(async () => {
    await app?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('shows its page by its own scheme, with neither Node nor Electron in it', async () => {
    expect(page.url()).toMatch(/^antrum:\/\/app\//)
    expect(await page.evaluate(() => [location.origin, isSecureContext])).toEqual(['antrum://app', true])
    await checkIsolation(page)
  })

  it('keeps the page in the sandbox', async () => {
    const processes = await app.evaluate(({ app: electron }) =>
      electron.getAppMetrics().map(({ type, sandboxed }) => ({ type, sandboxed })),
    )
    const pages = processes.filter(({ type }) => type === 'Tab')
    expect(pages).not.toEqual([])
    // Electron knows it on macOS and Windows only.
    if (process.platform !== 'linux') expect(pages.every(({ sandboxed }) => sandboxed)).toBe(true)
  })

  it('stays where it is', async () => {
    const before = page.url()
    await page.evaluate(() => void (location.href = 'https://example.org/'))
    await page.evaluate(() => void window.open('https://example.org/'))
    await page.waitForTimeout(500)
    expect(page.url()).toBe(before)
    expect(app.windows()).toHaveLength(1)
  })

  it('opens a project by the system’s dialog and draws a head in NiiVue', async () => {
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
    }, folder)
    await page.getByRole('button', { name: 'Open project…' }).click()
    await page.getByRole('heading', { level: 1, name: 'heads' }).waitFor()
    await checkViewer(page)
  })
})
