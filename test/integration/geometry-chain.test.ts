import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { replaceCentroids } from '../../src/main/db/stores/centroids.ts'
import { saveRegistration } from '../../src/main/db/stores/registrations.ts'
import { listUsedScans } from '../../src/main/db/stores/scans.ts'
import { saveSetting } from '../../src/main/db/stores/settings.ts'
import { extractSinuses } from '../../src/main/services/extract.ts'
import { importCohort } from '../../src/main/services/import-cohort.ts'
import { readNiftiFile } from '../../src/main/services/nifti-file.ts'
import { applyAffine, identity, invert, multiply, type Point } from '../../src/shared/imaging/affine.ts'
import { spacingMm, type Affine } from '../../src/shared/imaging/volume.ts'
import { niftiBytes, type NiftiFields } from '../helpers/nifti-bytes.ts'
import { aContext, aFolder, aProject } from '../helpers/project.ts'
import { affineOf, aRigidMotion, orientationCodes } from '../helpers/volumes.ts'

// From files, stored in every way a file can be, to cubes on disk: left stays left, and every affine leads back to the scan.

/** Middle of the left and right sinus in the frame of the fixed scan. */
const centres = { left: [-16, 4, -3], right: [17, 3, -2] } as const
const size = { edgeMm: 20, voxels: 10 }

/**
 * The head: bright at the left sinus, dark at the right one, brighter towards the front and the crown, and a lump that lies
 * off every axis of each sinus. No turn and no reflection of it looks like another.
 */
function head([x, y, z]: Point): number {
  const lump = (at: Point, height: number) =>
    height * Math.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2 + (z - at[2]) ** 2) / (2 * 9 ** 2))
  const [left, right] = [centres.left, centres.right]
  return (
    1000 +
    (3 * y + 2 * z - x) +
    (lump(left, 300) + lump([left[0] - 6, left[1] + 5, left[2] + 3], 200)) -
    (lump(right, 250) + lump([right[0] + 4, right[1] - 6, right[2] + 5], 150))
  )
}

/** One way to store a scan. */
interface Variant {
  affine: Affine
  shape: readonly [number, number, number]
  /** Where this person's head lies in respect of the fixed scan's. */
  scanWorldFromFixed: Affine
  fields: NiftiFields
  gzip: boolean
}

const middle = [0, 0, -2] as const
/** Like a tilted gantry: the second axis leans along the third. */
const shear: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0.3, 1, 0, 0, 0, 0, 1]

/** The 48 storage orders with what else can differ dealt out over them, and the rarer kinds once more by themselves. */
function variants(): [string, Variant][] {
  const kinds: [string, NiftiFields][] = [
    ['int16', { datatype: 4 }],
    ['big-endian int16', { datatype: 4, littleEndian: false }],
    ['uint16, scaled', { datatype: 512, slope: 0.25, intercept: -300 }],
    ['float32 of NIfTI-2', { datatype: 16, version: 2 }],
    ['big-endian float64', { datatype: 64, littleEndian: false }],
    ['four dimensions, one volume, an extension', { datatype: 8, dims: [4], extensionBytes: 32 }],
    ['in metres', { datatype: 16, units: 1 }],
  ]
  const spacings = [
    [2, 2, 2],
    [1.6, 2.1, 3.4],
    [3.2, 1.7, 2],
  ] as const
  const plain = orientationCodes.map((code, n): [string, Variant] => {
    const [kind, fields] = kinds[n % kinds.length]
    const spacing = spacings[n % spacings.length]
    return variant(`${code}, ${kind}, ${spacing.join(' × ')} mm`, code, spacing, { fields, n })
  })
  const turned = ['RAS', 'LPI', 'ASL', 'IPR'].flatMap((code, n): [string, Variant][] => {
    const tilt = aRigidMotion([17, -11, 24], [0, 0, 0])
    return [
      variant(`${code}, oblique by sform`, code, spacings[1], { fields: {}, n, tilt }),
      variant(`${code}, oblique by qform alone`, code, spacings[1], {
        fields: { sformCode: 0, qformCode: 1 },
        n,
        tilt,
      }),
      variant(`${code}, sheared`, code, spacings[0], { fields: {}, n, tilt: shear }),
    ]
  })
  return [...plain, ...turned]
}

function variant(
  name: string,
  code: string,
  spacing: readonly [number, number, number],
  { fields, n, tilt = identity }: { fields: NiftiFields; n: number; tilt?: Affine },
): [string, Variant] {
  // 92 × 80 × 76 mm of the world, whichever voxel axis runs along which.
  const shape = [...code].map((letter, axis) => {
    const extent = [92, 80, 76]['RLAPSI'.indexOf(letter) >> 1]
    return Math.round(extent / spacing[axis])
  }) as [number, number, number]
  const affine = multiply(tilt, affineOf(code, { spacingMm: spacing, shape, middleMm: middle }))
  const scanWorldFromFixed =
    n === 0 ? identity : aRigidMotion([n % 7, -(n % 5), n % 6], [n % 4, -(n % 3), n % 5])
  return [name, { affine, shape, scanWorldFromFixed, fields, gzip: n % 2 === 0 }]
}

/** The file, written byte by byte by the test's own writer. */
function fileOf({ affine, shape, scanWorldFromFixed, fields }: Variant): Uint8Array {
  const { slope = 1, intercept = 0, units = 2 } = fields
  const fixedFromScan = invert(scanWorldFromFixed)
  const values: number[] = []
  for (let k = 0; k < shape[2]; k++)
    for (let j = 0; j < shape[1]; j++)
      for (let i = 0; i < shape[0]; i++) {
        const value = head(applyAffine(fixedFromScan, applyAffine(affine, [i, j, k])))
        values.push(Math.round((value - intercept) / slope))
      }
  const perMm = units === 1 ? 1e-3 : 1
  const rank = fields.dims?.[0] ?? 3
  return niftiBytes({
    ...fields,
    dims: [rank, ...shape, 1, 1, 1, 1],
    pixdim: [handedness(affine), ...spacingMm(affine).map((mm) => mm * perMm)],
    sform: affine.slice(0, 12).map((mm) => mm * perMm),
    qform: [...quaternion(affine), affine[3] * perMm, affine[7] * perMm, affine[11] * perMm],
    values,
  }).file
}

const column = (affine: Affine, c: number) => [affine[c], affine[4 + c], affine[8 + c]]
const cross = (a: number[], b: number[]) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0)

/** pixdim[0] of the standard: −1 where the third axis has to be turned for a right-handed frame. */
function handedness(affine: Affine): 1 | -1 {
  return dot(cross(column(affine, 0), column(affine, 1)), column(affine, 2)) < 0 ? -1 : 1
}

/** b, c, d of the rotation's quaternion with a ≥ 0, by axis and angle. */
function quaternion(affine: Affine): number[] {
  const axes = [0, 1, 2].map((c) => {
    const length = Math.hypot(...column(affine, c))
    const sign = c === 2 ? handedness(affine) : 1
    return column(affine, c).map((value) => (sign * value) / length)
  })
  const trace = axes[0][0] + axes[1][1] + axes[2][2]
  const angle = Math.acos(Math.min(1, Math.max(-1, (trace - 1) / 2)))
  // R v = v: a column of (R + Rᵀ)/2 + (1 − trace)/2 · 1 is along the axis, whatever the angle.
  const candidates = [0, 1, 2].map((c) =>
    [0, 1, 2].map((row) => (axes[c][row] + axes[row][c]) / 2 + (row === c ? (1 - trace) / 2 : 0)),
  )
  const longest = candidates.reduce((a, b) => (Math.hypot(...b) > Math.hypot(...a) ? b : a))
  const length = Math.hypot(...longest) || 1
  const along = longest.map((value) => value / length)
  const turning = [axes[1][2] - axes[2][1], axes[2][0] - axes[0][2], axes[0][1] - axes[1][0]]
  const direction = dot(turning, along) < 0 ? -1 : 1
  return along.map((value) => direction * value * Math.sin(angle / 2))
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0)
  const product = sum((i) => (a[i] - ma) * (b[i] - mb))
  return product / Math.sqrt(sum((i) => (a[i] - ma) ** 2) * sum((i) => (b[i] - mb) ** 2))
}

describe('from file to cube', () => {
  it('keeps left and right, and leads every voxel back to its place, however the scan is stored', async () => {
    const project = await aProject()
    const folder = aFolder()
    const all = variants()
    const subjects = all.map((_, n) => `sub-${String(n).padStart(3, '0')}`)
    for (const [n, [, stored]] of all.entries()) {
      mkdirSync(path.join(folder, subjects[n]))
      const bytes = fileOf(stored)
      const name = stored.gzip ? 'head.nii.gz' : 'head.nii'
      writeFileSync(path.join(folder, subjects[n], name), stored.gzip ? gzipSync(bytes, { level: 1 }) : bytes)
    }
    const report = await importCohort(project, [folder], aContext())
    expect(report.lanes.rejected).toEqual([])
    // One head, stored again and again: that is noticed, in whatever order, and set aside here as decided.
    await project.db.updateTable('scans').set({ notes: '[]' }).execute()

    const scans = await listUsedScans(project.db)
    expect(scans.map(({ subject }) => subject)).toEqual(subjects)
    await saveSetting(project.db, 'fixedScan', scans[0].id)
    for (const [n, { id, affine }] of scans.entries()) {
      affine.forEach((value, i) => expect(value, `${all[n][0]}, affine`).toBeCloseTo(all[n][1].affine[i], 3))
      await saveRegistration(project.db, {
        ...{
          scan: id,
          fixedScan: scans[0].id,
          transform: 'rigid',
          score: 1,
          flagged: false,
          faults: [],
          methodHash: '',
        },
        scanWorldFromFixed: all[n][1].scanWorldFromFixed,
      })
    }
    await replaceCentroids(
      project.db,
      (['left', 'right'] as const).map((side) => ({ scan: scans[0].id, side, mm: [...centres[side]] })),
    )
    const { sinuses, failed } = await extractSinuses(project, size, aContext())
    expect(failed).toEqual([])
    expect(sinuses).toHaveLength(2 * all.length)

    for (const { subject, side, file, centreMm, coverage } of sinuses) {
      const [name, { scanWorldFromFixed }] = all[subjects.indexOf(subject)]
      const at = `${name}, ${side}`
      expect(coverage, at).toBe(1)
      const centre = applyAffine(scanWorldFromFixed, centres[side])
      centre.forEach((mm, axis) => expect(centreMm[axis], at).toBeCloseTo(mm, 6))

      const { volume } = await readNiftiFile(path.join(project.paths.root, file))
      const fixedFromScan = invert(scanWorldFromFixed)
      const expected: number[] = []
      for (let k = 0; k < size.voxels; k++)
        for (let j = 0; j < size.voxels; j++)
          for (let i = 0; i < size.voxels; i++)
            expected.push(head(applyAffine(fixedFromScan, applyAffine(volume.affine, [i, j, k]))))
      // The cube holds the head at the places its own affine names …
      expect(correlation([...volume.data], expected), at).toBeGreaterThan(0.998)
      // … and those are the places of this very side: bright on the left, dark on the right.
      const inFixed = applyAffine(fixedFromScan, applyAffine(volume.affine, [4.5, 4.5, 4.5]))
      inFixed.forEach((mm, axis) => expect(mm, at).toBeCloseTo(centres[side][axis], 3))
      const [inner, outer] = [centreMean(volume.data), edgeMean(volume.data)]
      expect(side === 'left' ? inner - outer : outer - inner, at).toBeGreaterThan(0.2)
    }
  })
})

/** Mean of the 2 × 2 × 2 voxels in the middle of a 10³ cube. */
const centreMean = (data: Float32Array) =>
  meanWhere(data, (i, j, k) => [i, j, k].every((n) => n === 4 || n === 5))
/** Mean of its eight corners. */
const edgeMean = (data: Float32Array) =>
  meanWhere(data, (i, j, k) => [i, j, k].every((n) => n === 0 || n === 9))

function meanWhere(data: Float32Array, wanted: (i: number, j: number, k: number) => boolean): number {
  const values = [...data].filter((_, at) => wanted(at % 10, Math.floor(at / 10) % 10, Math.floor(at / 100)))
  return values.reduce((a, b) => a + b, 0) / values.length
}
