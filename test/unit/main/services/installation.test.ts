import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeInstallation } from '../../../../src/main/services/installation.ts'

describe('describeInstallation', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'antrum-installation-'))
    mkdirSync(path.join(root, '.antrum'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('repeats what set-up noted, and leaves its own bookkeeping out', () => {
    const setup = {
      build: 'cpu',
      reason: 'no NVIDIA driver was found',
      cacheDirectory: '/cache',
      libraryDirectory: '/cache/lib',
      source: 'tensorflow_cpu.whl',
    }
    writeFileSync(path.join(root, '.antrum/setup.json'), JSON.stringify({ ...setup, addon: { key: 'k' } }))
    expect(describeInstallation(root).setup).toEqual(setup)
  })

  it('has no set-up to tell of where none was run, or its note is damaged', () => {
    expect(describeInstallation(root)).toMatchObject({ setup: null, addon: { present: false } })
    writeFileSync(path.join(root, '.antrum/setup.json'), '{"build": "cp')
    expect(describeInstallation(root).setup).toBeNull()
  })
})
