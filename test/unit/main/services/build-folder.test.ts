import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildFolder } from '../../../../src/main/services/build-folder.ts'
import { aFolder } from '../../../helpers/project.ts'

const fill = async (folder: string) => {
  writeFileSync(path.join(folder, 'a.txt'), 'new')
  return 7
}

describe('buildFolder', () => {
  it('makes the folder and those above it, or takes an empty one', async () => {
    const above = aFolder()
    expect(await buildFolder(path.join(above, 'b', 'c'), fill)).toBe(7)
    expect(readdirSync(path.join(above, 'b'))).toEqual(['c'])
    mkdirSync(path.join(above, 'empty'))
    await buildFolder(path.join(above, 'empty'), fill)
    expect(readFileSync(path.join(above, 'empty', 'a.txt'), 'utf8')).toBe('new')
  })

  it('shows nothing until everything is there, and leaves nothing of what failed or was killed', async () => {
    const above = aFolder()
    const target = path.join(above, 'out')
    mkdirSync(path.join(above, '.out.building'))
    writeFileSync(path.join(above, '.out.building', 'stale'), 'of a killed attempt')
    const attempt = buildFolder(target, async (folder) => {
      await fill(folder)
      expect(existsSync(target)).toBe(false)
      expect(readdirSync(folder)).toEqual(['a.txt'])
      throw new Error('no')
    })
    await expect(attempt).rejects.toThrow('no')
    expect(readdirSync(above)).toEqual([])
  })

  it('refuses a folder with something in it and a file, also when they come while it builds', async () => {
    const above = aFolder()
    writeFileSync(path.join(above, 'file'), '')
    await expect(buildFolder(path.join(above, 'file'), fill)).rejects.toMatchObject({
      code: 'already-exists',
    })
    await expect(buildFolder(above, fill)).rejects.toMatchObject({ code: 'already-exists' })
    const target = path.join(above, 'out')
    const attempt = buildFolder(target, async () => {
      mkdirSync(target)
      writeFileSync(path.join(target, 'theirs'), '')
    })
    await expect(attempt).rejects.toMatchObject({ code: 'already-exists' })
    expect(readdirSync(target)).toEqual(['theirs'])
  })
})
