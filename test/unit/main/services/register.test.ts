import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listRegistrations } from '../../../../src/main/db/stores/registrations.ts'
import { listUsedScans } from '../../../../src/main/db/stores/scans.ts'
import { readSetting } from '../../../../src/main/db/stores/settings.ts'
import { createProject, openProject, type Project } from '../../../../src/main/project.ts'
import { importCohort } from '../../../../src/main/services/import-cohort.ts'
import { writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { listPlacements } from '../../../../src/main/services/placements.ts'
import { registerProject } from '../../../../src/main/services/register.ts'
import type { Progress } from '../../../../src/main/services/service-context.ts'
import type { Point } from '../../../../src/shared/imaging/affine.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { aHead, distanceMm, moved } from '../../../helpers/heads.ts'
import { aContext, aProject } from '../../../helpers/project.ts'
import { aRigidMotion } from '../../../helpers/volumes.ts'

const motion = aRigidMotion([8, -5, 4], [6, -9, 12])
const folder = mkdtempSync(path.join(tmpdir(), 'antrum-register-'))
const imported = path.join(folder, 'study')

/** One head, the same moved, and another subject's. */
beforeAll(async () => {
  const scan = aHead(1, 4).scan
  await writeNiftiFile(path.join(folder, 'sub-01.nii.gz'), scan)
  await writeNiftiFile(path.join(folder, 'sub-02.nii.gz'), moved(scan, motion))
  await writeNiftiFile(path.join(folder, 'sub-03.nii.gz'), aHead(2, 4).scan)
  await createProject(imported)
  const project = await openProject(imported, { mode: 'write' })
  await importCohort(project, [folder], aContext())
  await project.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

const fixed = { fixedSubject: 'sub-01' }
const idOf = async (project: Project, subject: string) =>
  (await listUsedScans(project.db)).find((scan) => scan.subject === subject)!.id

describe('registering a project', () => {
  it('finds where every head lies and stores it where extraction looks', async () => {
    const project = await aProject(imported)
    const seen: Progress[] = []
    const { scans, unchanged } = await registerProject(project, fixed, {
      ...aContext(),
      progress: (progress) => seen.push(progress),
    })
    expect(scans.map(({ subject, flagged }) => [subject, flagged])).toEqual([
      ['sub-01', false],
      ['sub-02', false],
      ['sub-03', false],
    ])
    expect(scans[0].score).toBe(1)
    for (const { score } of scans) expect(score).toBeGreaterThan(0.4)
    expect(unchanged).toBe(0)
    expect(seen.at(-1)).toMatchObject({ done: 2, total: 2 })

    expect(await readSetting(project.db, 'fixedScan')).toBe(await idOf(project, 'sub-01'))
    const placements = await listPlacements(project.db)
    const { scanWorldFromFixed } = placements.get(await idOf(project, 'sub-02'))!
    for (const { centreMm } of aHead(1, 4).sinuses)
      expect(distanceMm(scanWorldFromFixed, motion, centreMm as Point)).toBeLessThan(1)
  })

  it('does nothing twice, and everything anew for another transform or fixed scan', async () => {
    const project = await aProject(imported)
    await registerProject(project, fixed, aContext())
    const stored = await listRegistrations(project.db, await idOf(project, 'sub-01'))
    const again = await registerProject(project, {}, aContext())
    expect(again.unchanged).toBe(2)
    expect(again.fixed.subject).toBe('sub-01')
    expect(await listRegistrations(project.db, await idOf(project, 'sub-01'))).toEqual(stored)

    expect((await registerProject(project, { transform: 'affine' }, aContext())).unchanged).toBe(0)
    expect((await registerProject(project, { fixedSubject: 'sub-03' }, aContext())).unchanged).toBe(0)
    expect(await readSetting(project.db, 'fixedScan')).toBe(await idOf(project, 'sub-03'))
  })

  it('reports a scan that cannot be registered, and goes on with the others', async () => {
    const project = await aProject(imported)
    await registerProject(project, fixed, aContext())
    const [, second] = await listUsedScans(project.db)
    writeFileSync(path.join(project.paths.root, second.file), 'no longer a scan')
    const { scans } = await registerProject(project, { ...fixed, transform: 'affine' }, aContext())
    expect(scans.map(({ subject, registered, flagged }) => [subject, registered, flagged])).toEqual([
      ['sub-01', true, false],
      ['sub-02', false, true],
      ['sub-03', true, false],
    ])
    expect(scans[1].score).toBe(0)
    expect(scans[1].reasons.join()).toMatch(/\.nii\.gz/)
    // Its rigid registration does not stand in for the affine one that was asked for.
    expect((await listPlacements(project.db)).has(second.id)).toBe(false)
  })

  it('stops when the fixed scan itself cannot be read, saying so', async () => {
    const project = await aProject(imported)
    const [first] = await listUsedScans(project.db)
    writeFileSync(path.join(project.paths.root, first.file), 'no longer a scan')
    await expect(registerProject(project, fixed, aContext())).rejects.toThrow(
      /^The fixed scan cannot be used/,
    )
  })

  it('keeps what is done when cancelled, and goes on from there', async () => {
    const project = await aProject(imported)
    const stop = new AbortController()
    const running = registerProject(project, fixed, {
      signal: stop.signal,
      progress: ({ done }) => void (done === 1 && stop.abort(new AntrumError('cancelled', 'Stopped.'))),
    })
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    const { unchanged, scans } = await registerProject(project, fixed, aContext())
    expect(unchanged).toBe(1)
    expect(scans.every(({ flagged }) => !flagged)).toBe(true)
  })
})

it('is the command `register`', async () => {
  const project = await aProject(imported)
  await project.close()
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, ['bin/antrum.mjs', 'register', project.paths.root, '--json', ...args], {
      encoding: 'utf8',
    })
  const { status, stdout } = cli('--fixed', '01')
  expect(status).toBe(0)
  const { scans } = JSON.parse(stdout) as { scans: Record<string, unknown>[] }
  expect(scans).toHaveLength(3)
  expect(scans[1]).toMatchObject({ subject: 'sub-02', scan: expect.any(String) as string, flagged: false })
  expect(scans[1].score).toBeGreaterThan(0.4)

  const wrong = cli('--transform', 'wobbly')
  expect(wrong.status).toBe(2)
  expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'usage' } })
  expect(JSON.parse(cli('--fixed', '99').stdout)).toMatchObject({ error: { code: 'not-found' } })
})
