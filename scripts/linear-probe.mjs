// Frozen encoders under a linear probe: what the pretrained encoders of a project know, against random ones.
//
//   node scripts/linear-probe.mjs <project> [--random 5] [--decay 1] [--all-stages]
//
// Features of an encoder (mean over its last map, with --all-stages over the maps of all four stages) are standardised on a fold's training sinuses and a logistic
// regression with L2 decay is fitted to them; the AUROC is that of the fold's validation sinuses, so that the locked
// test set stays closed. Encoders made without labels are probed on every fold, those of a fold on theirs.
// Prints a table row per method: its mean over folds, that of the random encoders, and in how many folds it is better.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { isUndefined } from '../src/shared/metrics/outcome.ts'
import { auroc } from '../src/shared/metrics/ranking.ts'
import { readWeights } from '../src/trainer/checkpoints/files.ts'
import { TrainingDataset } from '../src/trainer/data/dataset.ts'
import { outputsOf } from '../src/trainer/loops/validation.ts'
import { programFor } from '../src/trainer/program.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    random: { type: 'string', default: '5' },
    decay: { type: 'string', default: '1' },
    'all-stages': { type: 'boolean', default: false },
  },
})
const [project] = positionals
if (!project) {
  console.error('Name the project: node scripts/linear-probe.mjs <project>')
  process.exit(2)
}
const stagesFolder = path.join(project, 'stages')
const stageOf = (hash) => JSON.parse(readFileSync(path.join(stagesFolder, hash, 'stage.json'), 'utf8'))
const encoders = readdirSync(stagesFolder)
  .filter((hash) => existsSync(path.join(stagesFolder, hash, 'done.json')))
  .map(stageOf)
  .filter(({ kind }) => kind === 'pretrain')
if (encoders.length === 0) {
  console.error('This project has no finished pretraining. Run a study first.')
  process.exit(1)
}

/** The fold whose labelled sinuses an encoder descends from, null when it saw unlabelled ones only. */
function foldOf({ params, inputs }) {
  if (params.foldIndex !== undefined) return params.foldIndex
  const folds = Object.values(inputs).map((hash) => foldOf(stageOf(hash)))
  return folds.find((fold) => fold !== null) ?? null
}

function featuresOf(stage, weights, seed) {
  const dataset = new TrainingDataset(path.join(stagesFolder, stage.hash), stage)
  const { width } = stage.params
  const program = programFor(
    dataset.program(
      { kind: 'features', width, ...(values['all-stages'] && { allStages: true }) },
      { precision: 'float32' },
      { batch: 16 },
    ),
  )
  program.initialise(seed, weights)
  const rows = dataset.all()
  const features = outputsOf(program, rows, (chosen) => dataset.read(chosen))
  const byRow = new Map(rows.map(({ row }, index) => [row, features[index]]))
  dataset.volumes.close()
  return { dataset, featureOf: (sinus) => byRow.get(sinus.row) }
}

/** AUROC of one fold's validation sinuses. */
function probe({ dataset, featureOf }, foldIndex) {
  const fold = dataset.manifest.split.folds[foldIndex]
  const [train, held] = [fold.train, fold.validation].map((names) => dataset.labelled(names))
  const { mean, sd } = moments(train.map(featureOf))
  const standardised = (sinus) => [1, ...featureOf(sinus).map((value, f) => (value - mean[f]) / sd[f])]
  const weights = logisticRegression(
    train.map(standardised),
    train.map(({ target }) => target),
    Number(values.decay),
  )
  const scores = held.map((sinus) => dot(standardised(sinus), weights))
  const area = auroc(
    held.map(({ target }) => target),
    scores,
  )
  if (isUndefined(area)) throw new Error(area.reason)
  return area
}

function moments(features) {
  const mean = features[0].map((_, f) => features.reduce((sum, x) => sum + x[f], 0) / features.length)
  const sd = mean.map((m, f) =>
    Math.max(1e-6, Math.sqrt(features.reduce((sum, x) => sum + (x[f] - m) ** 2, 0) / features.length)),
  )
  return { mean, sd }
}

const dot = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0)

/** Newton's method; the intercept (first column of ones) is not decayed. */
function logisticRegression(rows, targets, decay) {
  const size = rows[0].length
  const weights = new Array(size).fill(0)
  for (let iteration = 0; iteration < 25; iteration++) {
    const gradient = weights.map((w, f) => (f === 0 ? 0 : decay * w))
    const hessian = Array.from({ length: size }, (_, f) => {
      const row = new Float64Array(size)
      row[f] = f === 0 ? 1e-9 : decay
      return row
    })
    rows.forEach((x, index) => {
      const p = 1 / (1 + Math.exp(-dot(x, weights)))
      for (let f = 0; f < size; f++) {
        gradient[f] += (p - targets[index]) * x[f]
        const scaled = p * (1 - p) * x[f]
        for (let g = 0; g <= f; g++) hessian[f][g] += scaled * x[g]
      }
    })
    const step = solve(hessian, gradient)
    step.forEach((value, f) => (weights[f] -= value))
    if (Math.max(...step.map(Math.abs)) < 1e-8) break
  }
  return weights
}

/** Cholesky of a symmetric positive definite matrix, its lower half given. */
function solve(lower, right) {
  const size = right.length
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = lower[i][j]
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k]
      lower[i][j] = i === j ? Math.sqrt(sum) : sum / lower[j][j]
    }
  const y = [...right]
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) y[i] -= lower[i][k] * y[k]
    y[i] /= lower[i][i]
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) y[i] -= lower[k][i] * y[k]
    y[i] /= lower[i][i]
  }
  return y
}

const results = new Map()
const foldsOf = new Map()
for (const stage of encoders) {
  const weights = readWeights(path.join(stagesFolder, stage.hash, 'encoder.safetensors'))
  const made = featuresOf(stage, weights, 0)
  const own = foldOf(stage)
  const folds = own === null ? made.dataset.manifest.split.folds.map((_, index) => index) : [own]
  const { method } = stage.params
  for (const fold of folds)
    results.set(method, [...(results.get(method) ?? []), { fold, auroc: probe(made, fold) }])
  foldsOf.set(stage.params.width, made.dataset.manifest.split.folds.length)
}
for (const [width, folds] of foldsOf) {
  const stage = encoders.find(({ params }) => params.width === width)
  for (let seed = 1; seed <= Number(values.random); seed++) {
    const made = featuresOf(stage, new Map(), seed)
    for (let fold = 0; fold < folds; fold++)
      results.set('random features', [
        ...(results.get('random features') ?? []),
        { fold, auroc: probe(made, fold) },
      ])
  }
}

// Random features are compared on the folds that a method was probed on.
console.log(
  '| encoder | probes | AUROC, mean | random features | better in |\n| --- | ---: | ---: | ---: | ---: |',
)
const random = results.get('random features')
const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length
for (const [method, probes] of [...results].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (method === 'random features') continue
  const chance = (fold) => mean(random.filter((one) => one.fold === fold).map((one) => one.auroc))
  const better = probes.filter((one) => one.auroc > chance(one.fold)).length
  const [own, others] = [mean(probes.map((one) => one.auroc)), mean(probes.map((one) => chance(one.fold)))]
  console.log(
    `| ${method} | ${probes.length} | ${own.toFixed(3)} | ${others.toFixed(3)} | ${better} of ${probes.length} |`,
  )
}
process.exit(0)
