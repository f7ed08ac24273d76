import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finishStage, saveStageProgress, startStage } from '../../src/main/db/stores/stages.ts'
import { withProject } from '../../src/main/project.ts'
import { buildWorkbench } from '../../src/main/services/build-workbench.ts'
import { experimentResults } from '../../src/main/services/results.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { chromiumPath } from '../helpers/electron-double/browser.ts'
import { farEnds, launchBrowser, launchServe } from '../helpers/launch-server.ts'
import type { RunningServe } from '../helpers/launch-server.ts'
import { seedResults } from '../helpers/seed-results.ts'
import { seedProject } from '../helpers/seeded-project.ts'
import type { SeededProject } from '../helpers/seeded-project.ts'

const hasChromium = existsSync(chromiumPath)
if (!hasChromium) {
  process.stderr.write(
    `\n*** NOT TESTED: the workbench in a browser. ${chromiumPath} is missing: install Chromium, or name it in ANTRUM_CHROMIUM. ***\n\n`,
  )
}

describe.skipIf(!hasChromium)('the workbench in a browser, served by antrum serve', () => {
  const userFolder = mkdtempSync(path.join(os.tmpdir(), 'antrum-serve-'))
  let project: SeededProject
  let server: RunningServe
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const requests: string[] = []
  const complaints: string[] = []
  const far = new Set<string>()
  let looking: NodeJS.Timeout

  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
  const goTo = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  const row = (name: RegExp) => page.getByRole('row', { name })
  const start = async (args: string[] = []) => {
    server = await launchServe(userFolder, [project.folder, ...args])
    looking = setInterval(() => farEnds(server.pid).forEach((end) => far.add(end)), 50)
  }

  beforeAll(async () => {
    await buildWorkbench()
    project = await seedProject()
    await start()
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 832 }, reducedMotion: 'reduce' })
    context.setDefaultTimeout(15_000)
    page = await context.newPage()
    // A picture that the page makes of a chart has an address too, without a host.
    page.on('request', (request) => requests.push(request.url().replace(/^blob:/, '')))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
  })
  afterAll(async () => {
    clearInterval(looking)
    await browser?.close()
    await server?.stop('SIGTERM')
    project?.remove()
    rmSync(userFolder, { recursive: true, force: true })
  })

  it('opens by its link on the project, and the address keeps no secret', async () => {
    await page.goto(server.url)
    await heading('sinus-study').waitFor()
    expect(page.url()).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${server.port}/#/overview`))
    expect(await page.evaluate(() => document.cookie)).toBe('')
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', expires: -1 })
  })

  it('lets nobody in by the same link, and shows the terminal a new one', async () => {
    const other = await browser.newContext()
    const stranger = await other.newPage()
    expect((await stranger.goto(server.url))?.status()).toBe(403)
    await stranger.getByRole('heading', { name: 'This link is not valid' }).waitFor()
    expect((await stranger.goto(`http://127.0.0.1:${server.port}/`))?.status()).toBe(401)
    await stranger.goto(await server.nextLink())
    await stranger.getByRole('heading', { level: 1, name: 'sinus-study' }).waitFor()
    await other.close()
  })

  it('refuses pages of other programs on this machine, to which the browser would give its cookie', async () => {
    const foreign = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(
        `<!doctype html><title>foreign</title><iframe src="http://127.0.0.1:${server.port}/"></iframe>`,
      )
    })
    foreign.listen(0, '127.0.0.1')
    await once(foreign, 'listening')
    const evil = await context.newPage()
    await evil.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`)
    const found = await evil.evaluate(async (port) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/api`)
      const opened = await new Promise((resolve) => {
        socket.onopen = () => resolve(true)
        socket.onclose = () => resolve(false)
      })
      const read = await fetch(`http://127.0.0.1:${port}/session`, { credentials: 'include' }).then(
        () => true,
        () => false,
      )
      return { opened, read }
    }, server.port)
    expect(found).toEqual({ opened: false, read: false })
    const frame = evil.frames()[1]
    expect(await frame.evaluate(() => document.body?.innerText ?? '').catch(() => '')).not.toContain('Antrum')
    await evil.close()
    foreign.close()
  })

  it('follows runs live, and shows the same after a reload', async () => {
    await goTo('Runs')
    await heading('Runs').waitFor()
    const [cae] = project.plan.stages
    await project.write(async ({ db }) => {
      await startStage(db, cae.hash, { pid: process.pid, host: os.hostname() })
      await saveStageProgress(db, cae.hash, {
        stepsDone: 30,
        stepsTotal: 100,
        epochIndex: 2,
        epochs: 10,
        loss: 0.0432,
      })
    })
    await row(/^Autoencoder – 1 – Running .*Epoch 3 of 10 · loss 0.0432/).waitFor()
    await page.reload()
    await row(/^Autoencoder – 1 – Running .*Epoch 3 of 10 · loss 0.0432/).waitFor()
  })

  it('finds pages and actions by name, and does them by keyboard alone', async () => {
    await page.keyboard.press('Control+k')
    const search = page.getByRole('combobox', { name: 'Find a page or an action' })
    await search.waitFor()
    await search.fill('setti')
    await page.getByRole('option', { name: /^Settings/ }).waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await page.keyboard.press('Enter')
    await heading('Settings').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await heading('Runs').waitFor()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Find a page or an action').waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })

  it('lists every page in the palette that the rail lists', async () => {
    const listed = await page.getByRole('navigation').getByRole('link').allTextContents()
    expect(listed).toEqual(expect.arrayContaining(['Home', 'Overview', 'Runs', 'Settings']))
    await page.keyboard.press('Control+k')
    const offered = await page.getByRole('option').allTextContents()
    for (const name of listed)
      expect(
        offered.some((option) => option.startsWith(name)),
        name,
      ).toBe(true)
    await page.keyboard.press('Escape')
  })

  it('opens a project by its path, where a browser has no dialog for it', async () => {
    await goTo('Home')
    await page.getByLabel('Folder of the project').fill(`${project.folder}/`)
    await page.keyboard.press('Enter')
    await heading('sinus-study').waitFor()
    await goTo('Home')
    await page.getByLabel('Folder of the project').fill('/nowhere')
    await page.keyboard.press('Enter')
    await page.getByText('There is no project here').waitFor()
    await page.goBack()
    await page.getByRole('button', { name: /^sinus-study/ }).click()
    await heading('sinus-study').waitFor()
  })

  it('is accessible on every page: light, dark and high contrast, English and German, 1024 px wide', async () => {
    await page.setViewportSize({ width: 1024, height: 768 })
    await goTo('Settings')
    await page.getByRole('button', { name: 'Measure again' }).waitFor()
    const english = ['Home', 'Overview', 'Runs', 'Results', 'Settings']
    const german = ['Start', 'Überblick', 'Läufe', 'Ergebnisse', 'Einstellungen']
    for (const [language, titles, scheme, contrast] of [
      ['English', english, 'Light', 0],
      ['English', english, 'Dark', 0],
      ['English', english, 'Dark', 1],
      ['Deutsch', german, 'Hell', 1],
    ] as const) {
      await page.getByRole('radio', { name: language }).check()
      await page.getByRole('radio', { name: scheme }).check()
      await page.getByRole('radiogroup').nth(1).getByRole('radio').nth(contrast).check()
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(
        language === 'English' ? 'en' : 'de',
      )
      for (const title of titles) {
        await goTo(title)
        await page.getByRole('heading', { level: 1 }).waitFor()
        const look = `${title}, ${scheme}, contrast ${contrast}`
        expect(await accessibilityFindings(page), look).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth), look).toBeLessThanOrEqual(
          1024,
        )
      }
    }
    await page.getByRole('radio', { name: 'English' }).check()
    await page.getByRole('radiogroup').nth(1).getByRole('radio').first().check()
    await page.setViewportSize({ width: 1280, height: 832 })
  })

  it('keeps what was chosen after a reload', async () => {
    await page.getByRole('radio', { name: 'Deutsch' }).check()
    await page.reload()
    await heading('Einstellungen').waitFor()
    await page.getByRole('radio', { name: 'English' }).check()
    await heading('Settings').waitFor()
  })

  it('says that the server is gone, goes on when this browser is let in again, and lost nothing', async () => {
    await goTo('Runs')
    const before = await page.getByRole('table').innerText()
    clearInterval(looking)
    expect(await server.stop('SIGKILL')).toBeNull()
    await page.getByText('The connection to Antrum is lost').waitFor()
    const [cae] = project.plan.stages
    await project.write(({ db }) =>
      finishStage(db, cae.hash, { device: 'cpu', seconds: 83.4, finishedAt: new Date().toISOString() }),
    )
    await start(['--port', String(server.port)])
    await page.getByText('This session has ended').waitFor()
    const second = await context.newPage()
    await second.goto(server.url)
    await second.getByRole('heading', { level: 1, name: 'sinus-study' }).waitFor()
    await second.close()
    await page.getByText('This session has ended').waitFor({ state: 'detached' })
    await row(/^Autoencoder – 1 – Finished 10 epochs/).waitFor()
    const after = await page.getByRole('table').innerText()
    expect(after.split('\n').slice(-8)).toEqual(before.split('\n').slice(-8))
  })

  it('says what an experiment without results is waiting for', async () => {
    await goTo('Results')
    await page.getByRole('heading', { name: 'Nothing is evaluated yet' }).waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
  })

  it('compares methods: means with their folds, trends, and a plain sentence for each difference', async () => {
    await seedResults(project)
    const found = await withProject(project.folder, 'read', (open) =>
      experimentResults(open, project.experiment),
    )
    await page.reload()
    const shown = (value: number | null) => value!.toFixed(3).replace('-', '−')
    const table = page.getByRole('table', { name: /AUROC/ })
    await table.waitFor()
    for (const { method, labelFraction, metrics } of found.rows) {
      const name = { scratch: 'No pretraining', autoencoder: 'Autoencoder', residual: 'Residual prediction' }[
        method
      ]!
      const cells = await table
        .getByRole('row', { name: new RegExp(`^${name}`) })
        .getByRole('cell')
        .allTextContents()
      // Two folds: no interval.
      expect(cells[labelFraction === 0.2 ? 0 : 1]).toContain(`${shown(metrics.auroc.mean)}–Folds`)
    }
    for (const { sentence } of found.differences.filter(({ metric }) => metric === 'auroc'))
      await page.getByText(sentence, { exact: true }).waitFor()
    await page.getByRole('switch', { name: 'Show the published numbers' }).check()
    await page.getByText('Published 0.81 (0.79 to 0.82)').waitFor()
    for (const scheme of ['Dark', 'Light']) {
      await page.getByRole('button', { name: scheme, exact: true }).click()
      await page.mouse.move(0, 400)
      await page.getByRole('tooltip').waitFor({ state: 'detached' })
      expect(await accessibilityFindings(page)).toEqual([])
    }
    await page.getByRole('button', { name: 'AUPRC', exact: true }).click()
    await page.getByText(found.differences.find(({ metric }) => metric === 'auprc')!.sentence).waitFor()
  })

  it('gives every chart as a table, and takes it away as numbers and pictures', async () => {
    const figure = page.getByRole('figure', { name: 'AUROC by share of labels' })
    const save = async (kind: RegExp) => {
      await figure.getByRole('button', { name: /^Export/ }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: kind }).click(),
      ])
      return { name: download.suggestedFilename(), content: readFileSync(await download.path()) }
    }
    const svg = await save(/^SVG/)
    expect(svg.name).toBe('AUROC-by-share-of-labels.svg')
    const picture = svg.content.toString()
    expect(picture).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    expect(picture).not.toMatch(/var\(--|class=/)
    expect(picture).toContain('Residual prediction')
    // The light tone of the method, though the page may be dark.
    expect(picture).toContain('rgb(213, 94, 0)')
    const png = await save(/^PNG/)
    expect(png.content.subarray(1, 4).toString()).toBe('PNG')
    expect(png.content.readUInt32BE(16)).toBeGreaterThan(900)
    const csv = await save(/^CSV/)
    expect(csv.content.toString().split('\r\n')[0]).toBe('\ufeffMethod,Labels,Mean,95% from,95% to,Folds')
    await figure.getByRole('button', { name: 'Table' }).click()
    expect(await figure.getByRole('row').count()).toBe(7)
    expect(await accessibilityFindings(page)).toEqual([])
  })

  it('asks nothing of the network, neither page nor server', () => {
    const own = `127.0.0.1:${server.port}`
    expect(requests.length).toBeGreaterThan(10)
    expect(requests.filter((url) => new URL(url).host !== own)).toEqual([])
    // Far ends: this machine, or none yet (a listening socket).
    expect([...far].filter((end) => !['0100007F', '00000000'].includes(end))).toEqual([])
    expect(far).toContain('0100007F')
  })

  it('had nothing to complain of but the server that went away', () => {
    const expected = /WebSocket connection to|ERR_CONNECTION_REFUSED|401 \(Unauthorized\)/
    expect(complaints.filter((text) => !expected.test(text))).toEqual([])
  })

  it('shows one project and changes nothing when it was started for reading only', async () => {
    const reading = await launchServe(userFolder, [project.folder, '--read-only'])
    const auditor = await (await browser.newContext()).newPage()
    await auditor.goto(reading.url)
    await auditor.getByRole('heading', { level: 1, name: 'sinus-study' }).waitFor()
    await auditor.getByText('Read only', { exact: true }).waitFor()
    await auditor.goto(
      `http://127.0.0.1:${reading.port}/#/overview?folder=${encodeURIComponent(os.tmpdir())}`,
    )
    await auditor.getByText(/started for reading one project only/).waitFor()
    await auditor.goto(
      `http://127.0.0.1:${reading.port}/#/experiments?folder=${encodeURIComponent(project.folder)}`,
    )
    await auditor.getByText('Planning is for those who may change the project').waitFor()
    expect(await reading.stop('SIGINT')).toBe(0)
  })

  it('ends with Ctrl-C', async () => {
    clearInterval(looking)
    expect(await server.stop('SIGINT')).toBe(0)
  })
})
