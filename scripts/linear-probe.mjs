// Frozen encoders under a linear probe: what the pretrained encoders of a project know, against random ones.
//
//   node scripts/linear-probe.mjs <project> [--random 5] [--decay 1] [--all-stages]
//
// Features of an encoder (mean over its last map, with --all-stages over the maps of all four stages) are standardised on a fold's training sinuses and a logistic
// regression with L2 decay is fitted to them; the AUROC is that of the fold's validation sinuses, so that the locked
// test set stays closed. Encoders made without labels are probed on every fold, those of a fold on theirs.
// Prints a table row per method: its mean over folds, that of the random encoders, and in how many folds it is better;
// then how well a ridge regression on the same features reads how bright the middle of the cube is (R² on the validation
// sinuses), and last what that brightness (mean and deviation of the middle, mean of the cube) tells without any encoder.
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
  const bright = new Map(
    rows.map((row) => [row.row, brightness(dataset.read([row]), dataset.volumes.voxels)]),
  )
  dataset.volumes.close()
  return {
    dataset,
    featureOf: (sinus) => byRow.get(sinus.row),
    brightnessOf: (sinus) => bright.get(sinus.row),
  }
}

/** Mean and standard deviation of the middle quarter (per axis) of a cube of edge d, and the mean of all of it. */
function brightness(cube, d) {
  const inside = (index) => index >= (d * 3) / 8 && index < (d * 5) / 8
  const middle = cube.filter((_, v) => [Math.floor(v / (d * d)), Math.floor(v / d) % d, v % d].every(inside))
  const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const mean = meanOf(middle)
  return [mean, Math.sqrt(meanOf(middle.map((value) => (value - mean) ** 2))), meanOf(cube)]
}

/** Of one fold's validation sinuses: AUROC of the labels, and R² of their brightness. */
function probe({ dataset, featureOf, brightnessOf }, foldIndex) {
  const fold = dataset.manifest.split.folds[foldIndex]
  const [train, held] = [fold.train, fold.validation].map((names) => dataset.labelled(names))
  const { mean, sd } = moments(train.map(featureOf))
  const standardised = (sinus) => [1, ...featureOf(sinus).map((value, f) => (value - mean[f]) / sd[f])]
  const [rows, heldRows] = [train.map(standardised), held.map(standardised)]
  const weights = logisticRegression(
    rows,
    train.map(({ target }) => target),
    Number(values.decay),
  )
  const area = auroc(
    held.map(({ target }) => target),
    heldRows.map((row) => dot(row, weights)),
  )
  if (isUndefined(area)) throw new Error(area.reason)
  const ridge = ridgeRegression(
    rows,
    train.map((sinus) => brightnessOf(sinus)[0]),
    10,
  )
  const wanted = held.map((sinus) => brightnessOf(sinus)[0])
  const centre = wanted.reduce((sum, value) => sum + value, 0) / wanted.length
  const squares = (of) => wanted.reduce((sum, value, index) => sum + (value - of(index)) ** 2, 0)
  return { auroc: area, r2: 1 - squares((index) => dot(heldRows[index], ridge)) / squares(() => centre) }
}

function moments(features) {
  const mean = features[0].map((_, f) => features.reduce((sum, x) => sum + x[f], 0) / features.length)
  const sd = mean.map((m, f) =>
    Math.max(1e-6, Math.sqrt(features.reduce((sum, x) => sum + (x[f] - m) ** 2, 0) / features.length)),
  )
  return { mean, sd }
}

const dot = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0)

/** Least squares with L2 decay; the intercept (first column of ones) is not decayed. */
function ridgeRegression(rows, targets, decay) {
  const size = rows[0].length
  const right = Array.from({ length: size }, (_, f) =>
    rows.reduce((sum, x, index) => sum + x[f] * targets[index], 0),
  )
  const lower = Array.from({ length: size }, (_, f) => {
    const row = new Float64Array(size)
    for (let g = 0; g <= f; g++) row[g] = rows.reduce((sum, x) => sum + x[f] * x[g], 0)
    row[f] += f === 0 ? 1e-9 : decay
    return row
  })
  return solve(lower, right)
}

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
    results.set(method, [...(results.get(method) ?? []), { fold, ...probe(made, fold) }])
  foldsOf.set(stage.params.width, made.dataset.manifest.split.folds.length)
}
for (const [width, folds] of foldsOf) {
  const stage = encoders.find(({ params }) => params.width === width)
  for (let seed = 1; seed <= Number(values.random); seed++) {
    const made = featuresOf(stage, new Map(), seed)
    for (let fold = 0; fold < folds; fold++)
      results.set('random features', [
        ...(results.get('random features') ?? []),
        { fold, ...probe(made, fold) },
      ])
  }
}

// What needs no encoder: the three numbers themselves as features.
const plain = featuresOf(encoders[0], new Map(), 1)
const alone = plain.dataset.manifest.split.folds.map((_, fold) =>
  probe({ ...plain, featureOf: plain.brightnessOf }, fold),
)

// Random features are compared on the folds that a method was probed on.
console.log(
  '| encoder | probes | AUROC, mean | random features | better in | brightness, R² | random features |\n' +
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
)
const random = results.get('random features')
const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length
for (const [method, probes] of [...results].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (method === 'random features') continue
  const chance = (fold, what) => mean(random.filter((one) => one.fold === fold).map((one) => one[what]))
  const better = probes.filter((one) => one.auroc > chance(one.fold, 'auroc')).length
  const figures = ['auroc', 'r2'].map((what) => [
    mean(probes.map((one) => one[what])).toFixed(3),
    mean(probes.map((one) => chance(one.fold, what))).toFixed(3),
  ])
  console.log(
    `| ${method} | ${probes.length} | ${figures[0].join(' | ')} | ${better} of ${probes.length} | ${figures[1].join(' | ')} |`,
  )
}
console.log(
  `\nBrightness alone: AUROC ${mean(alone.map((one) => one.auroc)).toFixed(3)} over ${alone.length} folds`,
)
process.exit(0)
