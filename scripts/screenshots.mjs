// Takes the pictures of docs/guide and the README anew, from a real project: a copy of a finished demo, served to Chromium.
// Usage: npm run screenshots [-- folder of "antrum demo"]; without one the demo runs first, which takes minutes.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { buildWorkbench } from '../src/main/services/build-workbench.ts'
import { withProject } from '../src/main/project.ts'
import { runDemo } from '../src/main/services/demo.ts'
import { setKnownLesions } from '../src/main/services/known-lesions.ts'
import { chromiumPath } from '../test/helpers/electron-double/browser.ts'
import { smallPng } from './small-png.mjs'
import { openTour, stations } from './window-tour.mjs'

const target = 'docs/images/guide'
/** What is taken in both schemes. */
const alsoDark = new Set(['cases', 'results'])

mkdirSync(target, { recursive: true })
const temporary = mkdtempSync(path.join(os.tmpdir(), 'antrum-guide-'))
try {
  const demo = path.resolve(process.argv[2] ?? (await makeDemo(path.join(temporary, 'made'))))
  if (!existsSync(path.join(demo, 'study/antrum.sqlite'))) {
    throw new Error(
      `A folder made by "antrum demo" was expected, with a study in it; ${demo} has none. Run "npx antrum demo ${demo}".`,
    )
  }
  await buildWorkbench()
  await drawIcon()
  // Pictures change a project (a review is started, looks at the test set are counted): that of the demo stays as it is.
  const study = path.join(temporary, 'demo-study', 'study')
  cpSync(path.join(demo, 'study'), study, { recursive: true })
  await withProject(study, 'write', (project) => setKnownLesions(project, path.join(demo, 'heads')))
  for (const colorScheme of ['light', 'dark']) {
    const tour = await openTour(study, { viewport: { width: 1440, height: 900 }, colorScheme })
    try {
      for (const { name, heightPx, visit } of stations) {
        if (colorScheme === 'dark' && !alsoDark.has(name)) continue
        await tour.page.setViewportSize({ width: 1440, height: heightPx })
        await visit(tour)
        await tour.settle()
        await tour.page.mouse.move(0, 0)
        const file = path.join(target, `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`)
        const bytes = await smallPng(tour.page, await tour.page.screenshot())
        writeFileSync(file, bytes)
        console.log(`${file}  ${Math.round(bytes.length / 1000)} kB`)
      }
    } finally {
      await tour.close()
    }
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

async function makeDemo(folder) {
  console.log('No demo was named: one is made first, which takes minutes.')
  await runDemo(folder, { signal: new AbortController().signal, progress: () => {} }, console.warn)
  return folder
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
