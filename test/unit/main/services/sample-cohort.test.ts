import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importCohort } from '../../../../src/main/services/import-cohort.ts'
import { importLabels } from '../../../../src/main/services/label-sheet.ts'
import { readNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { sampleCohort, type SampleReport } from '../../../../src/main/services/sample-cohort.ts'
import type { SubjectTruth } from '../../../../src/main/services/sample-truth.ts'
import { applyAffine, invert, multiply, orientationCode } from '../../../../src/shared/imaging/affine.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { aContext, aFolder, aProject } from '../../../helpers/project.ts'

/** Coarse heads are quick to make. */
const coarse = { labelled: 3, unlabelled: 1, seed: 7, spacingMm: 4 }

const read = (folder: string, file: string) => readFileSync(path.join(folder, file), 'utf8')
const truthOf = (folder: string) =>
  JSON.parse(read(folder, 'truth.json')) as { subjects: (SubjectTruth & { labelled: boolean })[] }

/** SHA-256 of every file below a folder, by relative path. */
function hashes(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Object.fromEntries(
    files.map((entry) => {
      const full = path.join(entry.parentPath, entry.name)
      return [path.relative(folder, full), createHash('sha256').update(readFileSync(full)).digest('hex')]
    }),
  )
}

describe('a sample cohort', () => {
  let folder: string
  let report: SampleReport
  beforeAll(async () => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'antrum-test-')), 'cohort')
    report = await sampleCohort(folder, coarse, aContext())
  })
  afterAll(() => rmSync(path.dirname(folder), { recursive: true }))

  it('holds scans of all subjects, labels of the labelled ones, truth of all', () => {
    expect(readdirSync(path.join(folder, 'scans'))).toEqual([1, 2, 3, 4].map((k) => `sub-000${k}.nii.gz`))
    const lines = read(folder, 'labels.csv').trimEnd().split('\n')
    expect(lines[0]).toBe('patient_id,side,label,finding')
    expect(lines).toHaveLength(1 + 2 * 3)
    const { subjects } = truthOf(folder)
    expect(subjects.map(({ subject, labelled }) => [subject, labelled])).toEqual([
      ['sub-0001', true],
      ['sub-0002', true],
      ['sub-0003', true],
      ['sub-0004', false],
    ])
    const rows = subjects
      .filter(({ labelled }) => labelled)
      .flatMap(({ subject, sinuses }) =>
        sinuses.map(({ side, label, finding }) => [subject, side, label, finding ?? ''].join(',')),
      )
    expect(lines.slice(1)).toEqual(rows)
    const anomalous = rows.filter((row) => row.includes('anomalous')).length
    expect(report).toMatchObject({ ...coarse, folder, subjects: 4, labelledSinuses: 6, anomalous, kept: 0 })
  })

  it('says for every sinus where it is, and for every finding where the lesion is', async () => {
    for (const { scan, worldFromHead, orientation, sinuses } of truthOf(folder).subjects) {
      const { volume } = await readNiftiFile(path.join(folder, scan))
      expect(orientationCode(volume.affine)).toBe(orientation)
      for (const { side, centreMm, finding, lesionMask, lesionVolumeMm3 } of sinuses) {
        const [x] = applyAffine(invert(worldFromHead), centreMm)
        expect(Math.sign(x)).toBe(side === 'R' ? 1 : -1)
        expect(lesionVolumeMm3 > 0).toBe(finding !== null)
        expect(lesionMask !== null).toBe(finding !== null)
        if (!lesionMask) continue
        const { volume: mask } = await readNiftiFile(path.join(folder, lesionMask))
        expect(new Set(mask.data)).toEqual(mask.data.includes(0) ? new Set([0, 1]) : new Set([1]))
        // A part of the scan's own grid: the same axes, moved by whole voxels, inside the scan.
        const scanFromMask = multiply(invert(volume.affine), mask.affine)
        scanFromMask.forEach((value, i) => {
          if (i % 4 === 3) expect(value).toBeCloseTo(Math.round(value), 3)
          else expect(value).toBeCloseTo(i % 5 === 0 ? 1 : 0, 5)
        })
        const corner = applyAffine(scanFromMask, [0, 0, 0])
        corner.forEach((start, axis) => {
          expect(start).toBeGreaterThan(-0.01)
          expect(start + mask.shape[axis]).toBeLessThan(volume.shape[axis] + 0.01)
        })
      }
    }
  })

  it('goes into a project without a question, in its several orientations', async () => {
    const project = await aProject()
    const { subjects, lanes } = await importCohort(project, [report.scans], aContext())
    expect(subjects).toBe(4)
    expect(lanes.look).toEqual([])
    expect(lanes.rejected).toEqual([])
    const labels = await importLabels(project, report.labels)
    expect(labels).toMatchObject({ labels: 6, problems: [] })
    expect(new Set(truthOf(folder).subjects.map(({ orientation }) => orientation)).size).toBeGreaterThan(1)
  })

  it('has the same bytes whatever its size and the number of threads; another seed has others', async () => {
    const smaller = path.join(aFolder(), 'smaller')
    await sampleCohort(smaller, { ...coarse, labelled: 1 }, aContext(), 1)
    const [all, some] = [hashes(folder), hashes(smaller)]
    const shared = Object.keys(some).filter((file) => /^(scans|truth)\b.sub/.test(file))
    expect(shared).toContain(path.join('scans', 'sub-0002.nii.gz'))
    for (const file of shared) expect(some[file]).toBe(all[file])

    const other = path.join(aFolder(), 'other')
    await sampleCohort(other, { ...coarse, labelled: 1, unlabelled: 0, seed: 8 }, aContext())
    const scan = path.join('scans', 'sub-0001.nii.gz')
    expect(hashes(other)[scan]).not.toBe(all[scan])
  })

  it('goes on after an interruption, keeps what is finished, and ends with the same bytes', async () => {
    const again = path.join(aFolder(), 'again')
    const abort = new AbortController()
    const stop = new AntrumError('cancelled', 'Stopped.')
    const progress = ({ done }: { done: number }) => {
      if (done === 2) abort.abort(stop)
    }
    await expect(sampleCohort(again, coarse, { signal: abort.signal, progress }, 1)).rejects.toBe(stop)
    expect(readdirSync(again)).not.toContain('truth.json')
    // What a killed process leaves: half a file, and a scan whose record is still missing.
    writeFileSync(path.join(again, 'scans', '.sub-0003.nii.gz.0a1b.tmp'), 'half')
    writeFileSync(path.join(again, 'scans', 'sub-0003.nii.gz'), 'never finished')
    const finished = await sampleCohort(again, coarse, aContext())
    expect(finished.kept).toBe(2)
    expect(hashes(again)).toEqual(hashes(folder))
    expect((await sampleCohort(again, coarse, aContext())).kept).toBe(4)
  })

  it('makes a lost file again', async () => {
    const before = hashes(folder)
    rmSync(path.join(folder, 'scans', 'sub-0002.nii.gz'))
    expect((await sampleCohort(folder, coarse, aContext())).kept).toBe(3)
    expect(hashes(folder)).toEqual(before)
  })

  it('refuses to mix with a sample of other settings', async () => {
    const before = hashes(folder)
    await expect(sampleCohort(folder, { ...coarse, seed: 8 }, aContext())).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining('other settings') as string,
    })
    expect(hashes(folder)).toEqual(before)
  })
})

describe('what is refused', () => {
  it('a folder with other things in it, and a file: nothing is touched', async () => {
    const folder = aFolder()
    writeFileSync(path.join(folder, 'thesis.txt'), 'mine')
    await expect(sampleCohort(folder, coarse, aContext())).rejects.toMatchObject({ code: 'already-exists' })
    await expect(sampleCohort(path.join(folder, 'thesis.txt'), coarse, aContext())).rejects.toMatchObject({
      code: 'already-exists',
    })
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  it('settings out of range, before a folder is made', async () => {
    const parent = aFolder()
    const folder = path.join(parent, 'new')
    const wrong = [
      { labelled: -1 },
      { labelled: 1.5 },
      { unlabelled: Number.NaN },
      { labelled: 0, unlabelled: 0 },
      { labelled: 9999 },
      { seed: 0.5 },
      { spacingMm: 0.1 },
      { spacingMm: Number.NaN },
    ]
    for (const part of wrong) {
      await expect(sampleCohort(folder, { ...coarse, ...part }, aContext())).rejects.toMatchObject({
        code: 'usage',
      })
    }
    expect(readdirSync(parent)).toEqual([])
  })

  it('takes an empty folder, hidden files aside', async () => {
    const folder = aFolder()
    mkdirSync(path.join(folder, '.cache'))
    const report = await sampleCohort(folder, { ...coarse, labelled: 0, unlabelled: 1 }, aContext())
    expect(report).toMatchObject({ subjects: 1, labelledSinuses: 0, anomalous: 0 })
    expect(read(folder, 'labels.csv')).toBe('patient_id,side,label,finding\n')
  })
})
