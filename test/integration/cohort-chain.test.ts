import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DatasetManifest } from '../../src/shared/domain/dataset.ts'
import { saveRegistration } from '../../src/main/db/stores/registrations.ts'
import { listScans } from '../../src/main/db/stores/scans.ts'
import { saveSetting } from '../../src/main/db/stores/settings.ts'
import { openProject, withProject } from '../../src/main/project.ts'
import { readNiftiFile, writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import { applyAffine } from '../../src/shared/imaging/affine.ts'
import { shiftMm } from '../helpers/cohort.ts'
import { aVolume } from '../helpers/project.ts'

// The data commands as a user runs them, one process each, from files to a frozen dataset. Registration is by construction
// here (known shifts): the register command has tests of its own.
const cli = fileURLToPath(new URL('../../bin/antrum.mjs', import.meta.url))
let folder: string
let project: string
const subjects = Array.from({ length: 14 }, (_, i) => `sub-${String(i).padStart(2, '0')}`)

function antrum<T = Record<string, never>>(
  ...args: string[]
): { code: number | null; json: T; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args, '--json'], {
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(`antrum ${args.join(' ')} said nothing (exit ${status}): ${stderr}`)
  return { code: status, json: JSON.parse(stdout) as T, stderr }
}
type Failure = { error: { code: string; message: string } }

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'antrum-chain-'))
  project = path.join(folder, 'study')
  for (const [i, subject] of subjects.entries()) {
    const volume = aVolume(subject, { shape: [32, 32, 32] })
    const [x, y, z] = shiftMm(i)
    const affine = volume.affine.map((v, at) => v + (at === 3 ? x : at === 7 ? y : at === 11 ? z : 0))
    await writeNiftiFile(path.join(folder, 'heads', subject, 'anat', `${subject}_FLAIR.nii.gz`), {
      ...volume,
      affine,
    })
  }
  writeFileSync(path.join(folder, 'heads/broken.nii.gz'), 'no scan')
  const labels = ['nn', 'aa', 'na', 'nn', 'aa', 'an', 'nn', 'aa', 'na', 'nn', 'aa', 'nn']
  const word = { n: 'normal,', a: 'anomalous,polyp' } as Record<string, string>
  const rows = labels.flatMap((pair, i) =>
    [...pair].map((letter, side) => `${subjects[i]},${'LR'[side]},${word[letter]}`),
  )
  writeFileSync(
    path.join(folder, 'labels.csv'),
    ['patient_id,side,label,finding', ...rows, 'sub-77,L,normal,'].join('\r\n'),
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the data commands', () => {
  it('say of a folder that is no project what to do', () => {
    const { code, json } = antrum<Failure>('import', folder, folder)
    expect([code, json.error.code, json.error.message]).toEqual([
      1,
      'not-found',
      expect.stringContaining('antrum init') as string,
    ])
    const usage = { code: 2, json: { error: { code: 'usage' } } }
    expect(antrum<Failure>('extract', folder, '--voxels', 'many')).toMatchObject(usage)
    expect(antrum<Failure>('centroids', folder, 'guess')).toMatchObject(usage)
  })

  it('init makes a project once', () => {
    expect(antrum('init', project)).toMatchObject({ code: 0, json: { project, created: true } })
    expect(antrum('init', project)).toMatchObject({ code: 0, json: { project, created: false } })
  })

  it('import survives being killed and finishes when repeated', async () => {
    const child = spawn(process.execPath, [cli, 'import', project, path.join(folder, 'heads')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const scans = path.join(project, 'scans')
    while (
      child.exitCode === null &&
      readdirSync(scans).filter((name) => name.endsWith('.nii.gz')).length < 3
    ) {
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
    await withProject(project, 'read', async ({ db }) =>
      expect((await listScans(db)).length).toBeLessThan(14),
    )

    const { code, json } = antrum<{
      subjects: number
      scans: number
      lanes: Record<string, object[]>
      labels: object
    }>('import', project, path.join(folder, 'heads'), '--labels', path.join(folder, 'labels.csv'))
    expect(code).toBe(0)
    expect(readdirSync(scans).filter((name) => !/^[0-9a-f]{64}\.nii\.gz$/.test(name))).toEqual([])
    expect(json).toMatchObject({
      subjects: 14,
      scans: 14,
      lanes: { look: [], rejected: [{ file: 'broken.nii.gz', code: 'unreadable-file' }] },
    })
    expect(json.lanes.ok).toHaveLength(14)
    expect(json.labels).toMatchObject({
      labels: 24,
      changed: 24,
      problems: [{ line: 26, code: 'unknown-subject' }],
    })
  })

  it('labels previews a sheet without changing anything, and takes it as told', () => {
    const sheet = path.join(folder, 'befunde.csv')
    writeFileSync(
      sheet,
      Buffer.from('Wer;Seite;Befund\r\n13;links;unauffällig\r\n13;rechts;Zyste\r\n', 'latin1'),
    )
    const args = ['labels', project, sheet, '--map', 'Wer=subject']
    expect(antrum<Failure>('labels', project, sheet).json.error).toMatchObject({ code: 'invalid-labels' })
    const preview = antrum(...args, '--preview')
    expect(preview).toMatchObject({ code: 0, json: { preview: true, labels: 2, changed: 2, problems: [] } })
    expect(antrum(...args, '--preview').json).toEqual(preview.json)
    expect(antrum<Failure>('labels', project, sheet, '--map', 'Wer=nobody').code).toBe(2)
    // Subject 13 stays unlabelled for the tests below: the preview must not have labelled it.
  })

  it('refuse to write while another process does, and read all the same', async () => {
    const held = await openProject(project, { mode: 'write' })
    expect(antrum<Failure>('freeze', project)).toMatchObject({
      code: 1,
      json: { error: { code: 'read-only' } },
    })
    expect(antrum('centroids', project, 'show').code).toBe(0)
    await held.close()
  })

  it('extract and freeze name the step that is missing', () => {
    const message = (...args: string[]) => antrum<Failure>(...args).json.error.message
    expect(message('extract', project)).toMatch(/antrum register/)
    expect(message('freeze', project)).toMatch(/antrum extract/)
  })

  it('centroids are set from a sheet and shown in the fixed frame', async () => {
    await withProject(project, 'write', async ({ db }) => {
      const scans = await listScans(db)
      await saveSetting(db, 'fixedScan', scans[0].id)
      for (const [i, { id }] of scans.entries()) {
        const [x, y, z] = shiftMm(i)
        const scanWorldFromFixed = [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1]
        await saveRegistration(db, {
          scan: id,
          fixedScan: scans[0].id,
          transform: 'rigid',
          scanWorldFromFixed,
          score: 1,
          flagged: false,
          faults: [],
          methodHash: '',
        })
      }
    })
    const sheet = path.join(folder, 'centroids.csv')
    // sub-00 and sub-03 marked at the same anatomical places: sub-03 is moved by (6, −3, 3).
    writeFileSync(
      sheet,
      'subject,side,x_mm,y_mm,z_mm\nsub-00,L,-12,2,1\nsub-00,R,12,2,1\nsub-03,L,-6,-1,4\nsub-03,R,18,-1,4\n',
    )
    const { code, json } = antrum<{ sides: { side: string; meanMm: number[]; sdMm: number[] }[] }>(
      'centroids',
      project,
      'set',
      sheet,
    )
    expect(code).toBe(0)
    expect(json.sides.map(({ side, meanMm, sdMm }) => [side, meanMm, sdMm])).toEqual([
      ['left', [-12, 2, 1], [0, 0, 0]],
      ['right', [12, 2, 1], [0, 0, 0]],
    ])
    const rule = expect.stringMatching(/median point/) as string
    expect(antrum('centroids', project, 'show').json).toEqual({ sides: json.sides, rule })

    const moved = antrum<{ sides: { meanMm: number[] }[] }>(
      ...['centroids', project, 'mark', 'sub-03', 'links', '--at', '-10,-1,4'],
    )
    expect(moved.json.sides[0].meanMm).toEqual([-14, 2, 1])
    expect(antrum('centroids', project, 'undo').json).toMatchObject({ undone: 'mark', sides: json.sides })
  })

  it('extract writes a cube per sinus with its place in the scan', async () => {
    type Sinus = {
      subject: string
      side: 'L' | 'R'
      file: string
      centreMm: [number, number, number]
      coverage: number
      flagged: boolean
    }
    const { code, json } = antrum<{ sinuses: Sinus[] }>(
      'extract',
      project,
      '--edge-mm',
      '16',
      '--voxels',
      '8',
    )
    expect(code).toBe(0)
    expect(json.sinuses).toHaveLength(28)
    for (const { subject, side, file, centreMm, coverage, flagged } of json.sinuses) {
      const [x, y, z] = shiftMm(subjects.indexOf(subject))
      expect([centreMm, coverage, flagged]).toEqual([[(side === 'L' ? -12 : 12) + x, 2 + y, 1 + z], 1, false])
      const { volume } = await readNiftiFile(path.join(project, file))
      const middle = applyAffine(volume.affine, [3.5, 3.5, 3.5])
      middle.forEach((mm, axis) => expect(mm).toBeCloseTo(centreMm[axis], 4))
      expect(statSync(path.join(project, file)).size).toBe(352 + 4 * 8 ** 3) // float32, not compressed
    }
  })

  it('freeze makes a version with its splits and proof, and no second one of the same content', () => {
    type Frozen = {
      version: string
      hash: string
      subjects: number
      sinuses: number
      created: boolean
      split: DatasetManifest['split']
      proof: { sharedSubjects: number; duplicates: number; checks: { ok: boolean }[] }
    }
    const args = [
      'freeze',
      project,
      '--folds',
      '3',
      '--seed',
      '5',
      '--test-fraction',
      '0.25',
      '--fractions',
      '0.2,0.5,1',
    ]
    const { code, json } = antrum<Frozen>(...args)
    expect(code).toBe(0)
    expect(json).toMatchObject({
      version: 'v1',
      subjects: 14,
      sinuses: 28,
      created: true,
      proof: { sharedSubjects: 0, duplicates: 0 },
    })
    expect(json.proof.checks.map(({ ok }) => ok)).not.toContain(false)
    expect([json.split.test.length, json.split.folds.length]).toEqual([3, 3])
    expect(Object.keys(json.split.folds[0].fractions).sort()).toEqual(['0.2', '0.5', '1'])
    const manifest = JSON.parse(
      readFileSync(path.join(project, 'volumes/v1/dataset.json'), 'utf8'),
    ) as DatasetManifest
    expect(manifest).toMatchObject({ hash: json.hash, split: json.split, edgeMm: 16, voxels: 8 })

    rmSync(path.join(project, 'volumes/v1/packed.f32'))
    const again = antrum<Frozen>(...args)
    expect(again.json).toMatchObject({ version: 'v1', hash: json.hash, created: false })
    expect(existsSync(path.join(project, 'volumes/v1/packed.f32'))).toBe(true)
    expect(antrum<Failure>('freeze', project, '--folds', '9').json.error.code).toBe('split-impossible')
    expect(antrum<Frozen>('freeze', project, '--folds', '2', '--name', 'two').json).toMatchObject({
      version: 'two',
      created: true,
    })
  })

  it('versions lists them with their proof cards, diff says what changed', () => {
    type Listed = {
      version: string
      intact: boolean
      splitUnit: string
      testSet: object
      proof: { unit: string }
    }
    const leaky = antrum<{ warnings: string[] }>(
      'freeze',
      project,
      '--folds',
      '2',
      '--split',
      'as-released',
      '--name',
      'leaky',
    )
    expect(leaky.json.warnings[0]).toMatch(
      /^NOT BY SUBJECT: .*\d+ of 14 subjects have one sinus in the test set/,
    )
    const { code, json } = antrum<{ versions: Listed[] }>('versions', project)
    expect(code).toBe(0)
    expect(
      json.versions.map(({ version, intact, splitUnit }) => `${version} ${intact} ${splitUnit}`),
    ).toEqual(['v1 true subject', 'two true subject', 'leaky true sinus'])
    expect(json.versions[0].testSet).toEqual({ evaluatedModels: 0, reads: 0, lastReadAt: null })
    expect(antrum('diff', project, 'v1', 'two').json).toMatchObject({
      same: false,
      sinuses: { added: [], removed: [], changed: [] },
      settings: [
        { name: 'seed', from: 5, to: 0 },
        { name: 'folds', from: 3, to: 2 },
      ],
    })
    expect(antrum('diff', project, 'v1', 'v1').json).toMatchObject({ same: true })
    expect(antrum<Failure>('diff', project, 'v1', 'v9').json.error.code).toBe('not-found')
  })
})
