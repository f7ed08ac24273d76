// Registers a folder of real heads to one of them, cuts both maxillary sinuses out of each and says how far the centres
// found are from centres marked by eye. What came out the last time: docs/real-heads.md.
//
//   npx node scripts/real-heads.mjs <folder with heads> [project folder] [--transform affine]
//
// Wants t1_mprage_1mm among the heads: it is the fixed scan. A project folder that exists is gone on with.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { replaceCentroids } from '../src/main/db/stores/centroids.ts'
import { listUsedScans } from '../src/main/db/stores/scans.ts'
import { createProject, openProject } from '../src/main/project.ts'
import { defaultCubeSize, extractSinuses } from '../src/main/services/extract.ts'
import { importCohort } from '../src/main/services/import-cohort.ts'
import { drawMontage } from '../src/main/services/montage.ts'
import { registerProject } from '../src/main/services/register.ts'
import { parseCsv } from '../src/shared/formats/csv.ts'

const fixedSubject = 't1_mprage_1mm'
const { values, positionals } = parseArgs({
  options: { transform: { type: 'string', default: 'rigid' } },
  allowPositionals: true,
})
const [heads, folder = 'real-heads-study'] = positionals
if (!heads) {
  console.error('Name the folder with the heads: npx node scripts/real-heads.mjs <folder> [project folder]')
  process.exit(2)
}

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('Stopped. Run the same command again to continue.')))
const context = {
  signal: stop.signal,
  progress: ({ phase, done, total }) => process.stderr.write(`\r\x1b[K${phase} ${done}/${total ?? '?'}`),
}

await createProject(folder)
const project = await openProject(folder, { mode: 'write' })
try {
  const { lanes } = await importCohort(project, [heads], context)
  for (const { file, reason } of lanes.rejected) console.log(`rejected  ${file}: ${reason}`)
  const started = performance.now()
  const { scans } = await registerProject(project, { fixedSubject, transform: values.transform }, context)
  const seconds = (performance.now() - started) / 1000
  const marks = readMarks()
  await replaceCentroids(project.db, await centresOfFixed(marks))
  const { sinuses, failed } = await extractSinuses(project, defaultCubeSize, context)
  const montage = await drawMontage(project, {}, context)
  const picture = path.join(project.paths.exports, 'registration.png')
  writeFileSync(picture, montage.png)

  process.stderr.write('\r\x1b[K')
  console.log('| head | score | flagged | left: mm from mark, coverage | right: mm from mark, coverage |')
  console.log('|---|---|---|---|---|')
  for (const { subject, score, flagged } of scans.toSorted((a, b) => b.score - a.score)) {
    const sides = ['left', 'right'].map((side) => {
      const sinus = sinuses.find((one) => one.subject === subject && one.side === side)
      return sinus ? `${distance(sinus, marks)}, ${Math.floor(100 * sinus.coverage)} %` : 'not cut out'
    })
    console.log(`| ${subject} | ${score.toFixed(2)} | ${flagged ? 'yes' : ''} | ${sides.join(' | ')} |`)
  }
  for (const { subject, reason } of failed) console.log(`failed  ${subject}: ${reason}`)
  console.log(`\nRegistered in ${seconds.toFixed(0)} s. Look at ${picture}`)
} finally {
  await project.close()
}

/** Centres marked by eye: subject, side (L or R), x_mm, y_mm, z_mm in the scan's own RAS world, certain (yes or no). */
function readMarks() {
  const file = fileURLToPath(new URL('../test/fixtures/real-heads/marks.csv', import.meta.url))
  return parseCsv(readFileSync(file)).records.map(({ values: { subject, side, certain, ...mm } }) => ({
    subject,
    side: side === 'L' ? 'left' : 'right',
    mm: [mm.x_mm, mm.y_mm, mm.z_mm].map(Number),
    certain: certain === 'yes',
  }))
}

async function centresOfFixed(marks) {
  const fixed = (await listUsedScans(project.db)).find(({ subject }) => subject === fixedSubject)
  return marks
    .filter(({ subject }) => subject === fixedSubject)
    .map(({ side, mm }) => ({ scan: fixed.id, side, mm }))
}

function distance({ subject, side, centreMm }, marks) {
  const mark = marks.find((one) => one.subject === subject && one.side === side)
  if (!mark) return 'no mark'
  const mm = Math.hypot(...centreMm.map((value, axis) => value - mark.mm[axis]))
  return `${mark.certain ? '' : '≈ '}${mm.toFixed(1)}`
}
