/* global document, location, scrollY, URLSearchParams, window */
// The pages of a demo's project in Chromium, one after the other: what screenshots.mjs photographs.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { launchBrowser, launchServe } from '../test/helpers/launch-server.ts'

/**
 * Serves a project to a browser of its own.
 *
 * @returns page; goTo(id, params): a page by its name in the address; settle(): waits until it is drawn; close().
 */
export async function openTour(folder, { viewport, colorScheme = 'light', locale = 'en-GB' }) {
  const userFolder = mkdtempSync(path.join(os.tmpdir(), 'antrum-pictures-'))
  const server = await launchServe(userFolder, [folder])
  const browser = await launchBrowser()
  const page = await browser.newPage({ viewport, colorScheme, locale, reducedMotion: 'reduce' })
  page.setDefaultTimeout(60_000)
  await page.goto(server.url)
  await page.getByRole('heading', { level: 1, name: path.basename(folder) }).waitFor()
  const settle = async () => {
    await page.waitForLoadState('networkidle')
    await page.waitForFunction(() => !document.querySelector('.MuiSkeleton-root'))
    await page.waitForTimeout(500) // charts and slices are drawn after their data came
  }
  return {
    page,
    settle,
    goTo: async (id, params = {}) => {
      const hash = `/${id}?${new URLSearchParams({ folder, ...params })}`
      await page.evaluate((wanted) => void (location.hash = wanted), hash)
      await page.locator(`nav [href^="#/${id}?"][aria-current]`).waitFor()
      await settle()
      await page.evaluate(() => window.scrollTo(0, 0))
    },
    close: async () => {
      await browser.close()
      await server.stop('SIGTERM')
      rmSync(userFolder, { recursive: true, force: true })
    },
  }
}

/** Brings a heading to the upper end, below the bar. */
const scrollTo = (heading) =>
  heading.evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 104))

const heading = (page, name) => page.getByRole('heading', { name, exact: true })

/** Each is one picture: its file, how high the window is, and how to get there. In the order of a study. */
export const stations = [
  {
    name: 'home',
    heightPx: 960,
    visit: async ({ page, goTo }) => {
      await goTo('home')
      await page.getByRole('button', { name: 'Measure again' }).waitFor({ timeout: 120_000 })
    },
  },
  { name: 'overview', heightPx: 560, visit: ({ goTo }) => goTo('overview') },
  { name: 'cohort', heightPx: 800, visit: ({ goTo }) => goTo('cohort') },
  {
    name: 'montage',
    heightPx: 640,
    visit: async ({ page, goTo }) => {
      await goTo('regions')
      await page.getByRole('button', { name: 'Show the montage' }).first().click()
      await page.getByRole('img', { name: /sub-/ }).waitFor({ timeout: 120_000 })
      await scrollTo(page.getByRole('region', { name: 'Show the montage' }))
    },
  },
  {
    name: 'regions',
    heightPx: 900,
    visit: async ({ page, goTo, settle }) => {
      await goTo('regions')
      await settle()
      await scrollTo(heading(page, '2. Centres of the sinuses'))
    },
  },
  { name: 'dataset', heightPx: 900, visit: ({ goTo }) => goTo('dataset') },
  {
    name: 'experiments',
    heightPx: 900,
    visit: async ({ page, goTo }) => {
      await goTo('experiments')
      await page.getByRole('button', { name: '3. Methods' }).click()
      await page
        .getByText(/^about /)
        .first()
        .waitFor({ timeout: 120_000 })
    },
  },
  { name: 'queue', heightPx: 760, visit: ({ goTo }) => goTo('runs') },
  {
    name: 'runs',
    heightPx: 900,
    visit: async ({ page, goTo }) => {
      await goTo('runs')
      await page
        .getByRole('row', { name: /^Pretraining Residual prediction/ })
        .first()
        .getByRole('link')
        .click()
      await page.getByRole('figure', { name: 'Training loss' }).waitFor()
    },
  },
  { name: 'results', heightPx: 900, visit: ({ goTo }) => goTo('results') },
  {
    name: 'claims',
    heightPx: 760,
    visit: async ({ page, goTo }) => {
      await goTo('results')
      await scrollTo(heading(page, 'Can they be told apart?'))
    },
  },
  {
    name: 'cases',
    heightPx: 1140,
    visit: async ({ page, goTo }) => {
      await goTo('cases')
      await page.getByRole('combobox', { name: 'Label', exact: true }).click()
      await page.getByRole('option', { name: 'Polyp', exact: true }).click()
      await page.getByRole('button', { name: 'Right', exact: true }).click()
      await page.getByRole('listbox', { name: 'Cases' }).getByRole('option').last().click()
      const compute = page.getByRole('button', { name: /^Compute for this case/ })
      await page.getByRole('figure').first().waitFor()
      if (await compute.isVisible()) await compute.click()
      await page.getByText('Not computed yet.').first().waitFor({ state: 'detached', timeout: 300_000 })
      await page.evaluate(() => window.scrollTo(0, 0))
    },
  },
  {
    name: 'review',
    heightPx: 900,
    visit: async ({ page, goTo }) => {
      await goTo('review')
      await page.getByRole('button', { name: 'New review' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: /^Readers/ }).fill('reader A\nreader B')
      await dialog.getByRole('button', { name: 'Start' }).click()
      await page
        .getByText(/0 of \d+/)
        .first()
        .waitFor()
      await goTo('review', { session: 'review-1', reader: 'reader A' })
      await page.getByRole('application', { name: 'Axial slice' }).waitFor()
    },
  },
  { name: 'settings', heightPx: 900, visit: ({ goTo }) => goTo('settings') },
]
