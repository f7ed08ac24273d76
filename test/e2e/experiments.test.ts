import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withProject } from '../../src/main/project.ts'
import { projectStatus } from '../../src/main/study/status.ts'
import { accessibilityFindings } from '../helpers/accessibility.ts'
import { hasChromium, servePage } from '../helpers/served-page.ts'
import type { ServedPage } from '../helpers/served-page.ts'
import { tinyProject } from '../helpers/tiny-project.ts'

describe.skipIf(!hasChromium)('planning and starting an experiment in a browser', () => {
  let project: Awaited<ReturnType<typeof tinyProject>>
  let served: ServedPage
  let page: Page
  const status = () => withProject(project.folder, 'read', projectStatus)
  const region = (name: string) => page.getByRole('region', { name })
  const step = (name: string) => page.getByRole('navigation', { name: 'Steps of the plan' }).getByText(name)
  const hash = () => page.getByRole('note', { name: 'Name and hash of the plan' }).innerText()
  const settledHash = async () => {
    await expect.poll(hash, { timeout: 60_000 }).toMatch(/-[0-9a-f]{8}$/)
    await page.locator('section[aria-label="The plan at a glance"][aria-busy=false]').waitFor()
    return hash()
  }
  /** Presses Tab (or Shift+Tab) until it has the focus. */
  const tabTo = async (target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
    await target.waitFor()
    for (let presses = 0; presses < 80; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press(key)
    }
    throw new Error(`Nothing leads to ${target.toString()}`)
  }
  const press = async (target: Locator, key = 'Enter') => {
    await tabTo(target)
    await page.keyboard.press(key)
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  /** Accessible in light and dark, and no wider than a small window. */
  const look = async (name: string) => {
    for (const scheme of ['Dark', 'Light'] as const) {
      await served.scheme(scheme)
      await page.setViewportSize({ width: 1024, height: 832 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024)
      if (scheme === 'Dark') await served.picture(`${name}-1024-dark`)
      await page.setViewportSize({ width: 1280, height: 832 })
      expect(await accessibilityFindings(page), `${name}, ${scheme}`).toEqual([])
    }
    await served.picture(name)
  }
  const yaml = () => page.getByRole('textbox', { name: 'The plan as YAML' })
  const untilHeld = async () => {
    await expect.poll(async () => (await status()).holder?.pid ?? 0, { timeout: 30_000 }).toBeGreaterThan(0)
    return (await status()).holder!.pid
  }

  beforeAll(async () => {
    project = await tinyProject()
    served = await servePage(project.folder)
    page = served.page
  })
  afterAll(async () => {
    await served?.close()
    const { holder } = await status()
    if (holder) process.kill(holder.pid, 'SIGTERM')
    while ((await status()).holder) await sleep(100)
    project?.remove()
  })

  it('leads by keyboard alone from a question to an experiment whose evaluation arrives', async () => {
    await page.getByRole('button', { name: 'Experiments' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.getByRole('heading', { level: 1, name: 'Experiments' }).waitFor()
    const question = page.getByRole('radio', { name: 'Does the whole chain work here?' })
    await tabTo(question)
    await page.getByText('To fit this dataset the recipe was changed').waitFor()
    await press(button('Next'))

    await region('On which dataset version?').waitFor()
    await tabTo(page.getByRole('radio', { name: 'v1' }))
    await press(button('Next'))

    const methods = region('Which starting points are compared?')
    await methods.getByText(/about .* · 2 pretrainings · 1 fine-tuning/).waitFor()
    await press(page.getByRole('checkbox', { name: 'Autoencoder', exact: true }), 'Space')
    await expect
      .poll(() => page.getByRole('checkbox', { name: 'Autoencoder', exact: true }).isChecked())
      .toBe(false)
    await press(page.getByRole('checkbox', { name: 'SimSiam' }), 'Space')
    await press(button('Next'))

    // The recipe's 20 and 40 % are not among the fractions of this dataset.
    const grid = region('With how many labels, and how often?')
    await grid.getByText('3 methods × 1 label fraction × 1 fold × 1 seed').waitFor({ timeout: 2000 })
    await tabTo(page.getByRole('textbox', { name: 'Seeds' }))
    await page.keyboard.press('End')
    await page.keyboard.type(', 101')
    await grid.getByText('3 methods × 1 label fraction × 1 fold × 2 seeds').waitFor()
    await grid.getByText('6 runs', { exact: true }).waitFor()
    // scratch, SimSiam and residual with two seeds: an autoencoder of normals, a SimSiam and a residual encoder.
    await grid.getByText('3 pretrainings serve the 4 runs that start from them').waitFor()
    await press(button('Next'))

    // What another plan has measured here in the last week is known already, and measured anew.
    await press(page.getByRole('button', { name: /^Measure (this machine|again)/ }))
    await page.getByRole('progressbar', { name: 'Measuring this machine' }).waitFor()
    await page
      .getByRole('progressbar', { name: 'Measuring this machine' })
      .waitFor({ state: 'detached', timeout: 120_000 })
    await page.getByText(/[1-9][\d.]*% of it by pace measured on this machine/).waitFor()
    await press(button('Next'))

    await region('Are the methods trained equally long?')
      .getByText(/^Yes: every pretraining gets/)
      .waitFor()
    await press(button('Next'))

    await region('Is this what you want?').getByText('6 evaluated models').waitFor()
    const name = await settledHash()
    await press(button('Plan and start'))
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor({ timeout: 60_000 })
    const article = page.getByRole('article', { name })
    await article
      .getByRole('row', { name: /^Evaluation .* Finished/ })
      .first()
      .waitFor({ timeout: 180_000 })
    const { experiments } = await status()
    expect(experiments.map(({ experiment }) => experiment)).toEqual([name])
    expect(Object.values(experiments[0].states).reduce((a, b) => a + b)).toBe(1 + 1 + 2 + 6 + 6)
  })

  it('shows the same plan as YAML, names mistakes by line and column, and knows a file again by its hash', async () => {
    await served.goTo('Experiments')
    const name = await settledHash()
    await button('As YAML').click()
    await expect.poll(() => yaml().inputValue()).toContain('preset: quick')
    const text = await yaml().inputValue()
    await look('yaml')

    await yaml().fill(text.replace('folds: 1', 'folds: one'))
    const line = text.split('\n').findIndex((one) => one.startsWith('folds')) + 1
    const place = button(`Line ${line}, column 8`)
    await place.click()
    expect(await yaml().evaluate((field: HTMLTextAreaElement) => field.selectionStart)).toBe(
      text.indexOf('folds: 1') + 'folds: '.length,
    )
    await look('yaml-mistake')

    await yaml().fill(`# mine\n${text.replace('seeds: [ 100 ]', 'seeds: [ 100, 101, 102 ]')}`)
    await step('Labels, folds, seeds').click()
    await expect.poll(() => page.getByRole('textbox', { name: 'Seeds' }).inputValue()).toBe('100, 101, 102')
    const changed = await settledHash()
    expect(changed).not.toBe(name)

    const [download] = await Promise.all([page.waitForEvent('download'), button('Save as a file').click()])
    expect(download.suggestedFilename()).toBe('quick.yaml')
    const file = await download.path()
    expect(readFileSync(file, 'utf8')).toMatch(/^# mine/)
    await page.getByRole('navigation').getByText('Question').click()
    await page.getByRole('radio', { name: 'Which loss and which filter do the residuals want?' }).check()
    await expect.poll(hash).toMatch(/^ablation-/)
    await page.locator('input[type=file]').setInputFiles(file)
    await expect.poll(hash).toBe(changed)
  })

  it('explains every step in both themes, without a sideways scroll', async () => {
    await step('Question').click()
    await page.getByRole('radio', { name: 'How many normal sinuses do the residuals need?' }).check()
    await page.getByRole('radio', { name: 'As the released code' }).check()
    for (const [short, title] of [
      ['Question', 'What do you want to find out?'],
      ['Dataset', 'On which dataset version?'],
      ['Methods', 'Which starting points are compared?'],
      ['Labels, folds, seeds', 'With how many labels, and how often?'],
      ['Time and memory', 'What does it take on this machine?'],
      ['Fairness', 'Are the methods trained equally long?'],
      ['Review', 'Is this what you want?'],
    ] as const) {
      await step(short).click()
      await region(title).waitFor()
      await settledHash()
      if (short === 'Fairness') await page.getByText('Trainings may end early').waitFor()
      await look(`step-${short.split(/\W/)[0].toLowerCase()}`)
    }
  })

  it('goes on after the process that computed was killed, and takes plans while it computes', async () => {
    await button('As YAML').click()
    const slow = `schema: 1\nname: slow\npreset: quick\ndataset: v1\nmethods: [scratch]\nlabelFractions: [1]\nfolds: 1\nfinetune: { epochs: 2000 }\n`
    await yaml().fill(slow)
    await expect.poll(hash).toMatch(/^slow-/)
    await step('Review').click()
    await button('Plan and start').click()
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor()
    const pid = await untilHeld()
    await page.getByRole('row', { name: /^Fine-tuning .* Running/ }).waitFor()

    await served.goTo('Experiments')
    await button('As YAML').click()
    await yaml().fill(slow.replace('slow', 'next').replace('2000', '1'))
    await expect.poll(hash).toMatch(/^next-/)
    await step('Review').click()
    await page.getByText('A run that is at work takes this plan into its queue').waitFor()
    await button('Plan and queue').click()
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor()
    const planned = (await status()).experiments.find(({ experiment }) => experiment.startsWith('next-'))
    expect(planned!.queuePosition).not.toBeNull()
    expect((await status()).holder).toMatchObject({ pid })

    process.kill(pid, 'SIGKILL')
    const banner = page.getByRole('status').filter({ hasText: '1 run was interrupted' })
    await banner.waitFor()
    await look('banner')
    await served.goTo('Dataset')
    await banner.getByRole('button', { name: 'Resume' }).click()
    const second = await untilHeld()
    expect(second).not.toBe(pid)
    await banner.waitFor({ state: 'detached' })
    await served.goTo('Runs')
    await page.getByRole('row', { name: /^Fine-tuning .* Running/ }).waitFor()
    const card = page.getByRole('article', { name: /^slow/ })
    await card.getByRole('button', { name: 'Cancel' }).click()
    // What was queued meanwhile is computed by the same process, which then ends.
    await expect.poll(async () => (await status()).holder, { timeout: 60_000 }).toBeNull()
    const { experiments } = await status()
    expect(experiments.find(({ experiment }) => experiment.startsWith('next-'))!.states.finished).toBe(2)
  })

  it('says why runs could not be started', async () => {
    await page
      .getByRole('article', { name: /^slow/ })
      .getByRole('button', { name: 'Put into the queue' })
      .click()
    await button('Slurm').click()
    await button('Work off the queue').click()
    const alert = page.getByRole('alert').filter({ hasText: 'The runs could not be started' })
    await alert
      .getByText(/Slurm|sbatch|squeue|scontrol/i)
      .first()
      .waitFor({ timeout: 60_000 })
    await look('start-failed')
    await alert.getByRole('button', { name: 'Close' }).click()
    await button('This machine').click()
    expect((await status()).holder).toBeNull()
  })

  it('had nothing to complain of', () => {
    expect(served.complaints).toEqual([])
  })
})
