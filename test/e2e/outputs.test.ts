import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import { aHead } from '../helpers/heads.ts'
import { aPredictStudy } from '../helpers/predict-study.ts'
import { hasChromium, lookAt, servePage } from '../helpers/served-page.ts'
import type { ServedPage } from '../helpers/served-page.ts'

describe.skipIf(!hasChromium)('what a finished study is used for, in a browser', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-outputs-'))
  let study: Awaited<ReturnType<typeof aPredictStudy>>
  let served: ServedPage
  let page: ServedPage['page']

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const says = (text: string | RegExp) => page.getByText(text).waitFor({ timeout: 120_000 })
  const exported = (pattern: RegExp) =>
    readdirSync(path.join(study.folder, 'exports')).filter((name) => pattern.test(name))
  const look = (name: string) => lookAt(served, name)

  beforeAll(async () => {
    study = await aPredictStudy(above)
    await writeNiftiFile(path.join(above, 'new', 'somebody.nii.gz'), aHead(4).scan)
    served = await servePage(study.folder)
    page = served.page
    await served.goTo('Results')
  }, 300_000)
  afterAll(async () => {
    await served?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('writes the report into the exports and hands out a copy of it', { timeout: 180_000 }, async () => {
    await press('Write the report')
    await says(/^Written to the project’s exports as report-/)
    const [name] = exported(/^report-.*\.html$/)
    const download = page.waitForEvent('download')
    await press('Save a copy')
    const saved = readFileSync(await (await download).path(), 'utf8')
    expect(saved).toBe(readFileSync(path.join(study.folder, 'exports', name), 'utf8'))
    expect(saved).toContain('<!doctype html>')
  })

  it(
    'proves that everything is as it was written, and names the file when one byte is not',
    { timeout: 180_000 },
    async () => {
      await press('Verify')
      await says(/^Everything is as it was written: /)
      const { hash } = study.all('evaluate')[0]
      const file = path.join(study.folder, 'stages', hash, 'predictions.json')
      const bytes = readFileSync(file)
      const changed = Buffer.from(bytes)
      changed[changed.length - 5] ^= 1
      writeFileSync(file, changed)
      await press('Verify')
      await says(/not as (it was|they were) written/)
      await page
        .getByRole('listitem')
        .filter({ hasText: `stages/${hash}/predictions.json` })
        .first()
        .waitFor()
      await look('outputs verify')
      writeFileSync(file, bytes)
    },
  )

  it('exports a model, each file checked against the engine', { timeout: 180_000 }, async () => {
    await page.getByRole('button', { name: /look into Residual prediction at 100%/ }).click()
    await page.getByRole('heading', { name: 'Use a model' }).waitFor()
    await press('Export the model')
    await says(/^Exported to /)
    await says(/^onnx: at most \d/)
    const [folder] = exported(/^model-/)
    expect(readdirSync(path.join(study.folder, 'exports', folder))).toContain('MODEL_CARD.md')
  })

  it('scores a new head by all folds, and says what could not be scored', { timeout: 240_000 }, async () => {
    const path_ = page.getByRole('textbox', { name: /^New heads/ })
    await path_.fill(path.join(above, 'nowhere'))
    await press('Score')
    await says('This file or folder is not there. Check the path.')
    await path_.fill(path.join(above, 'new'))
    await path_.press('Enter')
    await page
      .getByRole('row', { name: /^head-001 .*somebody\.nii\.gz\) R 0\.\d{3} 0\.\d{3} / })
      .waitFor({ timeout: 180_000 })
    await look('outputs predict')
    const folders = exported(/^predict-/)
    const files = folders.flatMap((name) => readdirSync(path.join(study.folder, 'exports', name)))
    expect(files).toContain('head-001_L_residual.nii')
    expect(served.complaints).toEqual([])
  })
})
