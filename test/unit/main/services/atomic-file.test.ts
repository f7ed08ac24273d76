import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { removeLeftovers, writeFileAtomic } from '../../../../src/main/services/atomic-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antrum-atomic-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('writes text and bytes, replaces what was there and makes missing folders', async () => {
  const path = join(folder, 'deep', 'er', 'file.json')
  await writeFileAtomic(path, 'old, and longer')
  await writeFileAtomic(path, Uint8Array.of(1, 2, 3))
  expect([...(await readFile(path))]).toEqual([1, 2, 3])
  expect(await readdir(join(folder, 'deep', 'er'))).toEqual(['file.json'])
})

it('leaves neither a temporary file nor half a file when it fails', async () => {
  const path = join(folder, 'taken')
  await mkdir(join(path, 'by-a-folder'), { recursive: true })
  await expect(writeFileAtomic(path, 'text')).rejects.toThrow()
  expect(await readdir(folder)).toEqual(['taken'])
})

it('leaves one whole file when several write at once', async () => {
  const path = join(folder, 'file')
  const contents = Array.from({ length: 12 }, (_, writer) => String(writer).repeat(100_000 + writer))
  await Promise.all(contents.map((content) => writeFileAtomic(path, content)))
  expect(contents).toContain(await readFile(path, 'utf8'))
  expect(await readdir(folder)).toEqual(['file'])
})

it('removes what a killed writer left, and nothing else', async () => {
  const left = '.scan.nii.gz.0123456789ab.tmp'
  for (const name of [left, 'scan.nii.gz', '.hidden', 'note.tmp'])
    await writeFileAtomic(join(folder, name), name)
  await removeLeftovers(folder)
  expect((await readdir(folder)).sort()).toEqual(['.hidden', 'note.tmp', 'scan.nii.gz'])
  await removeLeftovers(join(folder, 'nowhere'))
})
