// How long the thread that answers the window is held up while 2,000 files are imported into a project of 2,600 scans, by the
// clock. What came out: docs/performance.md.
//
//   npx node scripts/bench-import.mjs [--kind nifti|dicom|both] [--work folder]
//
// Prints the delay of the event loop (what a call from the window waits at most), and the longest single call to the database.
import SqliteDatabase from 'better-sqlite3'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { insertScan } from '../src/main/db/stores/scans.ts'
import { createProject, withProject } from '../src/main/project.ts'
import { importCohort } from '../src/main/services/import-cohort.ts'
import { fingerprintLength } from '../src/shared/imaging/fingerprint.ts'
import { encodeNifti } from '../src/shared/imaging/nifti.ts'
import { createRandom } from '../src/shared/random.ts'
import { seriesBytes, writeDicom } from '../test/helpers/dicom-bytes.ts'

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'both' },
    work: { type: 'string', default: path.join(tmpdir(), 'antrum-bench-import') },
  },
})
const random = createRandom('bench import')
const context = { signal: new AbortController().signal, progress: () => {} }

const make = {
  nifti: (folder) => {
    for (let i = 0; i < 2000; i++) {
      const data = Float32Array.from({ length: 8 * 9 * 10 }, () => random.integer(256))
      const volume = { data, shape: [8, 9, 10], affine: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1] }
      const subject = path.join(folder, `sub-${i}`)
      mkdirSync(subject, { recursive: true })
      writeFileSync(path.join(subject, `sub-${i}_FLAIR.nii`), encodeNifti(volume))
    }
  },
  dicom: (folder) => {
    for (let i = 0; i < 100; i++) {
      const files = seriesBytes(20, (slice) => ({
        ...{ series: `1.9.${i}`, study: `1.8.${i}`, description: 'FLAIR' },
        value: () => random.integer(4000),
        position: [-20, -18, -30 + 5 * slice],
        tags: { '00100020': ['LO', `P${i}`] },
      }))
      writeDicom(path.join(folder, String(i)), files)
    }
  },
}

for (const kind of ['nifti', 'dicom'].filter((each) => values.kind === each || values.kind === 'both')) {
  const files = path.join(values.work, kind)
  if (!existsSync(files)) make[kind](files)
  const project = path.join(values.work, 'study')
  rmSync(project, { recursive: true, force: true })
  await createProject(project)
  await withProject(project, 'write', ({ db }) => db.transaction().execute(fill))
  const database = meterDatabase()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  await withProject(project, 'write', async (open) => {
    delay.enable()
    const { added, throughput } = await importCohort(open, [files], context)
    delay.disable()
    const ms = (nanoseconds) => (nanoseconds / 1e6 - 5).toFixed(1)
    console.log(
      `${kind}: ${added} scans in ${throughput.seconds.toFixed(1)} s; event loop late by: median ${ms(delay.percentile(50))}, ` +
        `99 % ${ms(delay.percentile(99))}, longest ${ms(delay.max)} ms; database: ${database.calls} calls, longest ${database.longestMs.toFixed(1)} ms (${database.what})`,
    )
  })
  database.stop()
}

async function fill(db) {
  for (let i = 0; i < 2600; i++) {
    const look = Float32Array.from({ length: fingerprintLength }, (_, at) => Math.sin(at) * Math.SQRT2)
    for (let at = i % 7; at < fingerprintLength; at += 7) look[at] += random.normal()
    const place = {
      shape: [2, 3, 4],
      spacingMm: [1, 1, 1],
      affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    }
    const names = { id: `scan-${i}`, subject: `earlier-${i}`, file: `scans/${i}.nii.gz`, contrast: null }
    await insertScan(db, { ...names, ...place, notes: [], used: true }, look)
  }
}

function meterDatabase() {
  const found = {
    calls: 0,
    longestMs: 0,
    what: '',
    stop: () => (Statement.run = run) && (Statement.all = all),
  }
  const Statement = Object.getPrototypeOf(new SqliteDatabase(':memory:').prepare('select 1'))
  const { run, all } = Statement
  const timed = (call) =>
    function (...args) {
      const started = performance.now()
      try {
        return call.apply(this, args)
      } finally {
        const ms = performance.now() - started
        found.calls++
        if (ms > found.longestMs) [found.longestMs, found.what] = [ms, this.source.slice(0, 40)]
      }
    }
  Statement.run = timed(run)
  Statement.all = timed(all)
  return found
}
