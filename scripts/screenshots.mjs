// Takes the README's pictures of the window anew: the built app under the Electron double, on a project made for it.
// Usage: npm run screenshots [-- folder]; the runs shown are made up, the engine's figures are this machine's.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { finishStage, saveStageProgress, startStage } from '../src/main/db/stores/stages.ts'
import { buildWorkbench } from '../src/main/services/build-workbench.ts'
import { chromiumPath } from '../test/helpers/electron-double/browser.ts'
import { launchApp } from '../test/helpers/launch-app.ts'
import { seedProject } from '../test/helpers/seeded-project.ts'

const target = process.argv[2] ?? 'docs/images'
mkdirSync(target, { recursive: true })
await buildWorkbench()
await drawIcon()

const userData = mkdtempSync(path.join(os.tmpdir(), 'antrum-pictures-'))
const project = await seedProject()
await project.write(({ db }) => pretendWork(db, project.plan.stages))
const app = await launchApp(userData)
try {
  const { page } = app
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await app.chooseFolder(project.folder)
  await page.keyboard.press('Control+o')
  await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click()
  await page.getByRole('progressbar', { name: 'Progress of Pretraining' }).waitFor()
  await page.mouse.move(0, 0)
  await page.screenshot({ path: path.join(target, 'window-runs.png') })
  await page.keyboard.press('Control+Shift+W')
  await page.getByRole('button', { name: 'Measure again' }).waitFor({ timeout: 120_000 })
  await page.screenshot({ path: path.join(target, 'window-home.png') })
} finally {
  await app.close()
  project.remove()
  rmSync(userData, { recursive: true, force: true })
}

/** Half of the study is done, one pretraining runs. */
async function pretendWork(db, stages) {
  const running = stages.findLastIndex(({ kind }) => kind === 'pretrain')
  for (const [index, { hash, params }] of stages.slice(0, running + 1).entries()) {
    await startStage(db, hash, { pid: process.pid, host: os.hostname() })
    const { epochs = null } = params
    const loss = epochs && 0.04 + 0.011 * index
    const finishedAt = new Date().toISOString()
    if (index < running) {
      await saveStageProgress(db, hash, {
        stepsDone: 100,
        stepsTotal: 100,
        epochIndex: epochs && epochs - 1,
        epochs,
        loss,
      })
      await finishStage(db, hash, { device: 'cpu', seconds: epochs ? 41 + 7 * index : 3, finishedAt })
    } else {
      await saveStageProgress(db, hash, { stepsDone: 63, stepsTotal: 100, epochIndex: 6, epochs, loss })
    }
  }
}

/** The window icon from its drawing: Electron wants a PNG. */
async function drawIcon() {
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } })
  await page.setContent(
    `<style>body{margin:0}svg{width:256px;height:256px}</style>${readFileSync('resources/icons/antrum.svg', 'utf8')}`,
  )
  await page.screenshot({ path: 'resources/icons/antrum.png', omitBackground: true })
  await browser.close()
}
