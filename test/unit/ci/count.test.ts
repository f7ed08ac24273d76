import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

describe("CI's closing line", () => {
  let folder: string
  beforeEach(() => {
    // Inside the repository, so that vitest finds itself.
    mkdirSync(path.join(repository, 'out'), { recursive: true })
    folder = mkdtempSync(path.join(repository, 'out/count-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** Runs the real vitest on these files, and counts what it says. */
  const count = (files: Record<string, string>) => {
    for (const [name, source] of Object.entries(files)) writeFileSync(path.join(folder, name), source)
    const results = path.join(folder, 'results.json')
    const vitest = path.join(repository, 'node_modules/vitest/vitest.mjs')
    const args = ['run', '--root', folder, '--reporter=json', `--outputFile.json=${results}`]
    spawnSync(process.execPath, [vitest, ...args], { cwd: folder })
    const counted = spawnSync(process.execPath, [path.join(repository, '.ci/count.mjs'), results], {
      encoding: 'utf8',
    })
    return counted.stdout
  }
  const passing = `import { it } from 'vitest'; it('a', () => {}); it('b', () => {}); it.skip('c', () => {})`

  it('counts what passed and what was skipped', () => {
    expect(count({ 'a.test.js': passing })).toBe(`2 passed, 0 failed, 1 skipped\n`)
  })

  it('counts failures, also of a file that cannot be loaded', () => {
    const failing = `import { it } from 'vitest'; it('a', () => { throw new Error('no') })`
    expect(count({ 'a.test.js': passing, 'b.test.js': failing, 'c.test.js': `import './nowhere.js'` })).toBe(
      `2 passed, 2 failed, 1 skipped\n`,
    )
  })
})
