import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject } from '../../src/main/project.ts'
import { encodeNifti } from '../../src/shared/imaging/nifti.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { aVolume } from '../helpers/project.ts'
import { hasChromium, servePage } from '../helpers/served-page.ts'
import type { ServedPage } from '../helpers/served-page.ts'

describe.skipIf(!hasChromium)('what the core says, in a German browser', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-german-'))
  const project = path.join(above, 'sinus-study')
  let served: ServedPage
  let page: ServedPage['page']

  const folder = (name: string, files: Record<string, Uint8Array> = {}) => {
    mkdirSync(path.join(above, name))
    for (const [file, bytes] of Object.entries(files)) writeFileSync(path.join(above, name, file), bytes)
    return path.join(above, name)
  }
  const importFrom = async (from: string) => {
    await page.getByLabel('Ordner oder Datei mit Aufnahmen').fill(from)
    await page.getByRole('button', { name: 'Importieren', exact: true }).click()
  }
  const speak = async (language: 'English' | 'Deutsch', settings: string) => {
    await page.getByRole('link', { name: settings, exact: true }).click()
    await page.getByRole('radio', { name: language }).check()
  }
  const looksRight = async (name: string) => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024)
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture(name)
  }

  beforeAll(async () => {
    await createProject(project)
    served = await servePage(project)
    page = served.page
    await page.setViewportSize({ width: 1024, height: 900 })
    await speak('Deutsch', 'Settings')
    await served.goTo('Kohorte')
  })
  afterAll(async () => {
    await served?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('is an error with what to do next, behind a German title', async () => {
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
    await importFrom(folder('leer'))
    const alert = page.getByRole('alert')
    await alert.getByText('Der Import ist nicht durchgelaufen').waitFor()
    await alert.getByText('Dort wurde keine Aufnahme gefunden. NIfTI-Dateien enden auf .nii').waitFor()
    await looksRight('german, error')
  })

  it('is why a file was rejected and what to do, and can be searched for', async () => {
    const cut = gzipSync(encodeNifti(aVolume('sub-10'))).subarray(0, 400)
    const holes = aVolume('sub-11')
    holes.data.fill(NaN, 0, 5)
    await importFrom(folder('scans', { 'sub-10.nii.gz': cut, 'sub-11_FLAIR.nii': encodeNifti(holes) }))
    await page.getByText(/^2 Dateien in .* gelesen\.$/).waitFor({ timeout: 60_000 })
    await page.getByLabel('Person oder Grund suchen').fill('abgeschnitten')
    await page.getByRole('row').nth(2).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'sub-10.nii.gz' }).click()
    const detail = page.getByRole('region', { name: 'sub-10.nii.gz' })
    await detail
      .getByText('sub-10.nii.gz: Die komprimierte Datei endet zu früh: Sie wurde abgeschnitten.', {
        exact: true,
      })
      .waitFor()
    await detail.getByText('Kopieren Sie sie noch einmal von dort, wo sie herkommt.').waitFor()
    await looksRight('german, rejected')
    await page.getByLabel('Person oder Grund suchen').fill('')
    await page.getByRole('button', { name: 'sub-11', exact: true }).click()
    await page
      .getByRole('region', { name: 'sub-11' })
      .getByText(/^5 von \d+ Voxeln sind keine endlichen Zahlen und wurden auf 0 gesetzt\.$/)
      .waitFor()
  })

  it('is the same in English where English is chosen', async () => {
    await speak('English', 'Einstellungen')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    await served.goTo('Cohort')
    await page.getByRole('button', { name: 'sub-11', exact: true }).click()
    await page.getByText(/^5 of \d+ voxels are not finite numbers and were set to 0\.$/).waitFor()
    expect(served.complaints).toEqual([])
  })
})
