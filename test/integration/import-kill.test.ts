import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import SqliteDatabase from 'better-sqlite3'
import { listScans, listFingerprints } from '../../src/main/db/stores/scans.ts'
import { createProject, databaseFile, withProject } from '../../src/main/project.ts'
import { importCohort } from '../../src/main/services/import-cohort.ts'
import { encodeNifti } from '../../src/shared/imaging/nifti.ts'
import { createRandom } from '../../src/shared/random.ts'
import { aContext, aFolder, aVolume } from '../helpers/project.ts'

const cli = fileURLToPath(new URL('../../bin/antrum.mjs', import.meta.url))
const count = 30
const random = createRandom('killing imports')

/** A cohort in folders, one of its files broken. */
function aCohortFolder(): string {
  const folder = aFolder()
  for (let i = 0; i < count; i++) {
    const subject = `sub-${String(i).padStart(2, '0')}`
    mkdirSync(path.join(folder, subject))
    const bytes = encodeNifti(aVolume(subject, { shape: [32, 32, 32] }))
    writeFileSync(path.join(folder, subject, `${subject}_FLAIR.nii.gz`), gzipSync(bytes, { level: 1 }))
  }
  writeFileSync(path.join(folder, 'sub-07x_FLAIR.nii.gz'), 'broken')
  return folder
}

/** Starts an import and kills it without warning once `scans` are stored, a few milliseconds later. */
async function killedImport(project: string, folder: string, scans: number): Promise<void> {
  const child = spawn(process.execPath, [cli, 'import', project, folder], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  const stored = () =>
    readdirSync(path.join(project, 'scans')).filter((name) => name.endsWith('.nii.gz')).length
  while (child.exitCode === null && stored() < scans) await new Promise((resolve) => setTimeout(resolve, 1))
  await new Promise((resolve) => setTimeout(resolve, random.integer(25)))
  child.kill('SIGKILL')
  await exited
}

/** What must be true of a project at any moment. */
async function expectSound(project: string): Promise<number> {
  const sqlite = new SqliteDatabase(path.join(project, databaseFile), { readonly: true })
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(sqlite.pragma('foreign_key_check')).toEqual([])
  sqlite.close()
  return withProject(project, 'write', async ({ db }) => {
    const scans = await listScans(db)
    for (const { id, file } of scans) {
      const content = gunzipSync(readFileSync(path.join(project, file)))
      expect(createHash('sha256').update(content).digest('hex')).toBe(id)
    }
    expect([...(await listFingerprints(db)).keys()].sort()).toEqual(scans.map(({ id }) => id).sort())
    return scans.length
  })
}

describe('an import that is killed', () => {
  it('leaves a sound project wherever it is hit, and comes to the same in the end', async () => {
    const folder = aCohortFolder()
    const { folder: project } = await createProject(path.join(aFolder(), 'study'))
    // From before the first scan to the last few.
    const points = [0, ...Array.from({ length: 4 }, () => 1 + random.integer(count - 4))].sort(
      (a, b) => a - b,
    )
    const states: number[] = []
    for (const point of points) {
      await killedImport(project, folder, point)
      states.push(await expectSound(project))
    }
    expect(states).toEqual(states.toSorted((a, b) => a - b)) // what was in stays in
    expect(states.filter((scans) => scans > 0 && scans < count).length).toBeGreaterThan(0)
    const report = await withProject(project, 'write', (open) => importCohort(open, [folder], aContext()))
    expect(report).toMatchObject({ subjects: count, scans: count, lanes: { look: [] } })
    expect(report.lanes.rejected.map(({ file }) => file)).toEqual(['sub-07x_FLAIR.nii.gz'])
    expect(
      readdirSync(path.join(project, 'scans')).filter((name) => !/^[0-9a-f]{64}\.nii\.gz$/.test(name)),
    ).toEqual([])

    const { folder: undisturbed } = await createProject(path.join(aFolder(), 'study'))
    await withProject(undisturbed, 'write', (open) => importCohort(open, [folder], aContext()))
    const scansOf = (root: string) => withProject(root, 'read', ({ db }) => listScans(db))
    expect(await scansOf(project)).toEqual(await scansOf(undisturbed))
    expect(readdirSync(path.join(project, 'scans')).sort()).toEqual(
      readdirSync(path.join(undisturbed, 'scans')).sort(),
    )
  })
})
