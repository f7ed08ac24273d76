import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Side } from '../../src/shared/domain/sinus.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { makeHeadProject } from '../helpers/head-project.ts'
import { hasChromium, servePage } from '../helpers/served-page.ts'
import type { ServedPage } from '../helpers/served-page.ts'
import { withoutWebgl } from '../helpers/without-webgl.ts'
import { warmPixels } from '../helpers/warm-pixels.ts'

describe.skipIf(!hasChromium)('the viewer of a head, served to a browser', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-viewer-'))
  const folder = path.join(above, 'sinus-study')
  const asked: string[] = []
  const warnings: string[] = []
  let served: ServedPage
  let page: ServedPage['page']

  const dialog = () => page.getByRole('dialog')
  const readOut = () => dialog().getByText(/^Crosshair at/)
  const scene = () => dialog().getByRole('application', { name: 'Three planes and 3-D' })
  const open = async (side: Side) => {
    const title = side === 'left' ? 'Left' : 'Right'
    await page.getByRole('group', { name: 'Side' }).getByRole('button', { name: title }).click()
    await page.getByRole('button', { name: 'Show in its head' }).click()
    await page.getByRole('dialog', { name: `${title} sinus of sub-01` }).waitFor()
  }
  const openLoaded = async (side: Side) => {
    await open(side)
    await dialog().locator('section[data-loaded]').waitFor()
  }
  const close = async () => {
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  }
  const coloured = () => warmPixels(scene())

  beforeAll(async () => {
    await makeHeadProject(folder)
    served = await servePage(folder)
    page = served.page
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
    await served.goTo('Region studio')
    // The step before this one has a list of the same name.
    await page.getByRole('button', { name: 'Show in its head' }).waitFor()
    await page.getByRole('combobox', { name: 'Subject' }).last().click()
    await page.getByRole('option', { name: 'sub-01' }).click()
  }, 300_000)
  afterAll(async () => {
    await served?.close()
    rmSync(above, { recursive: true, force: true })
  })

  it('loads NiiVue only when a head is opened, at the centre of the sinus', async () => {
    const scripts = () => asked.filter((url) => url.includes('niivue-scene')).length
    expect(scripts()).toBe(0)
    await openLoaded('right')
    expect(scripts()).toBeGreaterThan(0)
    // The right centre of the fixed scan is 12, 2, 1; this head lies 2, -1, 1 off it.
    await expect
      .poll(() => readOut().innerText())
      .toMatch(/^Crosshair at 14\.0 R, 1\.0 A, 2\.0 S mm\. Head: /)
    await served.picture('viewer-right')
  })

  it('moves the crosshair by key, each press once, and says where the cube ends', async () => {
    await scene().focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => readOut().innerText()).toContain('Crosshair at 12.0 R, 1.0 A, 2.0 S mm')
    await page.keyboard.press('PageUp')
    await expect.poll(() => readOut().innerText()).toContain('Crosshair at 12.0 R, 1.0 A, 4.0 S mm')
    expect(await readOut().innerText()).not.toContain('outside')
    await page.keyboard.press('Shift+ArrowUp')
    await expect.poll(() => readOut().innerText()).toContain('Overlay: outside')
  })

  it('moves the crosshair to where it was clicked, and from there by one voxel a key', async () => {
    const box = (await scene().boundingBox())!
    // Of the coronal slice, an edge of 64 mm: a quarter from its left lies 16 mm to the right of the head's middle.
    await scene().click({ position: { x: box.width / 2 - (box.height / 2) * 0.75, y: box.height / 4 } })
    const xMm = async () => Number(/Crosshair at ([\d.]+) R/.exec(await readOut().innerText())?.[1])
    await expect.poll(xMm).not.toBe(12)
    const clickedMm = await xMm()
    expect(Math.abs(clickedMm - 18)).toBeLessThan(2)
    await page.keyboard.press('ArrowRight')
    await expect.poll(xMm).not.toBe(clickedMm)
    expect(await xMm()).toBeCloseTo(clickedMm - 2, 5)
    // Keys that NiiVue would take for itself.
    const before = await readOut().innerText()
    for (const key of ['h', 'k', 'v', 'c']) await page.keyboard.press(key)
    expect(await readOut().innerText()).toBe(before)
    await close()
  })

  it('lays each cube over its own side, the mirrored right one too, as dense as was asked for', async () => {
    await openLoaded('left')
    const left = await coloured()
    await close()
    await openLoaded('right')
    const right = await coloured()
    expect(Math.min(left.count, right.count)).toBeGreaterThan(200)
    // As a radiologist looks: the subject's right is left on the screen.
    expect(right.fromLeft).toBeLessThan(0.4)
    expect(left.fromLeft).toBeGreaterThan(0.6)
    await dialog().getByRole('slider', { name: 'Opacity' }).focus()
    await page.keyboard.press('Home')
    await expect.poll(async () => (await coloured()).count).toBeLessThan(right.count / 10)
    await close()
  })

  it('is accessible in both schemes and fits 1024 px', async () => {
    for (const [scheme, width] of [
      ['Dark', 1440],
      ['Light', 1024],
    ] as const) {
      await page.setViewportSize({ width, height: 832 })
      await served.scheme(scheme)
      await openLoaded('right')
      expect(await accessibilityFindings(page), scheme).toEqual([])
      await served.picture(`viewer-${scheme}-${width}`)
      await close()
    }
  })

  it('gives every context back when it is closed, however often it is opened', async () => {
    await page.evaluate(() => {
      const made: unknown[] = []
      const original = Reflect.get(HTMLCanvasElement.prototype, 'getContext') as (
        ...args: unknown[]
      ) => unknown
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
        const context = original.apply(this, args)
        if (args[0] === 'webgl2' && !made.includes(context)) made.push(context)
        return context
      } as never
      Object.assign(window, { made })
    })
    // A browser has 16; that each of a few is gone says that they never run out.
    for (let i = 0; i < 4; i++) {
      await openLoaded('right')
      await close()
    }
    const states = () =>
      page.evaluate(() =>
        (window as unknown as { made: WebGL2RenderingContext[] }).made.map((each) => each.isContextLost()),
      )
    await expect.poll(states).toEqual(Array.from({ length: 4 }, () => true))
    expect(warnings.filter((text) => /too many active webgl/i.test(text))).toEqual([])
  }, 60_000)

  it('shows plain slices, and says so, where there is no WebGL2', async () => {
    await withoutWebgl(page)
    await open('right')
    await dialog()
      .getByText(/^This browser has no WebGL2/)
      .waitFor()
    await dialog().getByRole('application', { name: 'Axial slice' }).waitFor()
    await dialog().getByText('Crosshair at 14.0 R, 1.0 A, 2.0 S mm').waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await served.picture('viewer-plain')
    await close()
  })

  it('asked nothing of anybody but this machine, and complained about nothing', () => {
    expect(asked.length).toBeGreaterThan(0)
    const foreign = asked.filter((url) => !/^(data:|blob:|http:\/\/127\.0\.0\.1[:/])/.test(url))
    expect(foreign).toEqual([])
    expect(served.complaints).toEqual([])
  })
})
