import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectHolder } from '../../../src/main/db/project-lock.ts'
import { createProject, openProject, projectPaths, withProject } from '../../../src/main/project.ts'

const module = fileURLToPath(new URL('../../../src/main/project.ts', import.meta.url))
let folder: string
let project: string
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'antrum-project-'))
  project = path.join(folder, 'study')
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
  rmSync(folder, { recursive: true })
})

/** Another process that opens the project for writing, runs `work` on it and then holds it. */
async function holdElsewhere(work = ''): Promise<ChildProcess> {
  const script = `
    const { openProject } = await import(${JSON.stringify(module)})
    const project = await openProject(${JSON.stringify(project)}, { mode: 'write' })
    const db = project.db
    console.log('open')
    ${work}
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

it('calls every folder of a project by its own name', () => {
  for (const [name, folder] of Object.entries(projectPaths('/a/study')))
    expect(folder).toBe(name === 'root' ? '/a/study' : path.join('/a/study', name))
})

describe('createProject', () => {
  it('makes the folders, and once more changes nothing', async () => {
    expect(await createProject(project)).toEqual({ folder: project, created: true })
    expect(readdirSync(project)).toEqual(
      expect.arrayContaining(['antrum.sqlite', 'exports', 'scans', 'stages', 'volumes']),
    )
    expect(await createProject(project)).toEqual({ folder: project, created: false })
  })

  it('leaves a folder with other things alone', async () => {
    writeFileSync(path.join(folder, 'thesis.docx'), '')
    await expect(createProject(folder)).rejects.toMatchObject({ code: 'already-exists' })
    expect(readdirSync(folder)).toEqual(['thesis.docx'])
    await expect(createProject(path.join(folder, 'thesis.docx'))).rejects.toMatchObject({
      code: 'already-exists',
    })
  })

  it('finishes what a killed one began', async () => {
    await createProject(project)
    rmSync(path.join(project, 'antrum.sqlite'))
    rmSync(path.join(project, 'stages'), { recursive: true })
    expect((await createProject(project)).created).toBe(true)
    writeFileSync(path.join(project, 'antrum.sqlite'), '')
    await withProject(project, 'write', ({ db }) => db.selectFrom('scans').selectAll().execute())
  })
})

describe('openProject', () => {
  it('says of any other folder that it is no project', async () => {
    await expect(openProject(folder, { mode: 'read' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(openProject(path.join(folder, 'nowhere'), { mode: 'write' })).rejects.toThrow(/antrum init/)
    expect(readdirSync(folder)).toEqual([])
  })

  it('reads while another process writes, and says who', async () => {
    await createProject(project)
    const other = await holdElsewhere()
    await expect(openProject(project, { mode: 'write' })).rejects.toMatchObject({
      code: 'read-only',
      details: expect.objectContaining({ pid: other.pid }) as unknown,
    })
    const reading = await openProject(project, { mode: 'write-if-free' })
    expect(reading).toMatchObject({ readOnly: true, heldBy: { pid: other.pid } })
    expect(await reading.db.selectFrom('subjects').selectAll().execute()).toEqual([])
    const insert = reading.db.insertInto('subjects').values({ id: 'x', addedAt: '' }).execute()
    await expect(insert).rejects.toThrow(/readonly/)
    await reading.close()
    expect(projectHolder(path.join(project, 'antrum.lock'))).toMatchObject({ pid: other.pid })
  })

  it('is free again when the holder is killed, with everything it committed and nothing else', async () => {
    await createProject(project)
    const other = await holdElsewhere(`
      await db.insertInto('subjects').values({ id: 'committed', addedAt: '' }).execute()
      await db.transaction().execute(async (tx) => {
        await tx.insertInto('subjects').values({ id: 'half', addedAt: '' }).execute()
        console.log('inside')
        await new Promise(() => {})
      })`)
    await once(other.stdout!, 'data')
    other.kill('SIGKILL')
    await once(other, 'exit')
    await withProject(project, 'write', async ({ db, readOnly }) => {
      expect(readOnly).toBe(false)
      expect(await db.selectFrom('subjects').select('id').execute()).toEqual([{ id: 'committed' }])
    })
    expect(projectHolder(path.join(project, 'antrum.lock'))).toBeNull()
  })

  it('locks within one process too, and frees on close', async () => {
    await createProject(project)
    const first = await openProject(project, { mode: 'write' })
    await expect(openProject(project, { mode: 'write' })).rejects.toMatchObject({ code: 'read-only' })
    await first.close()
    await (await openProject(project, { mode: 'write' })).close()
  })
})
