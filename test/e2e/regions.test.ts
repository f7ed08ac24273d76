import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCentroids, replaceCentroids } from '../../src/main/db/stores/centroids.ts'
import { deleteRegistration } from '../../src/main/db/stores/registrations.ts'
import { createProject, withProject } from '../../src/main/project.ts'
import { showCentroids } from '../../src/main/services/centroids.ts'
import { showSinuses } from '../../src/main/services/extract.ts'
import { importCohort } from '../../src/main/services/import-cohort.ts'
import { writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import { showRegistrations } from '../../src/main/services/register.ts'
import { applyAffine, closestAxes, invert } from '../../src/shared/imaging/affine.ts'
import type { Volume } from '../../src/shared/imaging/volume.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { aRegisteredCohort } from '../helpers/cohort.ts'
import { addUsedScans } from '../helpers/database.ts'
import { aHead, cut } from '../helpers/heads.ts'
import { hasChromium, servePage } from '../helpers/served-page.ts'
import type { ServedPage } from '../helpers/served-page.ts'
import { aContext } from '../helpers/project.ts'

describe.skipIf(!hasChromium)('the region studio, served to a browser', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-regions-'))
  const folder = path.join(above, 'sinus-study')
  let served: ServedPage
  let page: ServedPage['page']

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const slice = (name: string) => page.getByRole('application', { name })
  const marked = async (subject: string) =>
    (await withProject(folder, 'read', showCentroids)).flatMap(({ side, centroids }) =>
      centroids.filter((each) => each.subject === subject).map(({ mm }) => ({ side, mm })),
    )
  const mean = () =>
    page.getByRole('region', { name: 'Running mean' }).getByRole('row', { name: /^Left/ }).innerText()

  beforeAll(async () => {
    await createProject(folder)
    served = await servePage(folder)
    page = served.page
    await served.goTo('Region studio')
  }, 300_000)
  afterAll(async () => {
    await served?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('teaches what is done here where there is no scan yet', async () => {
    await page.getByRole('heading', { name: 'No scans to work on' }).waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await withProject(folder, 'write', (project) => aRegisteredCohort(project, 4))
    await page.reload()
    await slice('Axial slice').waitFor()
  })

  it('lists registered scans, worst first', async () => {
    const table = page.getByRole('region', { name: 'Registered scans, worst first' })
    const first = await table.getByRole('row').nth(1).innerText()
    expect(first).toMatch(/^sub-0[123]\s+0\.900/)
    await page.getByText('4 scans registered, 0 flagged.').waitFor()
  })

  it('puts the centre where the arrow keys moved it, to the voxel', async () => {
    await button('Next head').click()
    await page.getByRole('region', { name: 'Head of sub-01' }).waitFor()
    await page.getByText('Crosshair at 2.0 R, 1.0 P, 1.0 S mm').waitFor()
    await slice('Axial slice').focus()
    // Seven voxels of 2 mm towards the subject's left, which is right on the screen.
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('PageUp')
    await page.getByText('Crosshair at 12.0 L, 1.0 P, 3.0 S mm').waitFor()
    await page.keyboard.press('l')
    await page.getByText('2 of at most 20 heads marked.').waitFor()
    expect(await marked('sub-01')).toEqual([{ side: 'left', mm: [-12, -1, 3] }])
  })

  it('puts the centre where it was clicked, within a voxel', async () => {
    const box = (await slice('Coronal slice').boundingBox())!
    // 64 mm are shown; the middle of the head is at 2, -1, 1: 14 mm to the subject's right lie left on the screen.
    const clicked = { x: (box.width * (32 - 14)) / 64, y: box.height / 2 }
    await slice('Coronal slice').click({ position: clicked })
    await button('Mark right').click()
    await expect.poll(async () => (await marked('sub-01')).length).toBe(2)
    const [, { side, mm }] = await marked('sub-01')
    expect(side).toBe('right')
    expect(Math.hypot(mm[0] - 16, mm[2] - 1)).toBeLessThan(2)
  })

  it('flags an outlier, and undo gives back the centre and the mean there were', async () => {
    const before = [await marked('sub-01'), await mean()]
    await slice('Axial slice').focus()
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowUp')
    await page.keyboard.press('l')
    await page
      .getByText(/lies [\d.]+ mm from the median: look at it again/)
      .first()
      .waitFor()
    expect(await mean()).not.toBe(before[1])
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('regions-outlier')
    await page.keyboard.press('z')
    await expect.poll(mean).toBe(before[1])
    expect(await marked('sub-01')).toEqual(before[0])
  })

  it('marks twenty heads and no more, and says what to do', async () => {
    const others = Array.from({ length: 18 }, (_, i) => `sub-9${String(i).padStart(2, '0')}`)
    const before = await withProject(folder, 'write', async ({ db }) => {
      await addUsedScans(db, others)
      const marks = await listCentroids(db)
      const more = others.map((name) => ({ scan: `scan-${name}`, side: 'left' as const, mm: [0, 0, 0] }))
      await replaceCentroids(db, [...marks, ...more] as typeof marks)
      return marks
    })
    await page.reload()
    await slice('Axial slice').waitFor()
    await page.getByText('20 of at most 20 heads marked.').waitFor()
    await page.getByRole('combobox', { name: 'Subject' }).click()
    await page.getByRole('option', { name: /^sub-03/ }).click()
    await page.getByRole('region', { name: 'Head of sub-03' }).waitFor()
    await page.getByText(/to mark this head, too, remove the centres of another first/).waitFor()
    expect(await button('Mark left').isDisabled()).toBe(true)
    await page.keyboard.press('l')
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('regions-full')
    expect(await marked('sub-03')).toEqual([])
    await withProject(folder, 'write', async ({ db }) => {
      await replaceCentroids(db, before)
      await db.deleteFrom('scans').where('subjectId', 'in', others).execute()
    })
    await page.reload()
    await page.getByText('2 of at most 20 heads marked.').waitFor()
  })

  it('cuts the cubes, warns of those that reach beyond their scan, and shows them', async () => {
    await page.getByLabel('Edge, mm').fill('48')
    await page.getByLabel('Voxels per edge').fill('16')
    await page.evaluate(() => {
      const titles: string[] = []
      Object.assign(window, { titles })
      new MutationObserver(() => titles.push(document.title)).observe(document.head, {
        childList: true,
        subtree: true,
      })
    })
    await button('Extract').click()
    await page.getByText('8 sinuses extracted').waitFor()
    // A browser has no other place to show how far it is.
    await expect.poll(() => page.title()).toBe('Region studio · Antrum')
    const titles = await page.evaluate(() => (window as unknown as { titles: string[] }).titles)
    expect(titles.filter((title) => /^\d+% · Region studio · Antrum$/.test(title))).not.toEqual([])
    const cut = (await withProject(folder, 'read', showSinuses)).filter(({ coverage }) => coverage < 1)
    expect(cut.length).toBeGreaterThan(1)
    await page.getByText(`${cut.length} cubes reach beyond their scans`).waitFor()
    await button('Show the montage').last().click()
    const montage = page.getByRole('img', { name: /^Cubes as they were cut/ })
    await montage.waitFor()
    expect(await montage.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50)
  })

  it('is accessible in both schemes and fits 1024 px', async () => {
    for (const [scheme, width] of [
      ['Dark', 1440],
      ['Light', 1024],
    ] as const) {
      await page.setViewportSize({ width, height: 832 })
      await served.scheme(scheme)
      expect(await accessibilityFindings(page), scheme).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await served.picture(`regions-${scheme}-${width}`)
    }
  })

  it('complained about nothing on the way', () => expect(served.complaints).toEqual([]))
})

describe.skipIf(!hasChromium)('registration through the page', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-registering-'))
  const folder = path.join(above, 'sinus-study')
  let served: ServedPage
  let page: ServedPage['page']

  beforeAll(async () => {
    // Small heads of three people, one of which was scanned from the middle of the sinuses upwards only.
    for (const index of [1, 2, 3]) {
      const { scan } = aHead(index, 4)
      const file = path.join(above, 'heads', `sub-0${index}.nii`)
      await writeNiftiFile(file, index === 3 ? upperHalf(aHead(index, 4)) : scan)
    }
    await createProject(folder)
    await withProject(folder, 'write', (project) =>
      importCohort(project, [path.join(above, 'heads')], aContext()),
    )
    served = await servePage(folder)
    page = served.page
    await served.goTo('Region studio')
  }, 300_000)
  afterAll(async () => {
    await served?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('registers every head to the one chosen, and lists the one to look at first, with why', async () => {
    await page.getByText('Nothing is registered yet.').waitFor()
    await page.getByRole('combobox', { name: 'Fixed scan' }).click()
    await page.getByRole('option', { name: 'sub-01', exact: true }).click()
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByText('3 scans registered, 1 flagged.').waitFor({ timeout: 60_000 })
    const table = page.getByRole('region', { name: 'Registered scans, worst first' })
    const rows = await table.getByRole('row').allInnerTexts()
    expect(rows.slice(1).map((row) => row.slice(0, 6))).toEqual(['sub-03', 'sub-02', 'sub-01'])
    expect(rows[1]).toMatch(/the scan ends about \d+ mm above the floor of the sinuses/)
    expect(await accessibilityFindings(page)).toEqual([])
  })

  it('shows the montage, worst first', async () => {
    await page.getByRole('button', { name: 'Show the montage' }).click()
    const montage = page.getByRole('img', { name: /^Slices of the registered heads, worst first: / })
    await montage.waitFor()
    expect(await montage.getAttribute('alt')).toMatch(/: sub-03, sub-02, sub-01$/)
    const [width, height] = await montage.evaluate((image: HTMLImageElement) => [
      image.naturalWidth,
      image.naturalHeight,
    ])
    expect(Math.min(width, height)).toBeGreaterThan(100)
    await served.picture('regions-registered')
  })

  it('keeps what it found: the same order after the page is opened anew', async () => {
    await page.reload()
    await page.getByText('3 scans registered, 1 flagged.').waitFor()
    const registered = (await withProject(folder, 'read', showRegistrations))!
    expect(registered.scans.map(({ subject }) => subject)).toEqual(['sub-03', 'sub-02', 'sub-01'])
    expect(registered.fixed.subject).toBe('sub-01')
  })

  it('counts only what is registered', async () => {
    await withProject(folder, 'write', async (project) => {
      const { fixed, scans } = (await showRegistrations(project))!
      const { scan } = scans.find(({ subject }) => subject === 'sub-02')!
      await deleteRegistration(project.db, { scan, fixedScan: fixed.scan })
    })
    await page.reload()
    await page.getByText('2 of 3 scans registered, 2 flagged.').waitFor()
  })

  it('complained about nothing on the way', () => expect(served.complaints).toEqual([]))
})

/** What is left of a head scanned from the centre of its sinuses upwards. */
function upperHalf({ scan, sinuses }: ReturnType<typeof aHead>): Volume {
  const axis = closestAxes(scan.affine).findIndex(({ world }) => world === 2) as 0 | 1 | 2
  const at = Math.round(applyAffine(invert(scan.affine), sinuses[0].centreMm)[axis])
  const isUpwards = scan.affine[8 + axis] > 0
  return isUpwards ? cut(scan, axis, at, scan.shape[axis]) : cut(scan, axis, 0, at + 1)
}
