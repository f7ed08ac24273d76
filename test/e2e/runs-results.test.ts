import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveExperiment } from '../../src/main/db/stores/experiments.ts'
import { failStage, startStage } from '../../src/main/db/stores/stages.ts'
import { withProject } from '../../src/main/project.ts'
import { buildWorkbench } from '../../src/main/services/build-workbench.ts'
import { compareMethods } from '../../src/main/services/compare.ts'
import { methodScores } from '../../src/main/services/method-scores.ts'
import { resultTable } from '../../src/main/services/results.ts'
import { projectStatus } from '../../src/main/study/status.ts'
import { armName } from '../../src/shared/domain/method-names.ts'
import { confusionAt, isUndefined, predictiveValues } from '../../src/shared/metrics/index.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { chromiumPath } from '../helpers/electron-double/browser.ts'
import { launchBrowser, launchServe } from '../helpers/launch-server.ts'
import type { RunningServe } from '../helpers/launch-server.ts'
import { holdCalls, layoutShift } from '../helpers/held-api.ts'
import { seedResults } from '../helpers/seed-results.ts'
import { aManifest, aRecipe, seedProject } from '../helpers/seeded-project.ts'
import type { SeededProject } from '../helpers/seeded-project.ts'

const hasChromium = existsSync(chromiumPath)
if (!hasChromium) {
  process.stderr.write(
    `\n*** NOT TESTED: runs and results in a browser. ${chromiumPath} is missing: install Chromium, or name it in ANTRUM_CHROMIUM. ***\n\n`,
  )
}

describe.skipIf(!hasChromium)('runs and results in a browser', () => {
  const userFolder = mkdtempSync(path.join(os.tmpdir(), 'antrum-runs-'))
  const other = 'other-study'
  let project: SeededProject
  let server: RunningServe
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const complaints: string[] = []

  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
  const goTo = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  const read = <T>(work: Parameters<typeof withProject<T>>[2]) => withProject(project.folder, 'read', work)
  const report = (stage: string, ...events: object[]) => {
    const place = path.join(project.folder, 'stages', stage)
    mkdirSync(place, { recursive: true })
    appendFileSync(
      path.join(place, 'events.jsonl'),
      events.map((event) => `${JSON.stringify({ timeMs: Date.now(), ...event })}\n`).join(''),
    )
  }
  const steps = (from: number, to: number, total: number) =>
    Array.from({ length: to - from + 1 }, (_, k) => ({
      ...{ type: 'progress', done: from + k, total, stepSeconds: 0.25 + 0.02 * Math.sin(k) },
      loss: 0.05 + 1 / Math.sqrt(from + k) + 0.02 * Math.sin(12.9898 * (from + k)),
      ...{ learningRate: 0.001 * (1 - (from + k) / total), rssBytes: 2.1e9 },
    }))
  const cell = (name: string) =>
    page.getByRole('region', { name: 'One method, closely' }).getByRole('combobox', { name })
  const picture = async (name: string) => {
    const pictures = process.env['ANTRUM_PICTURES']
    if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true })
  }
  /** Accessible in light and dark, and no wider than the window. */
  const look = async (name: string) => {
    for (const scheme of ['Dark', 'Light']) {
      await page.getByRole('button', { name: scheme, exact: true }).click()
      await page.mouse.move(0, 400)
      await page.getByRole('tooltip').waitFor({ state: 'detached' })
      for (const width of [1440, 1024]) {
        await page.setViewportSize({ width, height: 900 })
        await page.waitForTimeout(300)
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        await picture(`${name} ${scheme} ${width}`)
      }
      expect(await accessibilityFindings(page), `${name}, ${scheme}`).toEqual([])
    }
    await page.setViewportSize({ width: 1280, height: 832 })
  }

  beforeAll(async () => {
    await buildWorkbench()
    project = await seedProject(aRecipe({ variants: [{ name: 'ssim', measure: 'ssim' }] }))
    const volumes = path.join(project.folder, 'volumes', 'v1')
    mkdirSync(volumes, { recursive: true })
    writeFileSync(path.join(volumes, 'dataset.json'), JSON.stringify(aManifest()))
    await project.write(({ db }) =>
      saveExperiment(
        db,
        { id: other, recipe: aRecipe(), datasetVersion: 'v1', precision: 'float32' },
        project.plan,
      ),
    )
    server = await launchServe(userFolder, [project.folder])
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 832 }, reducedMotion: 'reduce' })
    context.setDefaultTimeout(15_000)
    page = await context.newPage()
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(server.url)
    await heading('sinus-study').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop('SIGTERM')
    project?.remove()
    rmSync(userFolder, { recursive: true, force: true })
  })

  it('draws a stage while it runs: 100,000 reports, then those that come, and the same after a reload', async () => {
    const [{ hash }] = project.plan.stages
    await project.write(({ db }) => startStage(db, hash, { pid: process.pid, host: os.hostname() }))
    report(hash, { type: 'started', pid: 1, host: 'here', device: 'cpu', resumedFromEpoch: 0 })
    report(hash, ...steps(1, 100_000, 200_000))
    for (let epochIndex = 0; epochIndex < 5; epochIndex++)
      report(hash, {
        ...{ type: 'epoch', epochIndex, epochs: 10, trainLoss: 0.1, validationLoss: 0.2 - 0.02 * epochIndex },
      })
    const cause = 'The embeddings are nearly all alike.'
    report(hash, { type: 'alarm', alarm: 'collapse', cause, suggestion: 'Lower the learning rate.' })
    writeFileSync(path.join(project.folder, 'stages', hash, 'trainer.log'), 'one line\nanother line\n')
    await goTo('Runs')
    await page
      .getByRole('row', { name: /^Autoencoder – 1 – Running/ })
      .first()
      .getByRole('link')
      .click()
    await heading('Autoencoder, fold 1').waitFor()
    const loss = page.getByRole('figure', { name: 'Training loss' })
    await loss.waitFor()
    await page.getByText(cause).waitFor()
    await page.getByRole('log').getByText('another line').waitFor()
    for (const name of ['Learning rate', 'Samples per second', 'Memory of the trainer, GB'])
      await page.getByRole('figure', { name }).waitFor()

    const numbers = async () => {
      await loss.getByRole('button', { name: 'Table' }).click()
      const text = await loss.getByRole('table').innerText()
      await loss.getByRole('button', { name: 'Chart' }).click()
      return text
    }
    const before = await numbers()
    expect(before).toContain('100,000')
    expect(before.split('\n').length).toBeLessThan(700)
    report(hash, ...steps(100_001, 100_300, 200_000))
    await loss.getByRole('button', { name: 'Table' }).click()
    await loss.getByText('100,300').waitFor()
    await loss.getByRole('button', { name: 'Chart' }).click()
    const grown = await numbers()
    await page.reload()
    await loss.waitFor()
    expect(await numbers()).toBe(grown)
    await look('stage')
  })

  it('shows the same curves after the server was started anew', async () => {
    const loss = page.getByRole('figure', { name: 'Training loss' })
    await loss.getByRole('button', { name: 'Table' }).click()
    const before = await loss.getByRole('table').innerText()
    await server.stop('SIGKILL')
    server = await launchServe(userFolder, [project.folder, '--port', String(server.port)])
    await page.getByText('This session has ended').waitFor()
    const second = await context.newPage()
    await second.goto(server.url)
    await second.getByRole('heading', { level: 1, name: 'sinus-study' }).waitFor()
    await second.close()
    await page.getByText('This session has ended').waitFor({ state: 'detached' })
    report(project.plan.stages[0].hash, ...steps(100_301, 100_310, 200_000))
    await loss.getByText('100,310').waitFor()
    const after = await loss.getByRole('table').innerText()
    expect(after.split('\n').slice(0, 300)).toEqual(before.split('\n').slice(0, 300))
    complaints.length = 0 // of the server that was away
  })

  it('pauses and resumes the queue, puts it in another order by keyboard, takes out and puts back', async () => {
    await goTo('Runs')
    await heading('Runs').waitFor()
    const cards = page.getByRole('article')
    await cards.first().waitFor()
    for (const id of [project.experiment, other])
      await page
        .getByRole('article', { name: `quick · ${id}` })
        .getByRole('button', { name: 'Put into the queue' })
        .click()
    const items = page.getByRole('list', { name: /in the order/ }).getByRole('listitem')
    await items.nth(1).getByText(other).waitFor()
    await page.getByRole('button', { name: 'Pause the queue' }).click()
    await page.getByText(/^Paused\./).waitFor()
    await expect.poll(async () => (await read(projectStatus)).paused).toBe(true)
    await page.getByRole('button', { name: 'Resume the queue' }).click()
    await expect.poll(async () => (await read(projectStatus)).paused).toBe(false)

    await page.getByRole('button', { name: `Move quick · ${other} up` }).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await items.first().getByText(other).waitFor()
    const place = async (id: string) =>
      (await read(projectStatus)).experiments.find(({ experiment }) => experiment === id)!.queuePosition
    await expect.poll(() => place(other), { timeout: 20_000 }).toBe(0)
    await page.getByRole('button', { name: `Move quick · ${other} down` }).click()
    await expect.poll(() => place(other), { timeout: 20_000 }).toBe(1)
    await items.nth(1).dragTo(items.first())
    await expect.poll(() => place(other), { timeout: 20_000 }).toBe(0)

    const card = page.getByRole('article', { name: `quick · ${other}` })
    await card.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => place(other), { timeout: 20_000 }).toBe(null)
    await card.getByRole('button', { name: 'Put into the queue' }).click()
    await expect.poll(() => place(other), { timeout: 20_000 }).toBe(1)
    await look('runs')
  })

  it('says why a stage failed, and tries it again', async () => {
    const { hash } = project.plan.stages[1]
    const message = 'The loss is not a number. Lower the learning rate.'
    await project.write(({ db }) => failStage(db, hash, { code: 'loss-not-a-number', message }))
    await page
      .getByRole('row', { name: /Failed/ })
      .first()
      .getByRole('link')
      .click()
    await page.getByRole('alert').getByText(message).waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Queued', { exact: true }).waitFor()
  })

  it('goes from a cell of the table to its runs, curves, operating points and sinuses', async () => {
    await seedResults(project)
    const open = read((opened) =>
      methodScores(opened, project.experiment, { method: 'residual', labelFraction: 1 }),
    )
    const scores = await open
    await page.goto(
      `http://127.0.0.1:${server.port}/#/results?${new URLSearchParams({ folder: project.folder, experiment: project.experiment })}`,
    )
    await page.getByRole('button', { name: /look into Residual prediction at 100%/ }).click()
    const runs = page.getByRole('table', { name: 'Runs' })
    await runs.waitFor()
    for (const { foldIndex, metrics } of scores.models)
      await runs
        .getByRole('row', {
          name: new RegExp(`Fold ${foldIndex + 1}.* ${(metrics.auroc as number).toFixed(3)}`),
        })
        .waitFor()
    for (const name of ['ROC', 'Precision and recall', 'Calibration'])
      await page.getByRole('figure', { name, exact: true }).waitFor()

    const targets = scores.models.flatMap(() => scores.sinuses.map(({ target }) => target))
    const values = scores.models.flatMap(({ test }) => test)
    const cells = async () => {
      const all = await page
        .getByRole('table', { name: 'Confusion matrix' })
        .getByRole('cell')
        .allTextContents()
      return all.map(Number)
    }
    const wanted = (threshold: number) => {
      const matrix = confusionAt(targets, values, threshold)
      if (isUndefined(matrix)) throw new Error(matrix.reason)
      return matrix
    }
    const at = (threshold: number) => {
      const { truePositives, falseNegatives, falsePositives, trueNegatives } = wanted(threshold)
      return [truePositives, falseNegatives, falsePositives, trueNegatives]
    }
    expect(await cells()).toEqual(at(0.5))
    await page.getByRole('slider', { name: /Anomalous above/ }).focus()
    for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowRight')
    expect(await cells()).toEqual(at(0.6))
    await page.getByLabel('Prevalence, %').fill('10')
    const { positive, negative } = predictiveValues(wanted(0.6), 0.1)
    await page.getByText('Positive predictive value at 10%').waitFor()
    const shown = await page.locator('dd').allTextContents()
    expect(shown.slice(-2)).toEqual([positive, negative].map((value) => (value as number).toFixed(3)))

    const cases = page.getByRole('table', { name: 'Sinuses of the test set' })
    expect(await cases.getByRole('row').count()).toBeGreaterThan(10)
    await page.getByRole('button', { name: 'Disagreement' }).click()
    await page
      .getByRole('table', { name: 'By finding and side' })
      .getByRole('row', { name: /^Left/ })
      .waitFor()
    await look('results')
    await runs.getByRole('link').first().click()
    await heading(/^Evaluation · Residual prediction, fold 1, 100% of labels/).waitFor()
  })

  it('comes back to the cell that was looked into', async () => {
    await page.goBack()
    await page.getByRole('table', { name: 'Runs' }).waitFor()
    expect(await cell('Method').innerText()).toBe('Residual prediction')
    await page.reload()
    await page.getByRole('table', { name: 'Runs' }).waitFor()
  })

  it('looks into a variant as into a method', async () => {
    const variant = 'residual/ssim'
    const open = { method: variant, labelFraction: 0.2 } as const
    const scores = await read((opened) => methodScores(opened, project.experiment, open))
    await page.getByRole('button', { name: /look into Residual prediction \(ssim\) at 20%/ }).click()
    await cell('Method').getByText('Residual prediction (ssim)').waitFor()
    for (const { foldIndex, metrics } of scores.models)
      await page
        .getByRole('table', { name: 'Runs' })
        .getByRole('row', {
          name: new RegExp(`Fold ${foldIndex + 1}.* ${(metrics.auroc as number).toFixed(3)}`),
        })
        .waitFor()
    for (const name of ['ROC', 'Precision and recall', 'Calibration'])
      await page.getByRole('figure', { name, exact: true }).waitFor()
    const link = await page
      .getByRole('link', { name: /: look at the case$/ })
      .first()
      .getAttribute('href')
    expect(new URLSearchParams(link!.split('?')[1]).get('method')).toBe(variant)
    await page.reload()
    await cell('Method').getByText('Residual prediction (ssim)').waitFor()
  })

  it('compares any two methods, variants too, in a plain sentence', async () => {
    const pair = page.getByRole('region', { name: 'Any two methods' })
    const pick = async (label: string, name: string) => {
      await pair.getByRole('combobox', { name: label }).click()
      await page.getByRole('option', { name, exact: true }).click()
    }
    for (const [a, b, first, second] of [
      ['residual/ssim', 'residual', 'Residual prediction (ssim)', 'Residual prediction'],
      ['residual/ssim', 'autoencoder', 'Residual prediction (ssim)', 'Autoencoder'],
    ]) {
      await pick('Method', first)
      await pick('Against', second)
      const { comparisons } = await read((opened) => compareMethods(opened, project.experiment, { a, b }))
      const own = comparisons.filter(({ metric }) => metric === 'auroc')
      expect(own).toHaveLength(2)
      for (const { sentence } of own) await pair.getByText(sentence, { exact: true }).waitFor()
    }
  })

  it('saves every table as CSV and those of papers as LaTeX, every chart as SVG, PNG and CSV', async () => {
    const saved = async (button: Locator, item: string) => {
      await button.click()
      const download = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: item }).click()
      const file = await download
      return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
    }
    const buttons = page.getByRole('button', { name: /^Export (?!the model)/ })
    const names = await buttons.evaluateAll((all) =>
      all.map((each) => each.getAttribute('aria-label')!.slice(7)),
    )
    const cell = 'Residual prediction (ssim) 20%'
    expect(names).toEqual([
      'AUROC · By method and label fraction',
      'AUROC by share of labels',
      'AUPRC by share of labels',
      'Can they be told apart?',
      'Residual prediction (ssim) against Autoencoder',
      `Runs ${cell}`,
      ...['ROC', 'Precision and recall', 'Calibration', `Operating point ${cell}`],
      `By finding and side ${cell}`,
      `Sinuses of the test set ${cell}`,
    ])
    const texts = new Map<string, string[]>()
    for (const [at, name] of names.entries()) {
      const csv = (await saved(buttons.nth(at), 'CSV, the numbers')).bytes.toString('utf8')
      expect(csv.codePointAt(0)).toBe(0xfeff)
      expect(csv).not.toMatch(/NaN|undefined|\[object|Infinity/)
      const lines = csv.slice(1).trimEnd().split('\r\n')
      expect(lines.length, name).toBeGreaterThan(1)
      texts.set(name, lines)
    }
    const table = await read((opened) => resultTable(opened, project.experiment))
    const own = table.rows.map(({ metrics: { auroc } }) => auroc)
    // Two folds: the mean and both of them, and nothing between.
    expect(texts.get(names[0])!.slice(1)).toEqual(
      table.rows.map(({ method, labelFraction }, row) =>
        [
          armName(method),
          labelFraction,
          own[row].mean,
          '',
          '',
          own[row].sd,
          ...(own[row].folds as number[]),
        ].join(),
      ),
    )
    const scores = await read((opened) =>
      methodScores(opened, project.experiment, { method: 'residual/ssim', labelFraction: 0.2 }),
    )
    expect(texts.get(names.at(-1)!)).toHaveLength(1 + scores.sinuses.length)
    for (const place of [0, 3, 4, 5, 10]) {
      const { name, bytes } = await saved(buttons.nth(place), 'LaTeX, for a paper')
      expect(name).toMatch(/\.tex$/)
      expect(bytes.toString('utf8')).toMatch(/^% needs .*\n\\begin\{tabular\}[^]*\\end\{tabular\}\n$/)
    }
    for (const place of [1, 2, 6, 7, 8]) {
      expect((await saved(buttons.nth(place), 'SVG, for print')).bytes.toString('utf8')).toMatch(/^<svg /)
      expect((await saved(buttons.nth(place), 'PNG, for slides')).bytes.subarray(1, 4).toString()).toBe('PNG')
    }
  })

  it('shows no interval from two folds, and says why', async () => {
    const row = page
      .getByRole('table', { name: /^AUROC · By method/ })
      .getByRole('row', { name: /^No pretraining/ })
    expect(await row.innerText()).toMatch(/0\.\d{3}\s+–\s+Folds 0\.\d\d 0\.\d\d/)
    await page.getByText('–: no interval, which wants 3 folds or more').waitFor()
  })

  it('holds its place while it reads', async () => {
    const letGo = await holdCalls(page, /results\/(table|differences|compare|scores)/)
    await page.reload()
    await page.getByRole('status', { name: 'Reading the results…' }).waitFor()
    expect(await page.getByRole('progressbar').count()).toBe(0)
    await picture('results, loading')
    letGo()
    await page.getByRole('table', { name: 'Runs' }).waitFor()
    await page.getByRole('region', { name: 'Any two methods' }).getByRole('listitem').first().waitFor()
    expect(await layoutShift(page)).toBeLessThan(0.1)
  })

  it('had nothing to complain of', () => {
    expect(complaints).toEqual([])
  })
})
