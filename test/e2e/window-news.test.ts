import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWorkbench } from '../../src/main/services/build-workbench.ts'
import { chromiumPath } from '../helpers/electron-double/browser.ts'
import type { Notification } from '../helpers/electron-double/notification.ts'
import { aPlannedStudy } from '../helpers/fake-study.ts'
import { makeHeadProject } from '../helpers/head-project.ts'
import { launchApp } from '../helpers/launch-app.ts'
import type { RunningApp } from '../helpers/launch-app.ts'

const hasChromium = existsSync(chromiumPath)
if (!hasChromium) {
  process.stderr.write(
    `\n*** NOT TESTED: what the window tells of a run. ${chromiumPath} is missing: install Chromium, or name it in ANTRUM_CHROMIUM. ***\n\n`,
  )
}

const runner = fileURLToPath(new URL('../helpers/run-fake-study.ts', import.meta.url))

/** The runs are real, in a process of their own as `antrum run` is; only the trainer does not compute. */
describe.skipIf(!hasChromium)('what the window under the Electron double tells of a run', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-news-'))
  let app: RunningApp
  let page: Page
  let run: ChildProcess | undefined

  /** What the icon of the window has shown so far. */
  const bars = () =>
    app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      return (window as unknown as { progressBars: { progress: number; mode?: string }[] }).progressBars
    }, null)
  const bar = async () => (await bars()).at(-1)!
  const share = async () => (await bar()).progress
  const notes = () =>
    app.evaluate(
      ({ Notification }) =>
        (Notification as unknown as { shown: Notification[] }).shown.map(({ title, body }) => ({
          title,
          body,
        })),
      null,
    )
  const clickLastNote = () =>
    app.evaluate(
      ({ Notification }) =>
        void (Notification as unknown as { shown: Notification[] }).shown.at(-1)!.events.emit('click'),
      null,
    )
  const look = (focus: boolean) =>
    app.evaluate(({ BrowserWindow }, wanted) => {
      const [window] = BrowserWindow.getAllWindows()
      if (wanted) window.focus()
      else window.blur()
    }, focus)
  const isFocused = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].isFocused(), null)
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
  const open = async (folder: string) => {
    await app.chooseFolder(folder)
    await page.keyboard.press('Control+o')
    await heading(path.basename(folder)).waitFor()
  }
  const start = ({ folder, experiment }: { folder: string; experiment: string }) => {
    run = spawn(process.execPath, [runner, folder, experiment], { stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const ended = async () => void (run!.exitCode ?? run!.signalCode ?? (await once(run!, 'exit')))

  beforeAll(async () => {
    await buildWorkbench()
    app = await launchApp(path.join(above, 'user'))
    page = app.page
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })
  afterAll(async () => {
    run?.kill('SIGKILL')
    await app?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('shows how far a run is while its project is open, and a note at its end that leads to the results', async () => {
    const study = await aPlannedStudy({
      above: path.join(above, 'one'),
      behaviour: { '*': { steps: 20, stepMs: 60 } },
    })
    await open(study.folder)
    expect(await bar()).toEqual({ progress: -1 })
    await look(false)
    start(study)
    await expect.poll(share, { timeout: 20_000 }).toBeGreaterThan(0)
    expect(await bar()).toMatchObject({ mode: 'normal' })

    await page.keyboard.press('Control+Shift+W')
    await heading('Projects').waitFor()
    await expect.poll(share, { timeout: 20_000 }).toBe(-1)
    await open(study.folder)
    await expect.poll(share, { timeout: 20_000 }).toBeGreaterThan(0)

    // The page is gone, and what it showed with it.
    const load = (url: string) =>
      app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0].loadURL(to), url)
    const { hash } = new URL(page.url())
    await load('about:blank')
    await expect.poll(share, { timeout: 20_000 }).toBe(-1)
    await load(`antrum://app/${hash}`)
    await expect.poll(share, { timeout: 20_000 }).toBeGreaterThan(0)

    await ended()
    await expect.poll(notes, { timeout: 20_000 }).toHaveLength(1)
    const [note] = await notes()
    // 3 methods of one fold: a cae, its residuals, 2 pretrainings, 3 fine-tunings and evaluations.
    expect(note).toEqual({
      title: 'The experiment is finished',
      body: `${study.experiment}: all 10 runs are finished.`,
    })
    await expect.poll(share, { timeout: 20_000 }).toBe(-1)
    expect(await isFocused()).toBe(false)
    await clickLastNote()
    await heading('Results').waitFor()
    expect(await isFocused()).toBe(true)
    expect(new URLSearchParams(page.url().split('?')[1]).get('experiment')).toBe(study.experiment)
  })

  it('says nothing to who looks at the window', async () => {
    const study = await aPlannedStudy({
      above: path.join(above, 'two'),
      recipe: { methods: ['scratch'] },
      behaviour: { '*': { steps: 10, stepMs: 150 } },
    })
    await open(study.folder)
    await look(true)
    start(study)
    await expect.poll(share, { timeout: 20_000 }).toBeGreaterThan(0)
    await ended()
    await expect.poll(share, { timeout: 20_000 }).toBe(-1)
    // It would have come with the end of the progress.
    await page.waitForTimeout(500)
    expect(await notes()).toHaveLength(1)
  })

  it('shows long work of the page, too', async () => {
    const folder = path.join(above, 'heads')
    await makeHeadProject(folder)
    await open(folder)
    const before = (await bars()).length
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Region studio' }).click()
    await page.getByLabel('Edge, mm').fill('12')
    await page.getByRole('button', { name: 'Extract', exact: true }).click()
    const wasShown = async () => (await bars()).slice(before).some(({ progress }) => progress >= 0)
    await expect.poll(wasShown, { timeout: 20_000 }).toBe(true)
    await expect.poll(share, { timeout: 20_000 }).toBe(-1)
    await page.getByText('4 sinuses extracted').waitFor()
  })

  it('shows that something failed, and says so in German where that is spoken', async () => {
    const study = await aPlannedStudy({
      above: path.join(above, 'three'),
      recipe: { methods: ['scratch', 'residual'] },
      behaviour: {
        '*': { steps: 20, stepMs: 100 },
        cae: { steps: 1, fail: { code: 'out-of-memory', message: 'The batch does not fit.' } },
      },
    })
    await open(study.folder)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('Deutsch')
    await page.keyboard.press('Enter')
    await page.locator('html[lang=de]').waitFor()
    await look(false)
    start(study)
    await expect.poll(bar, { timeout: 20_000 }).toMatchObject({ mode: 'error' })
    await ended()
    await expect.poll(notes, { timeout: 20_000 }).toHaveLength(2)
    const { title, body } = (await notes())[1]
    expect(title).toBe('Das Experiment ist zu Ende, mit Fehlern')
    expect(body).toBe(`${study.experiment}: 2 von 7 Läufen sind fertig, andere sind fehlgeschlagen.`)
    await clickLastNote()
    await heading('Ergebnisse').waitFor()

    const asked = app.evaluate(
      ({ dialog }) =>
        new Promise<string | undefined>((resolve) => {
          dialog.showOpenDialog = ((_window: unknown, { title: given }: { title?: string }) => {
            resolve(given)
            return Promise.resolve({ canceled: true, filePaths: [] })
          }) as unknown as typeof dialog.showOpenDialog
        }),
      null,
    )
    await page.keyboard.press('Control+o')
    expect(await asked).toBe('Projekt öffnen')
  })
})
