// Frozen encoders under a linear probe: what the pretrained encoders of one project tell of the labelled sinuses of another,
// whose subjects none of them has seen, against random encoders.
//
//   node scripts/linear-probe.mjs <project with encoders> <project with labels> [--version v1] [--subjects 40,240]
//     [--random 10] [--last-stage]
//
// Features (means over the maps of all four stages, or of the last) are standardised on the training sinuses of five folds by
// subject, and a logistic regression is fitted to them; its L2 decay is the one of the lowest log loss in an inner
// cross-validation. Every sinus is scored by the fold that did not train on it. --subjects: how many subjects of a fold's
// training part are used. Intervals: 95 %, from 1,000 draws of subjects, the same for all encoders. Several encoders of one
// method (one per fold of its study) and the random ones count by their mean.
// R²: how well ridge regression on the same features reads the mean brightness of the middle of a cube.
// Within brightness: the AUROC over pairs of sinuses alike in the brightness of their middle (of one tenth of all), so what an
// encoder tells beyond it.
// "Brightness": no encoder, three numbers: mean and deviation of the middle, mean of the cube.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { auroc } from '../src/shared/metrics/ranking.ts'
import { createRandom } from '../src/shared/random.ts'
import { readWeights } from '../src/trainer/checkpoints/files.ts'
import { TrainingDataset } from '../src/trainer/data/dataset.ts'
import { outputsOf } from '../src/trainer/loops/validation.ts'
import { programFor } from '../src/trainer/program.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string', default: 'v1' },
    subjects: { type: 'string', default: '40,240' },
    random: { type: 'string', default: '10' },
    'last-stage': { type: 'boolean', default: false },
  },
})
const [project, labelled] = positionals
if (!labelled) {
  console.error('Name both projects: node scripts/linear-probe.mjs <with encoders> <with labels>')
  process.exit(2)
}
const decays = [1, 10, 100, 1000, 10_000]
const [outerFolds, innerFolds, draws] = [5, 4, 1000]

const stagesFolder = path.join(project, 'stages')
const encoders = readdirSync(stagesFolder)
  .filter((hash) => existsSync(path.join(stagesFolder, hash, 'done.json')))
  .map((hash) => JSON.parse(readFileSync(path.join(stagesFolder, hash, 'stage.json'), 'utf8')))
  .filter(({ kind }) => kind === 'pretrain')
if (encoders.length === 0) {
  console.error('The first project has no finished pretraining. Run a study first.')
  process.exit(1)
}
const [{ width }] = encoders.map(({ params }) => params)

const manifest = path.join(labelled, 'volumes', values.version, 'dataset.json')
const { hash } = JSON.parse(readFileSync(manifest, 'utf8'))
const dataset = new TrainingDataset(path.join(labelled, 'stages', 'probe'), {
  dataset: { version: values.version, hash },
})
const sinuses = dataset.all().filter(({ target }) => target !== null)
const targets = sinuses.map(({ target }) => target)
/** All of them, by index. */
const everything = [...sinuses.keys()]
const subjects = [...new Set(sinuses.map(({ subject }) => subject))]

const program = programFor(
  dataset.program(
    { kind: 'features', width, ...(!values['last-stage'] && { allStages: true }) },
    { precision: 'float32' },
    { batch: 16 },
  ),
)
function featuresOf(weights, seed) {
  program.initialise(seed, weights)
  return outputsOf(program, sinuses, (chosen) => dataset.read(chosen))
}

/** Mean and standard deviation of the middle quarter (per axis) of a cube of edge d, and the mean of all of it. */
function brightness(cube, d) {
  const inside = (index) => index >= (d * 3) / 8 && index < (d * 5) / 8
  const middle = cube.filter((_, v) => [Math.floor(v / (d * d)), Math.floor(v / d) % d, v % d].every(inside))
  const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const mean = meanOf(middle)
  return [mean, Math.sqrt(meanOf(middle.map((value) => (value - mean) ** 2))), meanOf(cube)]
}

/** Splits subjects in equal parts by chance; the sinuses of each part, by index. */
function inParts(indices, count, random) {
  const within = random.shuffle([...new Set(indices.map((index) => sinuses[index].subject))])
  const partOf = new Map(within.map((subject, place) => [subject, place % count]))
  return Array.from({ length: count }, (_, part) =>
    indices.filter((index) => partOf.get(sinuses[index].subject) === part),
  )
}

/** Of the sinuses outside a part: those of the first `most` subjects in an order by chance. */
function trainingOf(part, most, random) {
  const outside = new Set(part.map((index) => sinuses[index].subject))
  const chosen = new Set(random.shuffle(subjects.filter((subject) => !outside.has(subject))).slice(0, most))
  return sinuses.flatMap(({ subject }, index) => (chosen.has(subject) ? [index] : []))
}

/** A row per sinus, standardised by the training sinuses, behind a one for the intercept. */
function standardised(features, training) {
  const { mean, sd } = moments(training.map((index) => features[index]))
  return features.map((row) => [1, ...Array.from(row, (value, f) => (value - mean[f]) / sd[f])])
}

const probability = (row, weights) => 1 / (1 + Math.exp(-dot(row, weights)))

/** The decay of the lowest log loss in an inner cross-validation by subject. */
function bestDecay(rows, training, random) {
  const losses = new Array(decays.length).fill(0)
  for (const held of inParts(training, innerFolds, random)) {
    const rest = training.filter((index) => !held.includes(index))
    let weights
    // From strong to weak: each starts where the one before ended.
    for (let k = decays.length - 1; k >= 0; k--) {
      const [x, y] = [rest.map((index) => rows[index]), rest.map((index) => targets[index])]
      weights = logisticRegression(x, y, decays[k], weights)
      for (const index of held) {
        const p = Math.min(1 - 1e-9, Math.max(1e-9, probability(rows[index], weights)))
        losses[k] -= Math.log(targets[index] === 1 ? p : 1 - p)
      }
    }
  }
  return decays[losses.indexOf(Math.min(...losses))]
}

/** Scores of all sinuses by folds that did not train on them, and R² of their brightness. */
function probe(features, most) {
  const scores = new Array(sinuses.length)
  const read = new Array(sinuses.length)
  inParts(everything, outerFolds, createRandom('folds')).forEach((held, fold) => {
    const training = trainingOf(held, most, createRandom(`training ${fold}`))
    const rows = standardised(features, training)
    const decay = bestDecay(rows, training, createRandom(`decay ${fold}`))
    const x = training.map((index) => rows[index])
    const weights = logisticRegression(
      x,
      training.map((index) => targets[index]),
      decay,
    )
    const ridge = ridgeRegression(
      x,
      training.map((index) => brightnesses[index][0]),
      10,
    )
    for (const index of held)
      [scores[index], read[index]] = [probability(rows[index], weights), dot(rows[index], ridge)]
  })
  const wanted = brightnesses.map(([middle]) => middle)
  const centre = mean(wanted)
  const squares = (of) => wanted.reduce((sum, value, index) => sum + (value - of(index)) ** 2, 0)
  return { scores, r2: 1 - squares((index) => read[index]) / squares(() => centre) }
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

/** Newton's method from `start`; the intercept (first column of ones) is not decayed. */
function logisticRegression(rows, targets, decay, start) {
  const size = rows[0].length
  const weights = start ? [...start] : new Array(size).fill(0)
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
    if (Math.max(...step.map(Math.abs)) < 1e-4) break
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

const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length
const signed = (value) => (value < 0 ? '−' : '+') + Math.abs(value).toFixed(3)
const quantile = (numbers, q) => numbers.toSorted((a, b) => a - b)[Math.round(q * (numbers.length - 1))]
const area = ({ scores }, chosen) =>
  auroc(
    chosen.map((index) => targets[index]),
    chosen.map((index) => scores[index]),
  )

/** Mann and Whitney's statistic over pairs of an anomalous and a normal sinus of one tenth. */
function areaWithin({ scores }, chosen) {
  let [won, pairs] = [0, 0]
  for (const alike of Map.groupBy(chosen, (index) => tenths[index]).values()) {
    const [normal, anomalous] = [0, 1].map((wanted) => alike.filter((index) => targets[index] === wanted))
    for (const a of anomalous)
      for (const n of normal) won += scores[a] > scores[n] ? 1 : scores[a] === scores[n] ? 0.5 : 0
    pairs += anomalous.length * normal.length
  }
  return won / pairs
}

const features = new Map()
const add = (name, values) => features.set(name, [...(features.get(name) ?? []), values])
for (const { hash: stage, params } of encoders)
  add(params.method, featuresOf(readWeights(path.join(stagesFolder, stage, 'encoder.safetensors')), 0))
for (let seed = 1; seed <= Number(values.random); seed++) add('random', featuresOf(new Map(), seed))
const brightnesses = sinuses.map((sinus) => brightness(dataset.read([sinus]), dataset.volumes.voxels))
features.set('brightness', [brightnesses])
const ranks = everything.toSorted((a, b) => brightnesses[a][0] - brightnesses[b][0])
const tenths = []
ranks.forEach((index, rank) => (tenths[index] = Math.floor((10 * rank) / ranks.length)))

const random = createRandom('draws')
const sinusesOf = Map.groupBy(sinuses.keys(), (index) => sinuses[index].subject)
const resamples = Array.from({ length: draws }, () =>
  subjects.flatMap(() => sinusesOf.get(subjects[random.integer(subjects.length)])),
)
console.log(
  `${sinuses.length} sinuses of ${subjects.length} subjects, ${targets.filter(Boolean).length} anomalous`,
)
for (const most of values.subjects.split(',').map(Number)) {
  console.log(
    `\n${most} subjects to train on\n\n| encoder | encoders | AUROC | against random | within brightness | against random | brightness, R² |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |`,
  )
  const found = new Map()
  for (const [name, made] of features) {
    const probes = made.map((one) => probe(one, most))
    const over = (measure) =>
      [everything, ...resamples].map((chosen) => mean(probes.map((one) => measure(one, chosen))))
    found.set(name, {
      areas: [over(area), over(areaWithin)],
      r2: mean(probes.map(({ r2 }) => r2)),
      count: made.length,
    })
  }
  for (const [name, { areas, r2, count }] of found) {
    const columns = areas.flatMap(([value, ...draws], which) => {
      const [chance, ...ofChance] = found.get('random').areas[which]
      const gains = draws.map((draw, index) => draw - ofChance[index])
      const against = `${signed(value - chance)} (${signed(quantile(gains, 0.025))} to ${signed(quantile(gains, 0.975))})`
      return [value.toFixed(3), name === 'random' ? '–' : against]
    })
    console.log(`| ${[name, count, ...columns, r2.toFixed(2)].join(' | ')} |`)
  }
}
process.exit(0)
