import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject } from '../../src/main/project.ts'
import { caseVolume } from '../../src/main/services/case-volume.ts'
import { worklist } from '../../src/main/services/cases.ts'
import { readNiftiFile, writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import { applyAffine } from '../../src/shared/imaging/affine.ts'
import type { Worklist, WorklistCase } from '../../src/shared/ipc/cases.ts'
import { createRandom } from '../../src/shared/random.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { aCaseStudy } from '../helpers/case-study.ts'
import { addUsedScans } from '../helpers/database.ts'
import { holdCalls, layoutShift } from '../helpers/held-api.ts'
import { hasChromium, lookAt, servePage } from '../helpers/served-page.ts'
import type { ServedPage } from '../helpers/served-page.ts'
import { withoutWebgl } from '../helpers/without-webgl.ts'

const edge = 32

describe.skipIf(!hasChromium)('the cases, served to a browser', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-cases-'))
  const folder = path.join(above, 'study')
  let served: ServedPage
  let page: ServedPage['page']
  let study: Awaited<ReturnType<typeof aCaseStudy>>
  let list: Worklist

  const field = (name: string) => page.getByRole('combobox', { name, exact: true })
  const pick = async (name: string, option: string) => {
    await field(name).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  const lines = () => page.getByRole('listbox', { name: 'Cases' }).getByRole('option')
  const listed = async () =>
    (await lines().evaluateAll((all) => all.map(({ id }) => id))).map((id) => id.slice(5))
  const looksAt = (sinus: string) => page.locator(`[data-sinus="${sinus}"][data-loaded]`).waitFor()
  const pictures = () => page.getByRole('application')
  const picture = (name: string, method = 'Residual prediction') =>
    page.getByRole('img', { name: new RegExp(`^${name}, ${method}, `) })
  /** Red, green and blue of every pixel. */
  const pixels = (name: string, method?: string) =>
    picture(name, method).evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      return Array.from(data).filter((_, k) => k % 4 !== 3)
    })
  /** Voxel of the crosshair, counting from 0. */
  const crosshair = async () => {
    const text = await page.getByText(/^Crosshair at voxel/).innerText()
    return text.match(/\d+/g)!.map((index) => Number(index) - 1) as [number, number, number]
  }
  const sortedBy = (key: 'loss' | 'uncertainty' | 'disagreement') =>
    list.cases.toSorted((a, b) => b[key] - a[key] || (a.sinus < b.sinus ? -1 : 1)).map(({ sinus }) => sinus)
  const isWrong = ({ mean, target }: WorklistCase) => mean > 0.5 !== (target === 1)
  const byLoss = (fits: (one: WorklistCase) => boolean) =>
    sortedBy('loss').filter((sinus) => fits(list.cases.find((one) => one.sinus === sinus)!))
  const layer = (sinus: string, which: 'input' | 'residual', stage: string | null = null) =>
    study.read((project) =>
      caseVolume(project, { version: 'v1', sinus, layer: which, stage, encoderStage: 4 }),
    ) as Promise<Float32Array>
  const open = async (sinus: string) => {
    const query = new URLSearchParams({
      folder,
      experiment: study.experiment,
      method: 'residual',
      case: sinus,
    })
    await page.evaluate((hash) => void (location.hash = hash), `#/cases?${query}`)
    await looksAt(sinus)
  }
  const look = (name: string) => lookAt(served, name)

  beforeAll(async () => {
    await createProject(folder)
    served = await servePage(folder)
    page = served.page
  }, 300_000)
  afterAll(async () => {
    await served?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('teaches what there will be while no model is evaluated', async () => {
    await served.goTo('Cases')
    await page.getByRole('heading', { name: 'No case to look at yet' }).waitFor()
    await look('cases, empty')
    study = await aCaseStudy(above)
    list = await study.read((project) =>
      worklist(project, study.experiment, { method: 'residual', labelFraction: 1 }),
    )
    await page.reload()
    await looksAt(sortedBy('loss')[0])
  })

  it('lists those first that are most worth a look, and only those that are wanted', async () => {
    expect(await listed()).toEqual(sortedBy('loss').slice(0, await lines().count()))
    for (const [name, key] of [
      ['Uncertainty', 'uncertainty'],
      ['Disagreement', 'disagreement'],
    ] as const) {
      await pick('Order by', name)
      await expect.poll(listed).toEqual(sortedBy(key).slice(0, await lines().count()))
    }
    await pick('Order by', 'Loss')
    await page.getByRole('button', { name: 'Wrong', exact: true }).click()
    const wrong = byLoss(isWrong)
    await page.getByText(`${wrong.length} of ${list.cases.length} test sinuses`).waitFor()
    expect(await listed()).toEqual(wrong.slice(0, await lines().count()))
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await pick('Label', 'Normal')
    const normal = byLoss(({ target }) => target === 0)
    await expect.poll(listed).toEqual(normal.slice(0, await lines().count()))
    await pick('Label', 'Any label')
  })

  it('goes from case to case by keys, within a moment, and keeps the case in the address', async () => {
    const order = sortedBy('loss')
    await looksAt(order[0])
    await page.waitForTimeout(1500) // somebody looks at it, and the next ones are read meanwhile
    const took: number[] = []
    for (const next of order.slice(1, 5)) {
      took.push(
        await page.evaluate(
          (sinus) =>
            new Promise<number>((resolve) => {
              const startMs = performance.now()
              const isThere = () => {
                const shown = document.querySelector(`[data-sinus="${sinus}"][data-loaded] canvas`)
                if (shown) requestAnimationFrame(() => resolve(performance.now() - startMs))
                else requestAnimationFrame(isThere)
              }
              document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
              isThere()
            }),
          next,
        ),
      )
      await page.waitForTimeout(500)
    }
    process.stdout.write(`next case, ms: ${took.map((ms) => Math.round(ms)).join(', ')}\n`)
    expect(Math.min(...took)).toBeLessThan(2000)
    expect(page.url()).toContain(`case=${order[4]}`)
    await page.keyboard.press('k')
    await looksAt(order[3])
    await page.getByRole('listbox', { name: 'Cases' }).focus()
    await page.keyboard.press('ArrowDown')
    await looksAt(order[4])
    await page.keyboard.press('Home')
    await looksAt(order[0])
    await page.reload()
    await looksAt(order[0])
  })

  it.each(['left', 'right'] as const)(
    'shows a %s sinus as it lies in the head, and the residual over it',
    async (side) => {
      const one = list.cases.find((each) => each.side === side && each.target === 1)!
      await open(one.sinus)
      const [, j] = await crosshair()
      const input = await layer(one.sinus, 'input')
      // Coronal: up is superior. The midline, where i ends, is on the screen's left of a left sinus, on the right of a right one.
      const expected = Array.from({ length: edge * edge }, (_, at) => {
        const [row, column] = [Math.floor(at / edge), at % edge]
        const i = side === 'left' ? edge - 1 - column : column
        const grey = Math.round(255 * input[i + edge * (j + edge * (edge - 1 - row))])
        return [grey, grey, grey]
      }).flat()
      const slider = page.getByRole('slider', { name: 'Opacity' })
      const with50 = await pixels('Input')
      expect(with50).not.toEqual(expected)
      await slider.focus()
      await page.keyboard.press('Home')
      expect(await pixels('Input')).toEqual(expected)
      await page.keyboard.press('End')
      expect(await pixels('Input')).not.toEqual(with50)
      // In the lesion, where the residual is highest, the overlay changes most.
      const own = list.models[0].layers.residual
      const residual = await layer(one.sinus, 'residual', 'stage' in own ? own.stage : null)
      const changed = (await pixels('Input')).map((value, at) => Math.abs(value - expected[at]))
      const change = (at: number) => changed[3 * at] + changed[3 * at + 1] + changed[3 * at + 2]
      const hot = (at: number) => {
        const [row, column] = [Math.floor(at / edge), at % edge]
        return residual[(side === 'left' ? edge - 1 - column : column) + edge * (j + edge * (edge - 1 - row))]
      }
      const places = Array.from({ length: edge * edge }, (_, at) => at)
      expect(places.filter((at) => hot(at) === 0).every((at) => change(at) === 0)).toBe(true)
      expect(places.some((at) => hot(at) > 0.9 && change(at) > 50)).toBe(true)
      await page.keyboard.press('o')
      expect(await pixels('Input')).toEqual(expected)
      await page.keyboard.press('o')
      await slider.focus()
      for (let press = 0; press < 10; press++) await page.keyboard.press('ArrowLeft')
      await page.getByText('50%', { exact: true }).waitFor()

      const letters = await picture('Input').locator('xpath=..').locator('span').allInnerTexts()
      expect(letters).toEqual(['R', 'L', 'S', 'I'])
      const outline = picture('Residual, filtered').locator('xpath=..').locator('path')
      expect(await outline.getAttribute('d')).toMatch(/^M/)
    },
  )

  it('scrubs through the slices by keys, wheel and slider, with one crosshair in all pictures', async () => {
    const before = await crosshair()
    await pictures().focus()
    await page.keyboard.press('PageUp')
    expect(await crosshair()).toEqual([before[0], before[1] + 1, before[2]])
    await picture('Input').hover()
    await page.mouse.wheel(0, 100)
    await expect.poll(crosshair).toEqual(before)
    const slice = await pixels('Residual, raw')
    await page.getByRole('slider', { name: 'Slice' }).focus()
    for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowRight')
    expect(await crosshair()).toEqual([before[0], before[1] + 3, before[2]])
    expect(await pixels('Residual, raw')).not.toEqual(slice)
    await page.getByText(`${before[1] + 4} of 32`).waitFor()

    // A right sinus: columns are i, rows run down from superior.
    const box = (await picture('Reconstruction').boundingBox())!
    await page.mouse.click(box.x + (20.5 / edge) * box.width, box.y + (8.5 / edge) * box.height)
    expect(await crosshair()).toEqual([20, before[1] + 3, edge - 1 - 8])
    const lineOf = (name: string) =>
      picture(name).locator('xpath=..').locator('line').first().getAttribute('x1')
    for (const name of ['Input', 'Reconstruction', 'Residual, raw', 'Residual, filtered'])
      expect(await lineOf(name)).toBe('20.5')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Shift+ArrowUp')
    expect(await crosshair()).toEqual([19, before[1] + 3, edge - 1 - 3])
    await page.keyboard.press('1')
    await page.getByRole('button', { name: 'Axial', pressed: true }).waitFor()
    expect(await lineOf('Input')).toBe('19.5')
    await page.keyboard.press('2')
    await page.keyboard.press('m')
    expect(await crosshair()).not.toEqual([19, before[1] + 3, edge - 1 - 3])
  })

  it('has the trainer compute what no stage left behind, for the next cases too', async () => {
    const order = sortedBy('loss')
    await open(order[0])
    expect(await picture('Saliency').count()).toBe(0)
    expect(await page.getByText('Not computed yet.').count()).toBe(2)
    await page.getByRole('button', { name: /^Compute for this case and the next \d+$/ }).click()
    await page.getByRole('progressbar', { name: 'Asking the networks' }).waitFor()
    await picture('Predicted residual').waitFor({ timeout: 60_000 })
    expect(new Set(await pixels('Predicted residual')).size).toBeGreaterThan(10)
    await expect.poll(() => page.getByText('Not computed yet.').count()).toBe(0)
    // A map is drawn as a share of its maximum; one that is 0 everywhere says so in its place.
    const own = list.models[0].layers.saliency
    const blank: boolean[] = []
    for (const encoderStage of [2, 3, 4] as const) {
      await field('Saliency from').click()
      await page.getByRole('option', { name: new RegExp(`^Stage ${encoderStage} `) }).click()
      await looksAt(order[0])
      const map = (await study.read((project) =>
        caseVolume(project, {
          ...{ version: 'v1', sinus: order[0], layer: 'saliency', encoderStage },
          stage: 'stage' in own ? own.stage : null,
        }),
      ))!
      const most = map.reduce((a, b) => Math.max(a, b), 0)
      blank.push(most === 0)
      expect(await picture('Saliency').count()).toBe(most > 0 ? 1 : 0)
      if (most === 0) continue
      const [i, j, k] = await crosshair()
      const figure = page.getByRole('figure').filter({ has: picture('Saliency') })
      const value = (map[i + edge * (j + edge * k)] / most).toFixed(2)
      await figure.getByText(value, { exact: true }).waitFor()
    }
    expect(blank).toContain(false)
    const kept = readdirSync(path.join(folder, 'cases'), { recursive: true }).filter((name) =>
      String(name).endsWith('.f32'),
    )
    expect(kept).toHaveLength(2 * Math.min(24, order.length))
    await page.keyboard.press('j')
    await looksAt(order[1])
    expect(await page.getByText('Not computed yet.').count()).toBe(0)
    await look('cases')
  })

  it('puts a second method beside it, in the same slice, at the same place', async () => {
    await pick('Compare with', 'No pretraining')
    const second = page.getByRole('group', { name: 'Pictures for No pretraining' })
    await second.getByText('This method starts without pretraining here').waitFor()
    await second.getByText('this method was trained without it').waitFor()
    expect(await pixels('Residual, raw', 'No pretraining')).toEqual(await pixels('Residual, raw'))
    const lineOf = (method: string) =>
      picture('Input', method).locator('xpath=..').locator('line').first().getAttribute('x1')
    expect(await lineOf('No pretraining')).toBe(await lineOf('Residual prediction'))
    const other = await study.read((project) =>
      worklist(project, study.experiment, { method: 'scratch', labelFraction: 1 }),
    )
    await pick('Order by', 'Disagreement')
    const apart = ({ sinus, mean }: WorklistCase) =>
      Math.abs(mean - other.cases.find((each) => each.sinus === sinus)!.mean)
    const order = list.cases.toSorted((a, b) => apart(b) - apart(a)).map(({ sinus }) => sinus)
    await expect.poll(listed).toEqual(order.slice(0, await lines().count()))
    await look('cases, compared')
    await pick('Compare with', 'Nothing')
    await pick('Order by', 'Loss')
  })

  it('is found from the table of the results, and its actions from the palette', async () => {
    const query = new URLSearchParams({ folder, experiment: study.experiment })
    await page.evaluate((hash) => void (location.hash = hash), `#/results?${query}`)
    await page
      .getByRole('button', { name: /look into Residual prediction at 100%/ })
      .first()
      .click()
    const link = page.getByRole('link', { name: /: look at the case$/ }).nth(1)
    const name = (await link.getAttribute('aria-label'))!.replace(': look at the case', '')
    await link.click()
    await page.getByRole('region', { name, exact: true }).waitFor()
    await looksAt(sortedBy('loss')[1])
    await page.keyboard.press('Control+k')
    await page.keyboard.type('next case')
    await page.keyboard.press('Enter')
    await looksAt(sortedBy('loss')[2])
  })

  it('comes back to what was looked at: order, filter, case, run, layer and plane, by reload, link and Back', async () => {
    const normal = sortedBy('uncertainty').flatMap(
      (sinus) => list.cases.find((one) => one.sinus === sinus && one.target === 0) ?? [],
    )
    const [wrong, right] = [normal.filter(isWrong), normal.filter((one) => !isWrong(one))]
    const [verdict, wanted] = wrong.length > right.length ? ['Wrong', wrong] : ['Right', right]
    await pick('Order by', 'Uncertainty')
    await pick('Label', 'Normal')
    await page.getByRole('button', { name: verdict, exact: true }).click()
    await pick('Over the input', 'Residual, raw')
    await page.getByRole('button', { name: 'Sagittal', exact: true }).click()
    await page.getByRole('button', { name: /^Fold 2 · / }).click()
    await lines().nth(1).click()
    await looksAt(wanted[1].sinus)
    const isAsLeft = async () => {
      await looksAt(wanted[1].sinus)
      expect(await field('Order by').innerText()).toBe('Uncertainty')
      expect(await field('Label').innerText()).toBe('Normal')
      expect(await field('Over the input').innerText()).toBe('Residual, raw')
      for (const name of [verdict, 'Sagittal', /^Fold 2 · /])
        await page.getByRole('button', { name, pressed: true }).waitFor()
      const sinuses = wanted.map(({ sinus }) => sinus)
      expect(await listed()).toEqual(sinuses.slice(0, await lines().count()))
    }
    await isAsLeft()
    await page.reload()
    await isAsLeft()
    const link = page.url()
    await served.goTo('Runs')
    await page.goBack()
    await isAsLeft()
    await page.goto('about:blank')
    await page.goto(link)
    await isAsLeft()
    // What an address gets wrong is left out of account.
    await page.evaluate(
      (hash) => void (location.hash = hash),
      `#/cases?${new URLSearchParams({ folder, order: 'size', label: 'tumour', over: 'soul', plane: 'x', fold: 'y' })}`,
    )
    await looksAt(sortedBy('loss')[0])
  })

  describe('in the head', () => {
    /** Slices of 2 mm; the cubes are put where a left and a right sinus lie, the right one mirrored. */
    const shape = [80, 48, 48] as const
    const affineOf = (side: 'left' | 'right') => {
      const [step, first] = side === 'left' ? [2, -71] : [-2, 71]
      return [step, 0, 0, first, 0, 2, 0, -31, 0, 0, 2, -31, 0, 0, 0, 1]
    }
    const dialog = () => page.getByRole('dialog')
    const readOut = () => dialog().getByText(/^Crosshair at .* mm/)
    const cases = () =>
      (['left', 'right'] as const).map((side) =>
        list.cases.find((one) => one.side === side && one.target === 1)!,
      )
    const openInHead = async (sinus: string) => {
      await open(sinus)
      await page.keyboard.press('h')
      await dialog().waitFor()
    }
    const closeIt = async () => {
      await page.keyboard.press('Escape')
      await dialog().waitFor({ state: 'detached' })
    }

    beforeAll(async () => {
      for (const { subject } of cases()) {
        const data = new Float32Array(shape[0] * shape[1] * shape[2]).fill(100)
        for (const one of study.manifest.sinuses.filter((each) => each.subject === subject)) {
          const affine = affineOf(one.side)
          const file = path.join(folder, 'volumes', 'v1', one.file)
          const cube = (await readNiftiFile(file)).volume
          await writeNiftiFile(file, { ...cube, affine })
          const lesion = path.join(study.known, `${one.id}.nii`)
          if (one.target === 1)
            await writeNiftiFile(lesion, { ...(await readNiftiFile(lesion)).volume, affine })
          for (const [at, value] of cube.data.entries()) {
            const [x, y, z] = applyAffine(affine, [
              at % edge,
              Math.floor(at / edge) % edge,
              Math.floor(at / edge ** 2),
            ])
            const [i, j, k] = [(x + 79) / 2, (y + 47) / 2, (z + 47) / 2]
            data[i + shape[0] * (j + shape[1] * k)] = 100 + 800 * value
          }
        }
        const scan = { data, shape, affine: [2, 0, 0, -79, 0, 2, 0, -47, 0, 0, 2, -47, 0, 0, 0, 1] }
        await writeNiftiFile(path.join(folder, 'scans', `${subject}.nii.gz`), scan)
      }
      await study.write(({ db }) => addUsedScans(db, [...new Set(cases().map(({ subject }) => subject))]))
      await page.reload()
    })

    it.each([0, 1])(
      'lies where its sinus lies, on either side (%i), with the value of the slices',
      async (which) => {
        const one = cases()[which]
        await openInHead(one.sinus)
        await dialog().locator('section[data-loaded]').waitFor()
        const at = await crosshair()
        const own = list.models[0].layers.residual
        const residual = await layer(one.sinus, 'residual', 'stage' in own ? own.stage : null)
        const value = residual[at[0] + edge * (at[1] + edge * at[2])]
        expect(value).toBeGreaterThan(0.3)
        const [x, y, z] = applyAffine(affineOf(one.side), at)
        expect(Math.sign(x)).toBe(one.side === 'left' ? -1 : 1)
        const mm = (to: number, [less, more]: string) => `${Math.abs(to).toFixed(1)} ${to < 0 ? less : more}`
        const where = `Crosshair at ${mm(x, 'LR')}, ${mm(y, 'PA')}, ${mm(z, 'IS')} mm`
        const shown = Number(value.toFixed(3)).toString()
        await expect.poll(() => readOut().innerText()).toContain(where)
        expect(await readOut().innerText()).toContain(`Overlay: ${shown}`)
        expect(await dialog().getByRole('alert').count()).toBe(0)
        expect(await accessibilityFindings(page)).toEqual([])
        await served.picture(`cases, in the head, ${one.side}`)
        // Out of the cube: nothing lies there.
        await dialog().getByRole('application').focus()
        for (let press = 0; press < 8; press++) await page.keyboard.press('Shift+PageUp')
        await expect.poll(() => readOut().innerText()).toContain('Overlay: outside')
        await closeIt()
      },
    )

    it('shares layer, opacity and colours with the slices', async () => {
      await openInHead(cases()[1].sinus)
      await dialog().locator('section[data-loaded]').waitFor()
      await dialog().getByRole('slider', { name: 'Opacity' }).focus()
      await page.keyboard.press('ArrowRight')
      await dialog().getByText('55%', { exact: true }).waitFor()
      await dialog().getByRole('combobox', { name: 'Scale up to' }).click()
      await page.getByRole('option', { name: '0.5', exact: true }).click()
      await dialog().getByRole('combobox', { name: 'Over the input' }).click()
      await page.getByRole('option', { name: 'Residual, raw', exact: true }).click()
      await dialog().locator('section[data-loaded]').waitFor()
      await closeIt()
      await page.getByText('55%', { exact: true }).waitFor()
      expect(await field('Scale up to').innerText()).toBe('0.5')
      expect(await field('Over the input').innerText()).toBe('Residual, raw')
      await pick('Scale up to', '1')
      await pick('Over the input', 'Residual, filtered')
    })

    it('says so where the scan in use is not the one the sinus was cut from, and where there is none', async () => {
      const [{ sinus, subject }] = cases()
      const file = path.join(folder, 'scans', `${subject}.nii.gz`)
      renameSync(file, `${file}.away`)
      const random = createRandom('another head')
      const data = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => random.uniform())
      await writeNiftiFile(file, {
        data,
        shape,
        affine: [2, 0, 0, -79, 0, 2, 0, -47, 0, 0, 2, -47, 0, 0, 0, 1],
      })
      await openInHead(sinus)
      await dialog().getByText('does not look like the one this sinus was cut from').waitFor()
      await closeIt()
      renameSync(`${file}.away`, file)
      await openInHead(list.cases.find((one) => !cases().some((each) => each.subject === one.subject))!.sinus)
      await dialog().getByText('The head cannot be shown').waitFor()
      await dialog()
        .getByText(/^No scan of subject .* is in the project/)
        .waitFor()
      await closeIt()
    })

    it('shows plain slices with the same overlay where there is no WebGL2', async () => {
      await withoutWebgl(page)
      await openInHead(cases()[1].sinus)
      await dialog()
        .getByText(/^This browser has no WebGL2/)
        .waitFor()
      const slice = dialog().getByRole('application', { name: 'Coronal slice' })
      const coloured = () =>
        slice.evaluate((canvas: HTMLCanvasElement) => {
          const { data, width } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
          const hot = Array.from({ length: data.length / 4 }, (_, k) => k).filter(
            (k) => data[4 * k] - data[4 * k + 2] > 40,
          )
          return {
            count: hot.length,
            fromLeft: hot.reduce((sum, k) => sum + (k % width), 0) / hot.length / width,
          }
        })
      const { count, fromLeft } = await coloured()
      expect(count).toBeGreaterThan(50)
      // The subject's right is on the left of the screen.
      expect(fromLeft).toBeLessThan(0.5)
      await dialog().getByRole('slider', { name: 'Opacity' }).focus()
      await page.keyboard.press('Home')
      expect((await coloured()).count).toBe(0)
      expect(await accessibilityFindings(page)).toEqual([])
      await served.picture('cases, in the head, plain')
      await closeIt()
      await page.reload()
    })
  })

  it('holds its place while it reads', async () => {
    await page.evaluate(() => scrollTo(0, 0))
    const letGo = await holdCalls(page, /cases\/(arms|worklist|volume)/)
    await page.reload()
    await page.getByRole('status', { name: 'Looking for evaluated models…' }).waitFor()
    expect(await page.getByRole('progressbar').count()).toBe(0)
    await served.picture('cases, loading')
    letGo()
    await page.locator('[data-loaded]').waitFor()
    expect(await layoutShift(page)).toBeLessThan(0.1)
  })

  it('says what is wrong with a place of known lesions, forgets one and takes another', async () => {
    await page.getByRole('button', { name: 'Known lesions…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Known lesions' })
    await dialog.getByLabel('Folder with truth.json').fill('/nowhere')
    await dialog.getByRole('button', { name: 'Outline them' }).click()
    await dialog.getByRole('alert').getByText('Known lesions were expected in /nowhere').waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('known lesions')
    await dialog.getByRole('button', { name: 'Forget' }).click()
    await dialog.waitFor({ state: 'detached' })
    await open(list.cases.find(({ target }) => target === 1)!.sinus)
    const outline = picture('Input').locator('xpath=..').locator('path')
    expect(await outline.count()).toBe(0)
    await page.getByRole('button', { name: 'Known lesions…' }).click()
    await dialog.getByLabel('Folder with truth.json').fill(study.known)
    await dialog.getByRole('button', { name: 'Outline them' }).click()
    await outline.waitFor()
  })

  it('says what is missing where a dataset is not there any more, and goes on when it is back', async () => {
    const file = path.join(folder, 'volumes', 'v1', 'dataset.json')
    renameSync(file, `${file}.away`)
    await page.reload()
    await page
      .getByRole('alert')
      .getByText(/^volumes\/v1\/dataset.json cannot be read/)
      .waitFor()
    await served.picture('cases, failed')
    renameSync(`${file}.away`, file)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('[data-loaded]').waitFor()
  })

  it('had nothing to complain of', () => {
    expect(served.complaints).toEqual([])
  })
})
