// Registration measured against SimpleITK: the same heads, the same fixed scan, as many threads; the two take turns, so that a noisy
// machine troubles both. What came out: docs/registration.md.
//
//   python3 -m venv /tmp/peer && /tmp/peer/bin/pip install SimpleITK numpy
//   npx node scripts/bench-registration.mjs --python /tmp/peer/bin/python [--work folder] [--real folder with nifti/ and dicom/]
//     [--sets synthetic,hard,real] [--heads 25] [--rounds 5] [--transform rigid] [--list]
//
// Without --python only Antrum runs. --list prints every head with its error and score, worst score first.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runInWorkers } from '../src/main/services/worker-pool.ts'
import { applyAffine, invert } from '../src/shared/imaging/affine.ts'
import { hardHeads, realHeads, syntheticHeads } from './registration-heads.mjs'

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    work: { type: 'string', default: path.join(tmpdir(), 'antrum-bench-registration') },
    real: { type: 'string' },
    sets: { type: 'string', default: 'synthetic,hard,real' },
    heads: { type: 'string', default: '25' },
    rounds: { type: 'string', default: '5' },
    transform: { type: 'string', default: 'rigid' },
    list: { type: 'boolean', default: false },
    // For the process that measures Antrum: the set's file.
    run: { type: 'string' },
  },
})
const threads = availableParallelism()
/** A sinus whose centre is off by more than this has been missed: its cube would cut it. */
const failureMm = 8

/** Registers a set and prints one JSON line. Reading the files counts, starting the process does not. */
async function runAntrum(file) {
  const { fixed, heads } = JSON.parse(readFileSync(file, 'utf8'))
  const tasks = heads.map((head) => ({
    scanFile: head.file,
    fixedFile: fixed.file,
    transform: values.transform,
  }))
  const found = []
  const before = process.cpuUsage()
  const started = performance.now()
  await runInWorkers(new URL('../src/main/services/register-worker.ts', import.meta.url), tasks, {
    threads,
    signal: new AbortController().signal,
    done: (outcome, at) => {
      const { name } = heads[at]
      if ('error' in outcome) found.push({ name, score: 0, flagged: true, failed: outcome.error.message })
      else {
        const { scanWorldFromFixed, score, flagged, faults } = outcome.result
        found.push({ name, scanWorldFromFixed, score, flagged, faults: faults.map(({ code }) => code) })
      }
    },
  })
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - started) / 1000
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, heads: found }))
}

async function compare() {
  mkdirSync(values.work, { recursive: true })
  const count = Number(values.heads)
  const make = {
    synthetic: () => syntheticHeads(values.work, count),
    hard: () => hardHeads(values.work, count),
    real: () => realHeads(values.work, values.real),
  }
  for (const name of values.sets.split(',').filter((each) => each !== 'real' || values.real)) {
    const set = await make[name]()
    const file = path.join(values.work, `${name}.json`)
    writeFileSync(file, JSON.stringify(set))
    const engines = {
      Antrum: [
        process.execPath,
        fileURLToPath(import.meta.url),
        '--run',
        file,
        '--transform',
        values.transform,
      ],
      ...(values.python && {
        SimpleITK: [
          values.python,
          fileURLToPath(new URL('./peer-registration.py', import.meta.url)),
          file,
          String(threads),
        ],
      }),
    }
    const rounds = []
    for (let round = 0; round < Number(values.rounds); round++) {
      const order = Object.entries(engines)
      if (round % 2) order.reverse()
      rounds.push(Object.fromEntries(order.map(([engine, command]) => [engine, run(command)])))
      process.stderr.write(`${name}: round ${round + 1} of ${values.rounds}\n`)
    }
    report(set, rounds)
  }
}

function run([command, ...args]) {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`${command} ended with code ${status}: ${stderr.slice(-800)}`)
  return JSON.parse(stdout.trim().split('\n').at(-1))
}

function report({ name, fixed, heads }, rounds) {
  console.log(
    `\n${name}: ${heads.length} heads to one, ${threads} threads, ${values.transform}, medians of ${rounds.length} rounds in which the engines took turns\n`,
  )
  console.log(
    '| | centre, mm: mean | 95 % | max | missed | missed and not flagged | from the mean centre, mm: mean | max | heads/s | CPU s/head |',
  )
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
  for (const engine of Object.keys(rounds[0])) {
    const judged = judge(fixed, heads, rounds[0][engine].heads)
    const whole = judged.filter(({ head }) => head.whole && head.centres)
    const errors = whole.flatMap(({ errorsMm }) => errorsMm)
    const fromMean = leaveOneOut(fixed, whole)
    const missed = whole.filter(isMissed)
    const each = (pick) => median(rounds.map((round) => pick(round[engine])))
    console.log(
      `| ${engine} | ${mean(errors).toFixed(1)} | ${percentile(errors, 0.95).toFixed(1)} | ${Math.max(...errors).toFixed(1)} | ${missed.length} of ${whole.length} | ${missed.filter(({ found }) => !found.flagged).length} | ${mean(fromMean).toFixed(1)} | ${Math.max(...fromMean).toFixed(1)} | ${each(({ seconds }) => heads.length / seconds).toFixed(2)} | ${each(({ cpuSeconds }) => cpuSeconds / heads.length).toFixed(2)} |`,
    )
    if (values.list) list(engine, judged)
  }
  if (rounds[0].SimpleITK) {
    const ratio = (pick) => median(rounds.map(({ Antrum, SimpleITK }) => pick(Antrum) / pick(SimpleITK)))
    console.log(
      `\nAntrum's time over SimpleITK's: ${ratio(({ seconds }) => seconds).toFixed(2)} by the clock, ${ratio(({ cpuSeconds }) => cpuSeconds).toFixed(2)} of processor time.`,
    )
  }
}

/** Every head with the distances of its two centres from where the fixed head's centres were brought; infinite when it failed. */
function judge(fixed, heads, found) {
  return heads.map((head, at) => {
    const { scanWorldFromFixed } = found[at]
    const errorsMm = ['left', 'right'].map((side) =>
      scanWorldFromFixed && head.centres
        ? distance(applyAffine(scanWorldFromFixed, fixed.centres[side]), head.centres[side])
        : Infinity,
    )
    return { head, found: found[at], errorsMm }
  })
}

function isMissed({ errorsMm }) {
  return Math.max(...errorsMm) > failureMm
}

/** As the program is used: the centre is the mean of those marked in other heads, here in all of them, at most twenty. */
function leaveOneOut(fixed, judged) {
  return ['left', 'right'].flatMap((side) => {
    const inFixed = judged.map(({ head, found }) =>
      found.scanWorldFromFixed ? applyAffine(invert(found.scanWorldFromFixed), head.centres[side]) : null,
    )
    return judged.map(({ head, found }, at) => {
      if (!inFixed[at]) return Infinity
      const others = inFixed.filter((mm, other) => mm && other !== at).slice(0, 19)
      const centre = [0, 1, 2].map((axis) => mean([fixed.centres[side], ...others].map((mm) => mm[axis])))
      return distance(applyAffine(found.scanWorldFromFixed, centre), head.centres[side])
    })
  })
}

function list(engine, judged) {
  console.log(`\n${engine}, lowest score first; left and right:\n`)
  const rows = judged.toSorted((a, b) => a.found.score - b.found.score)
  for (const { head, found, errorsMm } of rows) {
    const mm = errorsMm.map((each) => (Number.isFinite(each) ? each.toFixed(1) : '–').padStart(5)).join(' ')
    const words = [
      !head.whole && 'not whole',
      found.flagged && 'flagged',
      ...(found.faults ?? []),
      found.failed,
    ]
    console.log(
      `  ${found.score.toFixed(3)}  ${mm} mm  ${head.name}${words.some(Boolean) ? ` (${words.filter(Boolean).join(', ')})` : ''}`,
    )
  }
  console.log('')
}

function distance(a, b) {
  return Math.hypot(...a.map((value, axis) => value - b[axis]))
}
function mean(numbers) {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
}
function percentile(numbers, share) {
  return numbers.toSorted((a, b) => a - b)[Math.ceil(share * numbers.length) - 1]
}

if (values.run) await runAntrum(values.run)
else await compare()
