import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RecentProjects } from '../../../../src/main/services/recent-projects.ts'

describe('recent projects', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-recent-'))
    file = path.join(folder, 'recent.json')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const names = async (recent: RecentProjects) => (await recent.list()).map(({ name }) => name)

  it('come newest first, each once, at most twelve, and outlive the process', async () => {
    const recent = new RecentProjects(file)
    for (let k = 1; k <= 14; k++) await recent.add(`/studies/s${k}`)
    await recent.add('/studies/s5')
    const expected = ['s5', 's14', 's13', 's12', 's11', 's10', 's9', 's8', 's7', 's6', 's4', 's3']
    expect(await names(new RecentProjects(file))).toEqual(expected)
  })

  it('lose nothing when two are opened at once, and tell the listener', async () => {
    const recent = new RecentProjects(file)
    const heard: number[] = []
    recent.onChange((projects) => heard.push(projects.length))
    await Promise.all([recent.add('/a'), recent.add('/b'), recent.add('/c')])
    expect((await names(recent)).toSorted()).toEqual(['a', 'b', 'c'])
    expect(heard).toEqual([1, 2, 3])
    await recent.forget('/b')
    expect(await names(recent)).toEqual(['c', 'a'])
  })

  it('begin anew when the file is damaged', async () => {
    writeFileSync(file, '[{"folder": 3')
    const recent = new RecentProjects(file)
    expect(await recent.list()).toEqual([])
    await recent.add('/a')
    expect(await names(recent)).toEqual(['a'])
  })
})
