import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listDecisions } from '../../src/main/db/stores/decisions.ts'
import { listLabels } from '../../src/main/db/stores/labels.ts'
import { listUsedScans } from '../../src/main/db/stores/scans.ts'
import { createProject, withProject } from '../../src/main/project.ts'
import { encodeNifti } from '../../src/shared/imaging/nifti.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { findText } from '../helpers/byte-search.ts'
import { person, writeStudy } from '../helpers/dicom-bytes.ts'
import { aVolume } from '../helpers/project.ts'
import { hasChromium, servePage } from '../helpers/served-page.ts'
import type { ServedPage } from '../helpers/served-page.ts'

/** Journey 2's "2000-file scan". */
const many = 2000

describe.skipIf(!hasChromium)('the cohort page, served to a browser', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-cohort-'))
  const project = path.join(above, 'sinus-study')
  let served: ServedPage
  let page: ServedPage['page']

  const folder = (name: string) => {
    mkdirSync(path.join(above, name), { recursive: true })
    return path.join(above, name)
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const row = (name: RegExp) => page.getByRole('row', { name })
  const importFrom = async (from: string) => {
    await page.getByLabel('Folder or file with scans').fill(from)
    await button('Import').click()
  }
  const importEnd = async () => {
    await page.getByText(/files? read in/).waitFor({ timeout: 110_000 })
    await button('Close').first().click()
  }

  beforeAll(async () => {
    await createProject(project)
    served = await servePage(project)
    page = served.page
    await served.goTo('Cohort')
  })
  afterAll(async () => {
    await served?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('teaches how to begin where there is no scan yet', async () => {
    await page.getByRole('heading', { name: 'No scans yet' }).waitFor()
    for (const scheme of ['Dark', 'Light'] as const) {
      await served.scheme(scheme)
      expect(await accessibilityFindings(page), scheme).toEqual([])
      await served.picture(`cohort-empty-${scheme}`)
    }
  })

  it('says what is wrong with a folder that holds no scan, and goes on', async () => {
    await importFrom(folder('empty'))
    await page.getByRole('alert').getByText('No scan was found there.').waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('cohort-error')
  })

  it('puts every bad file into its lane with a named reason and what to do', async () => {
    const scans = folder('scans')
    const write = (name: string, bytes: Uint8Array) => writeFileSync(path.join(scans, name), bytes)
    for (const subject of ['sub-01', 'sub-02']) write(`${subject}_FLAIR.nii`, encodeNifti(aVolume(subject)))
    write('sub-03_T1w.nii', encodeNifti(aVolume('sub-03')))
    write('sub-10.nii.gz', gzipSync(encodeNifti(aVolume('sub-10'))).subarray(0, 400))
    const holes = aVolume('sub-11')
    holes.data.fill(NaN, 0, 5)
    write('sub-11.nii', encodeNifti(holes))
    // Left and right changed places in the qform only: two orientations that disagree.
    const flipped = encodeNifti(aVolume('sub-12'))
    const header = new DataView(flipped.buffer, flipped.byteOffset)
    header.setInt16(252, 1, true)
    header.setFloat32(76, -1, true)
    write('sub-12.nii', flipped)
    write('sub-13.nii', encodeNifti(aVolume('sub-01')))
    const lost = encodeNifti(aVolume('sub-14'))
    new DataView(lost.buffer, lost.byteOffset).setInt16(252, 0, true)
    new DataView(lost.buffer, lost.byteOffset).setInt16(254, 0, true)
    write('sub-14.nii', lost)

    await importFrom(scans)
    await importEnd()
    await row(/^Rejected sub-10\.nii\.gz .*Unreadable/).waitFor()
    await row(/^Look sub-11 .*Voxels that are no numbers/).waitFor()
    await row(/^Look sub-12 .*Two orientations/).waitFor()
    await row(/^Look sub-13 .*Imported before/).waitFor()
    await row(/^Look sub-14 .*Left and right unknown/).waitFor()
    await row(/^OK sub-03 T1w 8 × 9 × 10 2.0 × 2.0 × 2.0/).waitFor()
    await row(/^OK sub-01 FLAIR/).waitFor()
    const facts = await page.locator('dl').innerText()
    expect(facts.split('\n').map((line) => line.trim())).toEqual(
      expect.arrayContaining(['Not FLAIR', '1', 'Rejected', 'Subjects']),
    )

    await row(/^Rejected sub-10/)
      .getByRole('button')
      .click()
    const detail = page.getByRole('region', { name: 'sub-10.nii.gz' })
    await detail.getByText('What to do').waitFor()
    await button(/^Rejected 1/).click()
    expect(await page.getByRole('row').count()).toBe(2)
    await button(/^All/).click()
  })

  it('decides on the sides in place, and takes that back', async () => {
    await page.getByText('One scan waits for a decision.').waitFor()
    await button('Show').click()
    const detail = page.getByRole('region', { name: 'sub-14' })
    await detail.getByText('Left out for now: left and right of this scan cannot be known.').waitFor()
    await served.picture('cohort-decision')
    await detail.getByLabel('Where do its voxel axes grow?').fill('xyz')
    await detail.getByRole('button', { name: 'Decide' }).click()
    await detail.getByText('The decision was not taken').waitFor()
    await detail.getByLabel('Where do its voxel axes grow?').fill('las')
    await detail.getByRole('button', { name: 'Decide' }).click()
    await detail.getByText('Decided: LAS').waitFor()
    await page.getByText('One scan waits for a decision.').waitFor({ state: 'detached' })
    const answers = () =>
      withProject(project, 'read', async ({ db }) => (await listDecisions(db)).map(({ answer }) => answer))
    expect(await answers()).toEqual(['LAS'])
    await detail.getByRole('button', { name: 'Undo decision' }).click()
    await page.getByText('One scan waits for a decision.').waitFor()
    expect(await answers()).toEqual([])
    await detail.getByRole('button', { name: 'Close' }).click()
  })

  it('shows how a label sheet is understood, lets that be put right, and names the subject that is not there', async () => {
    const sheet = path.join(above, 'labels.csv')
    writeFileSync(
      sheet,
      'who,left_label,right_label\nsub-01,normal,polyp\nsub-02,cyst,\nsub-99,normal,normal\n',
    )
    await button('Label sheet…').click()
    const dialog = page.getByRole('dialog', { name: 'Labels' })
    await dialog.getByLabel('Label sheet (CSV or XLSX)').fill(sheet)
    await dialog.getByRole('button', { name: 'Preview' }).click()
    await dialog.getByText('The sheet cannot be used').waitFor()
    await dialog.getByRole('combobox', { name: 'Meaning of who' }).click()
    await page.getByRole('option', { name: 'subject', exact: true }).click()
    await dialog.getByText('3 labels, 3 of them new or different.').waitFor()
    await dialog.getByText(/Line 4: .*sub-99/).waitFor()
    await dialog.getByRole('row', { name: /^Polyp 0 1/ }).waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('cohort-labels')
    expect(await withProject(project, 'read', ({ db }) => listLabels(db))).toEqual([])
    await dialog.getByRole('button', { name: 'Import 3 labels' }).click()
    await page.getByText('3 labels were imported.').waitFor()
    expect(await withProject(project, 'read', ({ db }) => listLabels(db))).toHaveLength(3)
  })

  it('proposes the FLAIR of a DICOM study, shows what is removed, and takes no name along', async () => {
    const study = writeStudy(folder('dicom'))
    await page.getByLabel('Folder or file with scans').fill(study)
    await button('DICOM series…').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: 'FLAIR' }).waitFor()
    expect(await dialog.getByRole('checkbox', { name: 'FLAIR' }).isChecked()).toBe(true)
    expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(1)
    expect(await dialog.getByRole('img').count()).toBe(2)
    expect(await dialog.getByText(/^[LR]$/).allTextContents()).toEqual(['R', 'L', 'R', 'L'])
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('cohort-series')
    await dialog.getByRole('button', { name: 'Before and after' }).click()
    await dialog.getByRole('cell', { name: person.name }).waitFor()
    await dialog.getByRole('row', { name: /^PatientBirthDate .* removed/ }).waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('cohort-tags')
    await dialog.getByRole('button', { name: 'Import 1 series' }).click()
    await importEnd()
    const used = await withProject(project, 'read', ({ db }) => listUsedScans(db))
    const pseudonym = used.map(({ subject }) => subject).find((subject) => !/^sub-\d\d$/.test(subject))!
    await row(new RegExp(`^OK ${pseudonym} FLAIR`)).waitFor()
    expect(findText(project, [person.id, person.birthDate, ...person.name.split('^')])).toEqual([])
  })

  it(`answers input within 100 ms while ${many} files are read, and draws only the lines in sight`, async () => {
    const scans = folder('many')
    for (let i = 0; i < many; i++) {
      const subject = `sub-${String(1000 + i)}`
      writeFileSync(path.join(scans, `${subject}_FLAIR.nii`), encodeNifti(aVolume(subject)))
    }
    await importFrom(scans)
    const stop = button('Stop')
    await stop.waitFor()
    await row(/^OK sub-10/)
      .first()
      .waitFor()
    const search = page.getByLabel('Find a subject or reason')
    const waits: number[] = []
    // From the key to the frame that shows it, in the page's own time.
    await search.evaluate((field) => {
      const told = { pressed: 0, waits: [] as number[] }
      Object.assign(window, { told })
      field.addEventListener('keydown', () => (told.pressed = performance.now()))
      field.addEventListener('input', () =>
        requestAnimationFrame(() => setTimeout(() => told.waits.push(performance.now() - told.pressed))),
      )
    })
    for (let i = 0; i < 12; i++) {
      await search.press('1')
      await page.waitForTimeout(150)
    }
    waits.push(
      ...(await page.evaluate(() => (window as unknown as { told: { waits: number[] } }).told.waits)),
    )
    expect(waits).toHaveLength(12)
    waits.sort((a, b) => a - b)
    process.stderr.write(`input answered within ${waits.map((ms) => ms.toFixed(0)).join(' ')} ms\n`)
    // Three of four: the two cores may be somebody else's for a moment.
    expect(waits[8]).toBeLessThan(100)
    await search.fill('')
    expect(await page.getByRole('row').count()).toBeLessThan(60)
    await served.picture('cohort-importing')
    // Another page may be looked at meanwhile.
    await served.goTo('Runs')
    await served.goTo('Cohort')
    await importEnd()
    await button(new RegExp(`^OK ${(many + 4).toLocaleString('en-GB')}`)).waitFor()
  })

  it('is accessible in both schemes and fits 1024 px', async () => {
    await row(/^Look sub-12/)
      .getByRole('button')
      .click()
    for (const [scheme, width] of [
      ['Dark', 1440],
      ['Light', 1024],
    ] as const) {
      await page.setViewportSize({ width, height: 832 })
      await served.scheme(scheme)
      expect(await accessibilityFindings(page), scheme).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await served.picture(`cohort-${scheme}-${width}`)
    }
  })

  it('complained about nothing on the way', () => expect(served.complaints).toEqual([]))
})
