import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listExperiments } from '../../src/main/db/stores/experiments.ts'
import { listStages } from '../../src/main/db/stores/stages.ts'
import { withProject } from '../../src/main/project.ts'
import { overlapSummary } from '../../src/main/report/overlap-summary.ts'
import { buildWorkbench } from '../../src/main/services/build-workbench.ts'
import { measureOverlaps } from '../../src/main/services/lesion-overlap.ts'
import { openLesionTruth } from '../../src/main/services/lesion-truth.ts'
import { readManifest } from '../../src/main/study/manifest.ts'
import { projectStatus } from '../../src/main/study/status.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { launchBrowser, launchServe } from '../helpers/launch-server.ts'
import type { RunningServe } from '../helpers/launch-server.ts'
import { aContext } from '../helpers/project.ts'
import { hasChromium } from '../helpers/served-page.ts'

/** Journey 1: somebody with no data comes to the first residual, by clicks alone. */
describe.skipIf(!hasChromium)('the first launch', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'antrum-home-'))
  const study = path.join(home, 'sample', 'study')
  let server: RunningServe
  let browser: Browser
  let page: Page
  let clicks = 0
  const asked: string[] = []
  const press = async (role: 'button' | 'link', name: string | RegExp) => {
    clicks++
    await page.getByRole(role, { name, exact: true }).first().click()
  }
  const status = () => withProject(study, 'read', projectStatus)

  beforeAll(async () => {
    await buildWorkbench()
    server = await launchServe(home, [])
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 832 }, reducedMotion: 'reduce' })
    page.setDefaultTimeout(30_000)
    page.on('request', (request) => asked.push(request.url()))
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop('SIGTERM')
    if (existsSync(study)) {
      const { holder } = await status()
      if (holder) process.kill(holder.pid, 'SIGTERM')
      while ((await status()).holder) await sleep(100)
    }
    rmSync(home, { recursive: true, force: true })
  })

  it('opens three doors', async () => {
    await page.goto(server.url)
    await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor()
    for (const door of ['Try the sample study', 'Start your own study', 'Open a project'])
      await page.getByRole('region', { name: door }).waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
  })

  it('says why a folder with other things in it is no place for a project', async () => {
    const own = page.getByRole('region', { name: 'Start your own study' })
    await own.getByRole('textbox').fill(path.resolve('src'))
    await own.getByRole('button', { name: 'Make the project' }).click()
    await own.getByText(/holds other things/).waitFor()
  })

  it('makes heads, a project and a study of them, and shows its runs', async () => {
    await press('button', 'Small')
    const sample = page.getByRole('region', { name: 'Try the sample study' })
    await sample.getByRole('textbox').fill(path.dirname(study))
    await press('button', 'Make and run it')
    await sample.getByText(/Step 1 of 5: Making heads/).waitFor()
    await sample.getByText(/left$/).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor({ timeout: 300_000 })
    await page.getByRole('table', { name: 'Runs of quick' }).waitFor()
  }, 320_000)

  it('shows a residual over its sinus as soon as there is one, within six clicks in all', async () => {
    await press('link', 'Cases')
    const residual = page.getByRole('img', { name: /^Residual, filtered/ })
    await residual.first().waitFor({ timeout: 240_000 })
    expect(clicks).toBeLessThanOrEqual(6)
    // Where lesions are is known here: they are outlined, and residuals are high in them.
    await page.getByText('Known lesion').first().waitFor()
    const truth = await openLesionTruth(path.join(path.dirname(study), 'heads'))
    const overlaps = await withProject(study, 'read', async (project) => {
      const [{ id, datasetVersion }] = await listExperiments(project.db)
      const manifest = await readManifest(project, datasetVersion)
      return measureOverlaps(project, manifest, await listStages(project.db, id), truth, aContext())
    })
    const { sinuses, auroc, hitShare, chance } = overlapSummary(overlaps)!
    expect(sinuses).toBeGreaterThan(10)
    expect(auroc).toBeGreaterThan(0.7)
    expect(hitShare).toBeGreaterThan(3 * chance)
  }, 260_000)

  it('has asked nobody but this machine', () => {
    expect(asked.length).toBeGreaterThan(3)
    expect(asked.filter((url) => new URL(url).hostname !== '127.0.0.1')).toEqual([])
  })
})
