import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, withProject } from '../../src/main/project.ts'
import { listVersions } from '../../src/main/services/dataset-versions.ts'
import { extractSinuses } from '../../src/main/services/extract.ts'
import { readManifest } from '../../src/main/study/manifest.ts'
import type { SplitProof } from '../../src/shared/domain/split-proof.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { aRegisteredCohort, setLabels } from '../helpers/cohort.ts'
import { aContext } from '../helpers/project.ts'
import { hasChromium, servePage } from '../helpers/served-page.ts'
import type { ServedPage } from '../helpers/served-page.ts'

const profiles = ['nn', 'nn', 'nn', 'nn', 'aa', 'aa', 'aa', 'na', 'an', 'na', 'nn', 'aa', 'an', 'nn']

describe.skipIf(!hasChromium)('the dataset page, served to a browser', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-dataset-'))
  const folder = path.join(above, 'sinus-study')
  let served: ServedPage
  let page: ServedPage['page']
  let subjects: string[]

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = () => page.getByRole('dialog', { name: 'Freeze a version' })
  const versions = async () =>
    (await withProject(folder, 'read', listVersions)).map(({ proof, ...version }) => ({
      ...version,
      proof: proof as SplitProof,
    }))
  const label = (given: readonly string[]) =>
    withProject(folder, 'write', (project) =>
      setLabels(project, Object.fromEntries(given.map((profile, i) => [subjects[i], profile]))),
    )
  const freeze = async () => {
    await button('Freeze…').click()
    await dialog().getByLabel('Folds').fill('2')
  }

  beforeAll(async () => {
    await createProject(folder)
    served = await servePage(folder)
    page = served.page
    await served.goTo('Dataset')
  })
  afterAll(async () => {
    await served?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('teaches what a version is where there is none, and says what is missing when it is frozen too early', async () => {
    await page.getByRole('heading', { name: 'No version yet' }).waitFor()
    for (const scheme of ['Dark', 'Light'] as const) {
      await served.scheme(scheme)
      expect(await accessibilityFindings(page), scheme).toEqual([])
    }
    await freeze()
    await dialog().getByRole('button', { name: 'Freeze' }).click()
    await page.getByRole('alert').getByText('No sinus has been extracted yet.').waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('dataset-error')
  })

  it('freezes a version by subject, and proves it on a card', async () => {
    await withProject(folder, 'write', async (project) => {
      subjects = await aRegisteredCohort(project, 16)
      await extractSinuses(project, { edgeMm: 16, voxels: 8 }, aContext())
    })
    await label(profiles)
    await freeze()
    await dialog().getByRole('button', { name: 'Freeze' }).click()
    await page.getByText('v1 is frozen.').waitFor()
    const card = page.getByRole('region', { name: 'Proof card' })
    const counts = await card.locator('dd').allTextContents()
    expect(counts).toEqual(['0', '0', '0'])
    expect(await card.getByRole('img', { name: 'holds' }).count()).toBe(7)
    await card.getByText('nobody has looked at it yet').waitFor()
    const [{ proof, splitUnit }] = await versions()
    expect([splitUnit, proof.sharedSubjects]).toEqual(['subject', 0])
  })

  it('shows what each set holds as a chart and as the same numbers', async () => {
    const figure = page.getByRole('figure', { name: 'Sinuses by set, class and side' })
    await figure.getByRole('button', { name: 'Table' }).click()
    const { sinuses, split } = await withProject(folder, 'read', (project) => readManifest(project, 'v1'))
    for (const [fold, { train }] of split.folds.entries()) {
      await button(`Fold ${fold + 1}`).click()
      await figure.getByText(`Fold ${fold + 1}.`).waitFor()
      const count = (side: string, target: number) =>
        sinuses.filter((one) => one.side === side && one.target === target && train.includes(one.subject))
          .length
      const cells = await figure
        .getByRole('row', { name: /^Training/ })
        .getByRole('cell')
        .allTextContents()
      expect(cells.slice(1, 3)).toEqual([String(count('left', 0)), String(count('left', 1))])
    }
    await figure.getByRole('button', { name: 'Chart' }).click()
    await figure.getByText('Left, anomalous').waitFor()
  })

  it('makes a new version of a corrected label, keeps the old one, and says what changed', async () => {
    const corrected = ['an', ...profiles.slice(1)]
    await label(corrected)
    await freeze()
    await dialog().getByRole('button', { name: 'Freeze' }).click()
    await page.getByText('v2 is frozen.').waitFor()
    expect(new Set((await versions()).map(({ hash }) => hash)).size).toBe(2)
    await page.getByRole('combobox', { name: 'Compare with' }).click()
    await page.getByRole('option', { name: 'v1' }).click()
    const changes = page.getByRole('region', { name: 'From v1 to v2' })
    const row = changes.getByRole('row', { name: new RegExp(`^Label of ${subjects[0]}_L`) })
    await row.waitFor()
    expect(await row.getByRole('cell').allTextContents()).toEqual([
      `Label of ${subjects[0]}_L`,
      'normal',
      'anomalous',
    ])
    await page.getByRole('link', { name: 'v1', exact: true }).click()
    await page.getByRole('heading', { name: 'Version v1' }).waitFor()
    await freeze()
    await dialog().getByRole('button', { name: 'Freeze' }).click()
    await page.getByText('This content was frozen before, as v2.').waitFor()
    expect(await versions()).toHaveLength(2)
  })

  it('lets the split that leaks through only behind a red banner, which then counts who straddles', async () => {
    await freeze()
    await dialog().getByRole('radio', { name: 'By sinus, as released' }).check()
    const start = dialog().getByRole('button', { name: 'Freeze' })
    expect(await start.isDisabled()).toBe(true)
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('dataset-freeze')
    await dialog().getByRole('checkbox', { name: 'I know that this split leaks.' }).check()
    await start.click()
    await page.getByText('v3 is frozen.').waitFor()
    const { proof } = (await versions()).find(({ version }) => version === 'v3')!
    expect(proof.straddlingTest).toBeGreaterThan(0)
    await page
      .getByText(
        `of 16 subjects, ${proof.straddlingTest} have one sinus in the test set and the other outside it`,
      )
      .waitFor()
  })

  it('is accessible in both schemes and fits 1024 px', async () => {
    for (const [version, scheme, width] of [
      ['v3', 'Dark', 1440],
      ['v3', 'Light', 1024],
      ['v1', 'Light', 1440],
      ['v1', 'Dark', 1024],
    ] as const) {
      await page.getByRole('link', { name: version, exact: true }).click()
      await page.getByRole('heading', { name: `Version ${version}` }).waitFor()
      await page.setViewportSize({ width, height: 832 })
      await served.scheme(scheme)
      expect(await accessibilityFindings(page), `${version} ${scheme}`).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await served.picture(`dataset-${version}-${scheme}-${width}`)
    }
  })

  it('complained about nothing on the way', () => expect(served.complaints).toEqual([]))
})
