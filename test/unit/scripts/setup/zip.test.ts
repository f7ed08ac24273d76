import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unzip } from '../../../../scripts/setup/zip.mjs'
import { writeZip } from '../../../helpers/package-index.ts'

describe('unzip', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-zip-'))
    file = path.join(folder, 'given.zip')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const out = () => path.join(folder, 'out')
  // Longer than one block of the streams, and not compressible to nothing.
  const long = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * i) % 251))

  for (const stored of [false, true]) {
    it(`writes the wanted files, byte for byte, and no other (${stored ? 'stored' : 'deflated'})`, async () => {
      writeZip(file, { 'lib/a.so': long, 'lib/empty.so': '', 'python/b.py': 'print()' }, { stored })
      const written = await unzip(file, out(), (name) => name.startsWith('lib/'))
      expect(written).toEqual([
        { name: 'lib/a.so', bytes: long.length },
        { name: 'lib/empty.so', bytes: 0 },
      ])
      expect(readFileSync(path.join(out(), 'lib/a.so')).equals(long)).toBe(true)
      expect(readFileSync(path.join(out(), 'lib/empty.so'))).toHaveLength(0)
      expect(readdirSync(out())).toEqual(['lib'])
    })
  }

  it('reports progress up to the unpacked size', async () => {
    writeZip(file, { a: long })
    const seen: number[] = []
    await unzip(
      file,
      out(),
      () => true,
      (done, total) => seen.push(done / total),
    )
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.at(-1)).toBe(1)
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
  })

  it('refuses a file that is cut off, or no zip at all', async () => {
    writeZip(file, { a: long })
    const whole = readFileSync(file)
    writeFileSync(file, whole.subarray(0, whole.length - 40))
    await expect(unzip(file, out(), () => true)).rejects.toThrow('no zip directory')
    writeFileSync(file, 'not a zip')
    await expect(unzip(file, out(), () => true)).rejects.toThrow('no zip directory')
  })

  it('refuses damaged content instead of writing something else', async () => {
    writeZip(file, { a: long })
    const whole = readFileSync(file)
    whole.fill(0xff, 5000, 6000)
    writeFileSync(file, whole)
    await expect(unzip(file, out(), () => true)).rejects.toThrow()
  })

  it('refuses a path that leads out of the folder', async () => {
    writeZip(file, { '../outside': 'x' })
    await expect(unzip(file, out(), () => true)).rejects.toThrow('outside')
    expect(readdirSync(folder)).toEqual(['given.zip'])
  })
})
