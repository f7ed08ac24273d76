import SqliteDatabase from 'better-sqlite3'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failStage, finishStage, saveStageProgress, startStage } from '../../src/main/db/stores/stages.ts'
import { createProject } from '../../src/main/project.ts'
import { buildWorkbench } from '../../src/main/services/build-workbench.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { chromiumPath } from '../helpers/electron-double/browser.ts'
import { makeHeadProject } from '../helpers/head-project.ts'
import { launchApp, startMain } from '../helpers/launch-app.ts'
import type { RunningApp } from '../helpers/launch-app.ts'
import { seedProject } from '../helpers/seeded-project.ts'
import type { SeededProject } from '../helpers/seeded-project.ts'
import { checkIsolation, checkViewer } from '../helpers/window-checks.ts'

const hasChromium = existsSync(chromiumPath)
if (!hasChromium) {
  process.stderr.write(
    `\n*** NOT TESTED: the window. ${chromiumPath} is missing: install Chromium, or name it in ANTRUM_CHROMIUM. ***\n\n`,
  )
}

describe.skipIf(!hasChromium)('the window, built and run under the Electron double', () => {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'antrum-window-'))
  let project: SeededProject
  let app: RunningApp
  let page: Page
  const requests: string[] = []

  const start = async () => {
    app = await launchApp(userData)
    page = app.page
    await page.emulateMedia({ reducedMotion: 'reduce' })
    page.on('request', (request) => requests.push(request.url()))
  }
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
  const openByMenu = async (folder: string) => {
    await app.chooseFolder(folder)
    await page.keyboard.press('Control+o')
  }
  const goTo = (name: string) =>
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
  const row = (name: RegExp) => page.getByRole('row', { name })

  beforeAll(async () => {
    await buildWorkbench()
    project = await seedProject()
    await start()
  })
  beforeEach(() => {
    requests.length = 0
  })
  afterAll(async () => {
    await app?.close()
    project?.remove()
    rmSync(userData, { recursive: true, force: true })
  })

  it('has three doors where there is no project yet', async () => {
    await heading('Projects').waitFor()
    await page.getByRole('button', { name: 'Open project…' }).waitFor()
    const sample = page.getByRole('region', { name: 'Try the sample study' })
    await sample.getByRole('button', { name: 'Make and run it' }).waitFor()
    await expect.poll(() => sample.getByRole('textbox').inputValue()).toMatch(/Antrum.sample$/)
    expect(await accessibilityFindings(page)).toEqual([])
  })

  it('makes a project in a folder that is chosen, and asks for scans', async () => {
    const folder = path.join(path.dirname(project.folder), 'chosen')
    await app.chooseFolder(folder)
    const own = page.getByRole('region', { name: 'Start your own study' })
    await own.getByRole('button', { name: 'Choose…' }).click()
    await heading('Cohort').waitFor()
    await page.getByRole('heading', { name: 'Import scans' }).waitFor()
    expect(existsSync(path.join(folder, 'antrum.sqlite'))).toBe(true)
    await goTo('Home')
    await heading('Projects').waitFor()
  })

  it('says what training runs on, why, and how long a step takes', async () => {
    const panel = page.getByRole('region', { name: 'Engine' })
    await panel.getByRole('button', { name: 'Copy engine facts' }).waitFor()
    const facts = await panel.evaluate((section) =>
      Object.fromEntries(
        [...section.querySelectorAll('dt')].map((term) => [
          term.textContent,
          term.nextElementSibling!.textContent,
        ]),
      ),
    )
    expect(facts['Runs on']).toMatch(/^(CPU|GPU) · \S/)
    expect(facts.Why).toMatch(/\S/)
    expect(facts.Precision).toMatch(/float/)
    expect(facts['Training step']).toMatch(/^[\d.,]+ m?s \(/)
    expect(facts.TensorFlow).toMatch(/^\d+\.\d+/)
    expect(facts['Node · SQLite']).toContain(process.versions.node)
    await panel.getByRole('button', { name: 'Copy engine facts' }).click()
    await panel.getByText('Copied').waitFor()
  })

  it('opens a project from the menu and shows what is in it', async () => {
    await openByMenu(project.folder)
    await heading('sinus-study').waitFor()
    const facts = await page.locator('dl').first().locator('dd').allTextContents()
    expect(facts).toEqual(['80', '80', '1v1', '1'])
    await goTo('Runs')
    await heading('Runs').waitFor()
    await page.getByRole('article', { name: new RegExp(project.experiment) }).waitFor()
    await page.getByText(`0 of ${project.plan.stages.length} finished`).waitFor()
    const command = await page.locator('article code').textContent()
    expect(command).toBe(`npx antrum run ${project.folder} ${project.experiment}`)
  })

  it('shows every run with its kind, method, fold and label fraction', async () => {
    const table = page.getByRole('table', { name: 'Runs of quick' })
    // 2 folds: a cae, residuals and residual pretraining each, one shared autoencoder, 2 × 3 × 2 fine-tunings and evaluations.
    expect(await table.locator('tbody tr').count()).toBe(25)
    expect(await row(/Fine-tuning No pretraining 1 20% Queued/).count()).toBe(1)
    expect(await row(/Pretraining Residual prediction 2 – Queued/).count()).toBe(1)
    await page.getByRole('button', { name: 'Next page' }).click()
    expect(await table.locator('tbody tr').count()).toBe(project.plan.stages.length - 25)
    await page.getByRole('button', { name: 'Previous page' }).click()
  })

  it('follows runs while another process works on them', async () => {
    const [cae, ...others] = project.plan.stages
    await project.write(async ({ db }) => {
      await startStage(db, cae.hash, { pid: process.pid, host: os.hostname() })
      await saveStageProgress(db, cae.hash, {
        stepsDone: 30,
        stepsTotal: 100,
        epochIndex: 2,
        epochs: 10,
        loss: 0.04321,
      })
    })
    await row(/^Autoencoder – 1 – Running .*Epoch 3 of 10 · loss 0.0432/).waitFor()
    const bar = page.getByRole('progressbar', { name: 'Progress of Autoencoder' })
    expect(await bar.getAttribute('aria-valuenow')).toBe('30')

    await project.write(async ({ db }) => {
      await finishStage(db, cae.hash, { device: 'cpu', seconds: 83.4, finishedAt: new Date().toISOString() })
      await failStage(db, others[0].hash, {
        code: 'out-of-memory',
        message: 'The batch does not fit. Use a smaller one.',
      })
    })
    await row(/^Autoencoder – 1 – Finished 10 epochs · loss 0.0432 1 min 23 s/).waitFor()
    await row(/Failed The batch does not fit. Use a smaller one./).waitFor()
    await page.getByText(`1 of ${project.plan.stages.length} finished`).waitFor()
  })

  it('shows only the runs in a chosen state', async () => {
    await page.getByRole('button', { name: 'Failed 1' }).click()
    expect(await page.locator('tbody tr').count()).toBe(1)
    await page.getByRole('button', { name: /^All/ }).click()
  })

  it('is accessible in light and dark, and fits a window 1024 px wide', async () => {
    for (const scheme of ['Dark', 'Light']) {
      await page.getByRole('button', { name: scheme, exact: true }).click()
      await page.mouse.move(0, 400)
      await page.getByRole('tooltip').waitFor({ state: 'detached' })
      expect(await page.locator('html').getAttribute('class')).toContain(scheme.toLowerCase())
      expect(await accessibilityFindings(page)).toEqual([])
    }
    await page.setViewportSize({ width: 1024, height: 640 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024)
    await page.getByRole('button', { name: 'Dark', exact: true }).click()
  })

  it('comes back to the page after a reload, and asks nothing of the network', async () => {
    await page.reload()
    await heading('Runs').waitFor()
    await row(/^Autoencoder – 1 – Finished/).waitFor()
    expect(requests.length).toBeGreaterThan(2)
    expect(requests.filter((url) => !url.startsWith(new URL(page.url()).origin))).toEqual([])
  })

  it('is loaded again where it was when its process is gone, and left alone when that goes on', async () => {
    const crash = () =>
      app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0].webContents as unknown as {
          events: { emit: (event: string, ...all: unknown[]) => void }
        }
        contents.events.emit('render-process-gone', {}, { reason: 'crashed' })
      }, null)
    const mark = () => page.evaluate(() => void Object.assign(window, { marked: true }))
    const isMarked = () => page.evaluate(() => 'marked' in window).catch(() => true)
    const where = page.url()
    for (let crashes = 1; crashes <= 3; crashes++) {
      await mark()
      await crash()
      await expect.poll(isMarked).toBe(false)
      await heading(/./).waitFor()
      expect(page.url()).toBe(where)
    }
    await mark()
    await crash()
    await page.waitForTimeout(500)
    expect(await isMarked()).toBe(true)
  })

  it('can be used by keyboard alone', async () => {
    await page.keyboard.press('Control+Shift+W')
    await heading('Projects').waitFor()
    const recent = page.getByRole('button', { name: /sinus-study.*Opened/ })
    await recent.waitFor()
    for (
      let tabs = 0;
      tabs < 20 && !(await recent.evaluate((button) => button === document.activeElement));
      tabs++
    ) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await heading('sinus-study').waitFor()
  })

  it('explains a folder that is no project, and lets another be chosen', async () => {
    const folder = path.join(path.dirname(project.folder), 'holiday pictures')
    await openByMenu(folder)
    await heading('This project cannot be opened').waitFor()
    const alert = page.getByRole('alert')
    expect(await alert.textContent()).toContain('There is no project here')
    expect(await alert.textContent()).toContain('there is no such folder')
    expect(await accessibilityFindings(page)).toEqual([])
    await app.chooseFolder(project.folder)
    await page.getByRole('button', { name: 'Open another project…' }).click()
    await heading('sinus-study').waitFor()
  })

  it('explains a project of a newer Antrum, and one it would have to update while it is in use', async () => {
    const folder = path.join(path.dirname(project.folder), 'newer')
    await createProject(folder)
    setSchema(folder, 99)
    await openByMenu(folder)
    await page.getByText(/written by a newer Antrum \(schema 99/).waitFor()

    setSchema(folder, 0)
    const held = await openHeld(folder)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText(new RegExp(`is being written by process ${process.pid}`)).waitFor()
    held()
  })

  it('notices that an open project was moved away, and finds it again', async () => {
    await openByMenu(project.folder)
    await heading('sinus-study').waitFor()
    await goTo('Runs')
    await row(/^Autoencoder – 1 – Finished/).waitFor()
    renameSync(project.folder, `${project.folder} elsewhere`)
    await heading('This project cannot be opened').waitFor()
    renameSync(`${project.folder} elsewhere`, project.folder)
    await page.getByRole('button', { name: 'Try again' }).click()
    await row(/^Autoencoder – 1 – Finished/).waitFor()
  })

  it('starts the process that computes beside the bundle, and says why it could not begin', async () => {
    const card = page.getByRole('article', { name: new RegExp(project.experiment) })
    await card.getByRole('button', { name: 'Put into the queue' }).click()
    await page.getByRole('button', { name: 'Work off the queue' }).click()
    const alert = page.getByRole('alert').filter({ hasText: 'The runs could not be started' })
    // Its volumes were never written.
    await alert.getByText(/volumes\/v1\/dataset\.json cannot be read/).waitFor({ timeout: 90_000 })
    await alert.getByRole('button', { name: 'Close' }).click()
  })

  it('draws a head in NiiVue, whose script comes by the scheme of the page', async () => {
    const folder = path.join(path.dirname(project.folder), 'heads')
    await makeHeadProject(folder)
    await openByMenu(folder)
    await heading('heads').waitFor()
    await checkViewer(page)
    expect(requests.filter((url) => url.includes('niivue-scene'))).toHaveLength(1)
  })

  it('shows a project without scans its next step', async () => {
    const folder = path.join(path.dirname(project.folder), 'fresh one')
    await createProject(folder)
    await openByMenu(folder)
    await heading('fresh one').waitFor()
    expect(await page.locator('code').textContent()).toBe(
      `npx antrum import '${folder}' <folder with scans> --labels <labels.csv>`,
    )
  })

  it('stays where it is: no navigation, no new window, no permission', async () => {
    const before = page.url()
    await page.evaluate(() => void (location.href = 'https://example.org/'))
    await page.evaluate(
      (url) => void (location.href = url),
      pathToFileURL(path.join(userData, 'window.json')).href,
    )
    await page.evaluate(() => void window.open('https://example.org/'))
    await page.waitForTimeout(300)
    expect(page.url()).toBe(before)
    // Chromium's own blank page and ours; a popup that the double closes is gone in a moment.
    await expect.poll(() => page.context().pages().length).toBe(2)
    const states = await page.evaluate(() =>
      Promise.all(
        ['notifications', 'geolocation', 'camera', 'microphone', 'clipboard-read'].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      ),
    )
    expect(new Set(states)).toEqual(new Set(['denied']))
  })

  it('gives the page neither Node nor Electron, and refuses scripts that are not its own', async () => {
    await checkIsolation(page)
  })

  it('refuses a page that is not its own', async () => {
    expect(await isAnswered(page)).toBe(true)
    const address = `antrum://app/${new URL(page.url()).hash}`
    const foreign = path.join(userData, 'foreign.html')
    writeFileSync(foreign, '<!doctype html><title>foreign</title><main>foreign</main>')
    await app.evaluate(
      ({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0].loadURL(url),
      pathToFileURL(foreign).href,
    )
    await page.getByText('foreign', { exact: true }).waitFor()
    expect(await isAnswered(page)).toBe(false)
    await expect
      .poll(() => app.stderr(), { timeout: 10_000 })
      .toContain(`a connection from ${pathToFileURL(foreign).href} was refused`)
    await app.evaluate(({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0].loadURL(url), address)
    await heading('fresh one').waitFor()
  })

  it('runs once per user: a second start ends, the first goes on', async () => {
    const second = startMain(userData)
    const [code] = (await once(second, 'exit')) as [number]
    expect(code).toBe(0)
    expect(await heading('fresh one').count()).toBe(1)
  })

  it('remembers projects, appearance and window after it was ended', async () => {
    await app.close()
    expect(await app.exited).toBe(0)
    const stateFile = path.join(userData, 'window.json')
    expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({
      bounds: { width: 1280, height: 832 },
    })
    writeFileSync(
      stateFile,
      JSON.stringify({ bounds: { x: 40, y: 30, width: 1100, height: 700 }, maximized: false }),
    )
    await start()
    await heading('Projects').waitFor()
    await page
      .getByRole('button', { name: /sinus-study/ })
      .first()
      .waitFor()
    expect(await page.locator('html').getAttribute('class')).toContain('dark')
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([1100, 700])
    await page.getByRole('button', { name: 'Remove sinus-study from this list' }).click()
    await expect.poll(() => page.getByRole('button', { name: /sinus-study/ }).count()).toBe(0)
  })
})

/** Whether the core answers a call over a port that this page hands over. */
const isAnswered = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { port1, port2 } = new MessageChannel()
    const answer = new Promise<boolean>((resolve) => (port1.onmessage = () => resolve(true)))
    window.postMessage('antrum:connect', '*', [port2])
    port1.postMessage(JSON.stringify({ i: '0', p: { u: '/project/recent', b: {} } }))
    return Promise.race([answer, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1000))])
  })

function setSchema(folder: string, version: number) {
  const sqlite = new SqliteDatabase(path.join(folder, 'antrum.sqlite'))
  sqlite.pragma(`user_version = ${version}`)
  sqlite.close()
}

/** Holds a project as a running command does, whatever its schema; returns "let go". */
async function openHeld(folder: string): Promise<() => void> {
  const { takeProjectLock } = await import('../../src/main/db/project-lock.ts')
  const lock = takeProjectLock(path.join(folder, 'antrum.lock'))
  if (!('release' in lock)) throw new Error('the project is held already')
  return lock.release
}
