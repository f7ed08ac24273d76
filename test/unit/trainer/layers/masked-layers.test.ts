import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/shared/random.ts'
import { dtypes, Graph, type Tensor } from '../../../../src/trainer/graph/graph.ts'
import { meanOfAll, multiply, stopGradient } from '../../../../src/trainer/graph/operations.ts'
import { Session } from '../../../../src/trainer/graph/session.ts'
import { MaskedTrainingLayers, masked, masksOf } from '../../../../src/trainer/layers/masked-layers.ts'
import { Parameters, initialValues } from '../../../../src/trainer/layers/parameters.ts'
import { perCell, visibleCells } from '../../../../src/trainer/methods/spark.ts'
import { encoder } from '../../../../src/trainer/networks/encoder.ts'
import { relativeError } from '../../../helpers/tensors.ts'

const d = 32
const n = 2
const f = 4
const random = createRandom('masks')
const cells = visibleCells(random, n, f, 0.6)
const edges = [32, 16, 8, 4, 2, 1]

describe('masks of every scale', () => {
  const graph = new Graph()
  const fed = graph.placeholder('cells', [n, f, f, f, 1])
  const masks = masksOf(graph, fed, edges)
  // What is fed cannot be fetched: one of the masks is the cells themselves.
  const fetched = edges.map((edge) => stopGradient(graph, masks.get(edge)!))
  const session = new Session(graph)
  const values = session.run([[fed, cells]], fetched) as Float32Array[]
  session.dispose()

  it('hides the same number of cells in every sample', () => {
    for (const sample of [0, 1])
      expect(cells.slice(sample * f ** 3, (sample + 1) * f ** 3).reduce((a, b) => a + b)).toBe(64 - 38)
  })
  it.each(edges.map((edge, index) => [edge, index]))(
    'edge %i: a voxel follows its cell, a coarse site any of its cells',
    (edge, index) => {
      for (let sample = 0; sample < n; sample++) {
        for (let v = 0; v < edge ** 3; v++) {
          const at = [Math.floor(v / edge ** 2), Math.floor(v / edge) % edge, v % edge]
          let any = 0
          for (let c = 0; c < f ** 3; c++) {
            const cell = [Math.floor(c / f ** 2), Math.floor(c / f) % f, c % f]
            const inside =
              edge >= f
                ? at.every((x, axis) => Math.floor((x * f) / edge) === cell[axis])
                : cell.every((x, axis) => Math.floor((x * edge) / f) === at[axis])
            if (inside && cells[sample * f ** 3 + c]) any = 1
          }
          expect(values[index][sample * edge ** 3 + v]).toBe(any)
        }
      }
    },
  )
})

describe('the masked encoder', () => {
  function run(change: (volume: Float32Array) => void) {
    const graph = new Graph()
    const parameters = new Parameters(graph)
    const x = graph.placeholder('x', [n, d, d, d, 1])
    const fed = graph.placeholder('cells', [n, f, f, f, 1])
    const masks = masksOf(graph, fed, edges)
    const layers = new MaskedTrainingLayers(parameters, dtypes.float32, masks)
    const maps = encoder(layers, masked(graph, x, masks), 4)
    const loss = meanOfAll(graph, multiply(graph, maps[4], maps[4]))
    const trainable = parameters.trainable()
    const gradients = graph.gradients(
      loss,
      trainable.flatMap(({ pieces }) => pieces.map(({ value }) => value)),
    ) as Tensor[]
    const step = graph.after(loss, layers.updates)
    const session = new Session(graph)
    const start = createRandom('weights')
    session.write(
      new Map(
        [...parameters.all.values()].flatMap((parameter) =>
          parameter
            .toPieces(initialValues(parameter, start))
            .map((piece, index) => [parameter.pieces[index].name, piece] as const),
        ),
      ),
    )
    const noise = createRandom('volume')
    const volume = Float32Array.from({ length: n * d ** 3 }, () => noise.uniform())
    change(volume)
    const [, ...results] = session.run(
      [
        [x, volume],
        [fed, cells],
      ],
      [step, ...maps, ...gradients],
    ) as Float32Array[]
    const statistics = session.read()
    session.dispose()
    return {
      maps: results.slice(0, 5),
      gradients: new Map(trainable.map(({ name }, index) => [name, results[5 + index]])),
      statistics,
    }
  }
  const visible = (v: number) => {
    const [sample, voxel] = [Math.floor(v / d ** 3), v % d ** 3]
    const at = [Math.floor(voxel / d ** 2), Math.floor(voxel / d) % d, voxel % d].map((x) =>
      Math.floor((x * f) / d),
    ) as [number, number, number]
    return cells[sample * f ** 3 + (at[0] * f + at[1]) * f + at[2]] === 1
  }
  const plain = run(() => undefined)

  it('knows nothing of hidden voxels: neither maps, nor gradients, nor statistics change with them', () => {
    const other = run((volume) => volume.forEach((_, v) => (volume[v] = visible(v) ? volume[v] : 7)))
    other.maps.forEach((map, index) => expect(map).toEqual(plain.maps[index]))
    expect(other.statistics).toEqual(plain.statistics)
  })
  it('passes a gradient to every parameter of all four stages', () => {
    const dead = [...plain.gradients].filter(([, gradient]) => gradient.every((value) => value === 0))
    expect(dead.map(([name]) => name)).toEqual([])
    for (const stage of [1, 2, 3, 4])
      expect(plain.gradients.has(`encoder.layer${stage}.1.conv2.weight`)).toBe(true)
  })
})

describe('masked batch norm', () => {
  it('equals plain loops over the visible sites: output, gradients, running statistics', () => {
    const channels = 3
    const edge = 4
    const graph = new Graph()
    const parameters = new Parameters(graph)
    const x = graph.variable('x', [n, edge, edge, edge, channels], { trainable: true })
    const fed = graph.placeholder('cells', [n, f, f, f, 1])
    class Open extends MaskedTrainingLayers {
      norm(value: Tensor) {
        return this.normalised(value, 'norm', 'none')
      }
    }
    const layers = new Open(parameters, dtypes.float32, masksOf(graph, fed, [edge]))
    const y = layers.norm(x.value)
    const upstream = graph.placeholder('upstream', y.shape)
    const [dx, dScale, dShift] = graph.gradients(meanOfAll(graph, multiply(graph, y, upstream)), [
      x.value,
      ...['norm.weight', 'norm.bias'].map((name) => graph.variables.get(name)!.value),
    ]) as Tensor[]
    const step = graph.after(graph.scalar(0), layers.updates)
    const session = new Session(graph)
    const draws = createRandom('numbers')
    const rows = n * edge ** 3
    const values = Float32Array.from({ length: rows * channels }, () => 2 + draws.normal())
    const scale = Float32Array.of(1.5, -0.5, 2)
    const shift = Float32Array.of(0.1, 0.2, 0.3)
    session.write(
      new Map([
        ['x', values],
        ['norm.weight', scale],
        ['norm.bias', shift],
        ['norm.running_mean', new Float32Array(3)],
        ['norm.running_var', new Float32Array(3).fill(1)],
      ]),
    )
    const g = Float32Array.from({ length: rows * channels }, () => draws.normal())
    const results = session.run(
      [
        [fed, cells],
        [upstream, g],
      ],
      [y, dx, dScale, dShift, step],
    ) as Float32Array[]
    const state = session.read()
    session.dispose()

    const seen = Array.from({ length: rows }, (_, row) => row).filter((row) => cells[row] === 1)
    const [wantedY, wantedDx] = [new Float32Array(values.length), new Float32Array(values.length)]
    for (let c = 0; c < channels; c++) {
      const at = (row: number) => row * channels + c
      const count = seen.length
      const mean = seen.reduce((total, row) => total + values[at(row)], 0) / count
      const variance = seen.reduce((total, row) => total + (values[at(row)] - mean) ** 2, 0) / count
      const inverse = 1 / Math.sqrt(variance + 1e-5)
      const normal = (row: number) => (values[at(row)] - mean) * inverse
      const dy = (row: number) => g[at(row)] / values.length
      const sumDy = seen.reduce((total, row) => total + dy(row), 0)
      const sumDyNormal = seen.reduce((total, row) => total + dy(row) * normal(row), 0)
      for (const row of seen) {
        wantedY[at(row)] = normal(row) * scale[c] + shift[c]
        wantedDx[at(row)] = scale[c] * inverse * (dy(row) - (sumDy + normal(row) * sumDyNormal) / count)
      }
      expect(results[2][c]).toBeCloseTo(sumDyNormal, 5)
      expect(results[3][c]).toBeCloseTo(sumDy, 5)
      expect(state.get('norm.running_mean')![c]).toBeCloseTo(0.1 * mean, 5)
      expect(state.get('norm.running_var')![c]).toBeCloseTo(0.9 + (0.1 * variance * count) / (count - 1), 5)
    }
    expect(relativeError(results[0], wantedY)).toBeLessThan(1e-4)
    expect(relativeError(results[1], wantedDx)).toBeLessThan(1e-3)
  })
})

it('scales every cell of a target to mean 0 and variance 1', () => {
  const graph = new Graph()
  const x = graph.placeholder('x', [1, 8, 8, 8, 1])
  const y = perCell(graph, x, 4)
  const session = new Session(graph)
  const draws = createRandom('cells')
  const [values] = session.run(
    [[x, Float32Array.from({ length: 512 }, () => 5 + 3 * draws.normal())]],
    [y],
  ) as [Float32Array]
  session.dispose()
  const cell = Array.from({ length: 512 }, (_, v) => v).filter(
    (v) => Math.floor(v / 64) < 4 && Math.floor(v / 8) % 8 >= 4 && v % 8 < 4,
  )
  const mean = cell.reduce((total, v) => total + values[v], 0) / 64
  expect(mean).toBeCloseTo(0, 5)
  expect(cell.reduce((total, v) => total + (values[v] - mean) ** 2, 0) / 64).toBeCloseTo(1, 4)
})
