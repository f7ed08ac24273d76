// Heads with known sinus centres for scripts/bench-registration.mjs, in three sets. Each is a plain list of NIfTI files that any
// program can register: { name, fixed, heads }, a head being { name, file, centres: { left, right }, whole } with the centres
// in RAS mm of that very scan. Nothing is made twice.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { createProject, withProject } from '../src/main/project.ts'
import { importCohort } from '../src/main/services/import-cohort.ts'
import { readNiftiFile } from '../src/main/services/nifti-file.ts'
import { sampleCohort } from '../src/main/services/sample-cohort.ts'
import { parseCsv } from '../src/shared/formats/csv.ts'
import { applyAffine, invert, multiply } from '../src/shared/imaging/affine.ts'
import { encodeNifti } from '../src/shared/imaging/nifti.ts'
import { resampleToGrid } from '../src/shared/imaging/resample.ts'
import { createRandom } from '../src/shared/random.ts'

const seed = 11
const context = { signal: new AbortController().signal, progress: () => {} }

/** The sample cohort as it is: six storage orders, turned by up to 8°, every fifth grid tilted. The first head is the fixed one. */
export async function syntheticHeads(work, count, spacingMm = 2) {
  const folder = path.join(work, `sample-${count}`)
  await sampleCohort(folder, { labelled: 0, unlabelled: count, seed, spacingMm }, context)
  const { subjects } = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8'))
  const [fixed, ...heads] = subjects.map(({ subject, scan, sinuses }) => ({
    name: subject,
    file: path.join(folder, scan),
    centres: bySide(sinuses.map(({ side, centreMm }) => [side, centreMm])),
    whole: true,
  }))
  return { name: 'synthetic', fixed, heads }
}

/**
 * The same heads scanned anew: turned by up to 25° about every axis (a few face down with the chin on the chest), centimetres
 * away, with other contrasts, thick slices, noise and fields of view that end at the vertex or the upper lip; and some that must be
 * flagged, because their faces or lower halves are missing or their axes are named wrongly.
 */
export async function hardHeads(work, count, spacingMm = 2) {
  const { fixed, heads } = await syntheticHeads(work, count, spacingMm)
  const folder = path.join(work, `hard-${count}`)
  mkdirSync(folder, { recursive: true })
  const made = []
  for (const [at, head] of heads.entries()) {
    const { name, scan, centres, whole } = await rescan(head, at)
    const file = path.join(folder, `${name}.nii.gz`)
    if (!existsSync(file)) writeFileSync(file, gzipSync(encodeNifti(scan), { level: 1 }))
    made.push({ name, file, centres, whole })
  }
  return { name: 'hard', fixed, heads: made }
}

const contrasts = {
  same: (share) => share,
  // As a T1 beside a T2: what was bright is dark, and air stays air.
  inverted: (share) => (share < 0.12 ? share : 1.3 - share),
  // Grey matter brightest, fat and fluid dark.
  peaked: (share) => (share < 0.12 ? share : 0.2 + Math.exp(-(((share - 0.55) / 0.2) ** 2))),
  flat: (share) => Math.sqrt(share),
}
const faults = [
  'none',
  'none',
  'none',
  'none',
  'no face',
  'none',
  'none',
  'upper half',
  'none',
  'upside down',
]

async function rescan({ name, file, centres }, at) {
  const { volume } = await readNiftiFile(file)
  const random = createRandom(seed).fork(`rescan ${name}`)
  const spread = (most) => (2 * random.uniform() - 1) * most
  const prone = at % 6 === 3
  const turns = prone ? [-35 + spread(4), spread(8), spread(8)] : [spread(25), spread(25), spread(25)]
  const motion = aboutMiddle(volume, turns, [spread(80), spread(80), spread(200)])
  const place = (mm) => applyAffine(motion, mm)
  const fault = faults[at % faults.length]
  const contrast = Object.keys(contrasts)[at % 4]
  const thick = at % 5 === 2 ? 5 : 0
  const cut = fault === 'none' && at % 4 === 1 ? (at % 8 === 1 ? 'no vertex' : 'to the upper lip') : 'whole'

  // Scanned along the world's axes, from well above to well below the head as it lies now.
  const spacing = [1.5, 1.5, thick || 1.5]
  const extent = [210, 250, 260]
  const middle = place(worldMiddle(volume))
  const shape = spacing.map((mm, axis) => Math.round(extent[axis] / mm))
  const affine = [
    [spacing[0], 0, 0, middle[0] - extent[0] / 2],
    [0, spacing[1], 0, middle[1] - extent[1] / 2],
    [0, 0, spacing[2], middle[2] - extent[2] / 2],
    [0, 0, 0, 1],
  ].flat()
  const moved = { ...volume, affine: multiply(motion, volume.affine) }
  const { data } = resampleToGrid(moved, { shape, affine }).volume
  const top = data.reduce((high, value) => Math.max(high, value), 1)
  const noise = 0.02
  for (let i = 0; i < data.length; i++) {
    const value = contrasts[contrast](data[i] / top)
    data[i] = Math.round(1000 * Math.hypot(value + noise * random.normal(), noise * random.normal()))
  }
  const moves = bySide(Object.entries(centres).map(([side, mm]) => [side, place(mm)]))
  const sinuses = [0, 1, 2].map((axis) => (moves.left[axis] + moves.right[axis]) / 2)
  let scan = { data, shape, affine }
  const fromVoxel = (i, j, k) => applyAffine(affine, [i, j, k])
  if (fault === 'no face') {
    const [headFromWorld, origin] = [invert(motion), applyAffine(invert(motion), sinuses)]
    each(scan, (i, j, k, voxel) => {
      const [, y, z] = applyAffine(headFromWorld, fromVoxel(i, j, k))
      if (y > origin[1] - 4 + 0.3 * (z - origin[2]) && z < origin[2] + 45) data[voxel] = 0
    })
  }
  const slice = (mm) => Math.max(0, Math.min(shape[2], Math.round((mm - affine[11]) / spacing[2])))
  if (fault === 'upper half') scan = slices(scan, slice(sinuses[2] + 2), shape[2])
  if (cut === 'no vertex') scan = slices(scan, 0, slice(sinuses[2] + 95))
  if (cut === 'to the upper lip') scan = slices(scan, slice(sinuses[2] - 34), shape[2])
  if (fault === 'upside down')
    scan = { ...scan, affine: multiply([1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1], affine) }
  const words = [
    contrast,
    prone && 'prone',
    thick && 'thick',
    cut !== 'whole' && cut,
    fault !== 'none' && fault,
  ]
  return {
    name: `${name} ${words.filter(Boolean).join(', ')}`,
    scan,
    // What is upside down is where the file says, and cannot be found by a rigid transform that starts anywhere near.
    centres:
      fault === 'upside down'
        ? bySide(Object.entries(moves).map(([side, [x, y, z]]) => [side, [x, -y, -z]]))
        : moves,
    whole: fault === 'none',
  }
}

function each({ shape: [ni, nj, nk] }, visit) {
  for (let k = 0, voxel = 0; k < nk; k++)
    for (let j = 0; j < nj; j++) for (let i = 0; i < ni; i++, voxel++) visit(i, j, k, voxel)
}

function slices({ data, shape: [ni, nj], affine }, from, to) {
  const origin = applyAffine(affine, [0, 0, from])
  const moved = affine.map((value, i) => (i % 4 === 3 && i < 12 ? origin[(i - 3) / 4] : value))
  return { data: data.slice(ni * nj * from, ni * nj * to), shape: [ni, nj, to - from], affine: moved }
}

const worldMiddle = ({ shape, affine }) =>
  applyAffine(
    affine,
    shape.map((n) => (n - 1) / 2),
  )

/** Turns about x, then y, then z (degrees) around the middle of a scan, then a shift in mm. */
function aboutMiddle(volume, turns, shift) {
  const [[cx, sx], [cy, sy], [cz, sz]] = turns.map((degrees) => [
    Math.cos((degrees * Math.PI) / 180),
    Math.sin((degrees * Math.PI) / 180),
  ])
  const turn = [
    [[1, 0, 0, 0], [0, cx, -sx, 0], [0, sx, cx, 0], [0, 0, 0, 1]],
    [[cy, 0, sy, 0], [0, 1, 0, 0], [-sy, 0, cy, 0], [0, 0, 0, 1]],
    [[cz, -sz, 0, 0], [sz, cz, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
  ].reduce((before, rows) => multiply(rows.flat(), before), [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]) // prettier-ignore
  const middle = worldMiddle(volume)
  const turned = applyAffine(turn, middle)
  return turn.map((value, i) =>
    i % 4 === 3 && i < 12 ? middle[(i - 3) / 4] - turned[(i - 3) / 4] + shift[(i - 3) / 4] : value,
  )
}

/** Scans that do not show both sinuses whole (docs/real-heads.md). */
const incomplete = new Set(['flair_thick_5p5mm', 'flair_defaced_LPS', 't2_skullstripped'])
/** The same scan under another name, or of what can be marked only once. */
const marksOf = { ct_head_jpeg2000: 'ct_head_1p1mm' }
const fixedName = 't1_mprage_1mm'

/**
 * The real heads of `<folder>/nifti` and `<folder>/dicom`, imported as any user would, with the centres marked by eye in
 * test/fixtures/real-heads/marks.csv.
 */
export async function realHeads(work, folder) {
  const marks = readMarks()
  const project = path.join(work, 'real')
  const list = path.join(project, 'heads.json')
  if (!existsSync(list)) {
    rmSync(project, { recursive: true, force: true })
    await createProject(project)
    const heads = await withProject(project, 'write', async (open) => {
      const sources = ['nifti', 'dicom'].flatMap((kind) =>
        readdirSync(path.join(folder, kind))
          .filter((name) => !name.includes('nifti2'))
          .map((name) => path.join(folder, kind, name)),
      )
      const found = []
      for (const source of sources) {
        const { lanes } = await importCohort(open, [source], context)
        const [scan] = [...lanes.ok, ...lanes.look]
        const name = path.basename(source).split('.')[0]
        found.push({ name, file: path.join(project, 'scans', `${scan.scan}.nii.gz`) })
      }
      return found
    })
    writeFileSync(list, JSON.stringify(heads))
  }
  const heads = JSON.parse(readFileSync(list, 'utf8')).map((head) => ({
    ...head,
    centres: marks.get(marksOf[head.name] ?? head.name) ?? null,
    whole: !incomplete.has(head.name),
  }))
  const fixed = heads.find(({ name }) => name === fixedName)
  return { name: 'real', fixed, heads: heads.filter((head) => head !== fixed) }
}

/** Centres by subject; x_mm, y_mm, z_mm in the scan's own RAS world. */
function readMarks() {
  const file = fileURLToPath(new URL('../test/fixtures/real-heads/marks.csv', import.meta.url))
  const marks = new Map()
  for (const { values } of parseCsv(readFileSync(file)).records) {
    const { subject, side, ...mm } = values
    const centres = marks.get(subject) ?? {}
    marks.set(subject, { ...centres, ...bySide([[side, [mm.x_mm, mm.y_mm, mm.z_mm].map(Number)]]) })
  }
  return marks
}

const bySide = (pairs) =>
  Object.fromEntries(pairs.map(([side, mm]) => [{ L: 'left', R: 'right' }[side] ?? side, mm]))
