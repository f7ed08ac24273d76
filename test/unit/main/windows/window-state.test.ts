import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readWindowState, saveWindowState } from '../../../../src/main/windows/window-state.ts'

const screens = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
]

describe('where the window was left', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-state-'))
    file = path.join(folder, 'window.json')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const left = (x: number, y: number) => ({ bounds: { x, y, width: 1200, height: 800 }, maximized: false })

  it('is found again, on any screen', async () => {
    for (const state of [left(10, 20), left(2000, 100), { ...left(0, 0), maximized: true }]) {
      saveWindowState(file, state)
      expect(await readWindowState(file, screens)).toEqual(state)
    }
  })

  it('is forgotten when its title bar could not be reached', async () => {
    for (const state of [left(5000, 10), left(-1150, 10), left(10, 1060), left(10, -200)]) {
      saveWindowState(file, state)
      expect(await readWindowState(file, screens)).toBeNull()
    }
    saveWindowState(file, left(2000, 100))
    expect(await readWindowState(file, screens.slice(0, 1))).toBeNull()
  })

  it('is nothing at the first start and when the file is damaged', async () => {
    expect(await readWindowState(file, screens)).toBeNull()
    writeFileSync(file, '{"bounds": {"x": "left"}}')
    expect(await readWindowState(file, screens)).toBeNull()
  })
})
