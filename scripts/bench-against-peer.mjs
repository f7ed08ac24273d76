// Compares the engine with another one in a single run: the two take turns, so that a noisy machine troubles both.
//
//   node scripts/bench-against-peer.mjs --peer "python3 path/to/bench_torch.py" [--rounds 5] [--shapes 64x2x64,16x8x32]
//
// The peer takes --width --batch --size --steps and prints one JSON line per configuration with unet_step,
// classifier_step and unet_inference, each {min, median} in seconds. Per figure the peer's best configuration counts.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    peer: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    shapes: { type: 'string', default: '64x2x64,16x8x32' },
    steps: { type: 'string', default: '5' },
  },
})
if (!values.peer) {
  console.error('Name the peer: --peer "python3 path/to/bench_torch.py"')
  process.exit(2)
}
const bench = fileURLToPath(new URL('../src/trainer/bench.ts', import.meta.url))
const figures = [
  ['unetStep', 'unet_step'],
  ['classifierStep', 'classifier_step'],
  ['unetInference', 'unet_inference'],
]

function lines(command, args) {
  const { stdout, status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`${command} ended with code ${status}: ${stderr.slice(-500)}`)
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}
/** Of one figure in one round: our seconds, and the peer's in its best configuration. */
const secondsOf = ({ ours, peer }, index) => [
  ours[index][figures[index][0]].median,
  Math.min(...peer.map((configuration) => configuration[figures[index][1]].median)),
]
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

for (const shape of values.shapes.split(',')) {
  const [width, batch, size] = shape.split('x').map(Number)
  const steps = Number(values.steps)
  const rounds = []
  for (let round = 0; round < Number(values.rounds); round++) {
    // One figure at a time on our side, so that peak memory is that of one kind of step.
    const ours = figures.map(
      ([part]) =>
        lines(process.execPath, [bench, JSON.stringify({ width, batch, size, steps, parts: [part] })])[0],
    )
    const [command, ...args] = values.peer.split(' ')
    const peer = lines(
      command,
      [...args, '--width', width, '--batch', batch, '--size', size, '--steps', steps].map(String),
    )
    rounds.push({ ours, peer })
    // Told as they come, so that a run that is stopped was not for nothing.
    const ratios = figures.map(([, name], index) => {
      const [own, best] = secondsOf(rounds[round], index)
      return `${name.replace('_', ' ')} ${(own / best).toFixed(2)}`
    })
    console.error(
      `width ${width}, batch ${batch}, ${size}³: round ${round + 1} of ${values.rounds}, ratios ${ratios.join(', ')}`,
    )
  }
  console.log(
    `\nwidth ${width}, batch ${batch}, ${size}³, ${rounds[0].ours[0].precision}; peer ${rounds[0].peer[0].peer}; medians of ${rounds.length} interleaved rounds\n`,
  )
  console.log(
    '| | Antrum (s) | peer, best configuration (s) | ratio | our peak memory (MB) |\n| --- | ---: | ---: | ---: | ---: |',
  )
  figures.forEach(([, name], index) => {
    const pairs = rounds.map((round) => secondsOf(round, index))
    const [own, best] = [0, 1].map((side) => median(pairs.map((pair) => pair[side])))
    const ratio = median(pairs.map(([mine, peer]) => mine / peer))
    const memory = median(rounds.map(({ ours }) => ours[index].peakRssBytes)) / 2 ** 20
    console.log(
      `| ${name.replace('_', ' ')} | ${own.toFixed(4)} | ${best.toFixed(4)} | ${ratio.toFixed(2)} | ${memory.toFixed(0)} |`,
    )
  })
}
