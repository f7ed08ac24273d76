import { afterAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/shared/random.ts'
import { augment, gaussianMatrix, samplingMatrix } from '../../../../src/trainer/data/augmentation.ts'
import { Graph } from '../../../../src/trainer/graph/graph.ts'
import { Session, type Feeds } from '../../../../src/trainer/graph/session.ts'

const d = 8
const n = 40
const graph = new Graph()
const image = graph.placeholder('image', [n, d, d, d, 1])
const target = graph.placeholder('target', [n, d, d, d, 1])
const augmentation = augment(graph, image, target, { kind: 'one-of-five', voxelMm: 8, name: 'augment' })
const session = new Session(graph)
afterAll(() => session.dispose())

const random = createRandom('volumes')
const volumes = Float32Array.from({ length: n * d ** 3 }, () => random.uniform())
const run = (feeds: Feeds) =>
  session.run(
    [[image, volumes], [target, volumes], ...feeds],
    [augmentation.image, augmentation.target!],
  ) as [Float32Array, Float32Array]
const sample = (values: Float32Array, k: number) => values.subarray(k * d ** 3, (k + 1) * d ** 3)
const equal = (a: Float32Array, b: Float32Array) => a.every((value, index) => value === b[index])

describe('augmentation', () => {
  const feeds = augmentation.draw(createRandom('draws'))
  const [x, y] = run(feeds)
  const drawn = (name: string) => feeds.find(([tensor]) => tensor.node.name === `augment/${name}`)![1]

  it('leaves about half of the samples as they are', () => {
    const untouched = Array.from({ length: n }, (_, k) => equal(sample(x, k), sample(volumes, k))).filter(
      Boolean,
    ).length
    expect(untouched).toBeGreaterThan(10)
    expect(untouched).toBeLessThan(30)
  })
  it('moves image and target alike, and keeps intensity changes from the target', () => {
    for (const k of drawn('spatial_index')) expect(equal(sample(x, k), sample(y, k))).toBe(true)
    for (const name of ['noise_index', 'blur_index']) {
      for (const k of drawn(name)) {
        expect(equal(sample(y, k), sample(volumes, k))).toBe(true)
        expect(equal(sample(x, k), sample(volumes, k))).toBe(false)
      }
    }
  })
  it('adds noise of deviation 0.25', () => {
    const differences = [...drawn('noise_index')].flatMap((k) =>
      Array.from(sample(x, k), (value, v) => value - sample(volumes, k)[v]),
    )
    const deviation = Math.sqrt(
      differences.reduce((total, value) => total + value * value, 0) / differences.length,
    )
    expect(deviation).toBeGreaterThan(0.23)
    expect(deviation).toBeLessThan(0.27)
  })
  it('is a function of its seed', () => {
    expect(equal(run(augmentation.draw(createRandom('draws')))[0], x)).toBe(true)
    expect(equal(run(augmentation.draw(createRandom('others')))[0], x)).toBe(false)
  })
  it('does nothing when nothing is drawn', () => {
    const none: Feeds = feeds.map(([tensor, data]) => {
      const name = tensor.node.name
      if (name.endsWith('seed')) return [tensor, data] as const
      const shape = name.endsWith('spatial_matrix')
        ? [0, 3, 4]
        : name.endsWith('blur_matrix')
          ? [3, 0, d, d]
          : [0]
      return [tensor, data instanceof Int32Array ? new Int32Array(0) : new Float32Array(0), shape] as const
    })
    expect(equal(run(none)[0], volumes)).toBe(true)
  })
  it('samples where a plain trilinear loop does', () => {
    const matrix = samplingMatrix(createRandom(3), d, 8, true, true)
    const [moved] = run(
      feeds
        .map(([tensor, data, shape]) => {
          const name = tensor.node.name
          if (name.endsWith('spatial_index')) return [tensor, Int32Array.of(5), [1]] as const
          if (name.endsWith('spatial_matrix')) return [tensor, Float32Array.from(matrix), [1, 3, 4]] as const
          if (name.endsWith('noise_index') || name.endsWith('blur_index'))
            return [tensor, new Int32Array(0), [0]] as const
          if (name.endsWith('blur_matrix')) return [tensor, new Float32Array(0), [3, 0, d, d]] as const
          return [tensor, data, shape!] as const
        })
        .map((feed) => (feed[2] ? feed : ([feed[0], feed[1]] as const))),
    )
    const source = sample(volumes, 5)
    const at = (p: number[]) => (p.every((c) => c >= 0 && c < d) ? source[(p[0] * d + p[1]) * d + p[2]] : 0)
    let worst = 0
    for (let v = 0; v < d ** 3; v++) {
      const o = [Math.floor(v / d ** 2), Math.floor(v / d) % d, v % d, 1]
      const p = [0, 1, 2].map((row) =>
        o.reduce((total, value, column) => total + matrix[row * 4 + column] * value, 0),
      )
      const inside = p.every((c) => c >= 0 && c <= d - 1)
      let expected = 0
      if (inside) {
        for (let corner = 0; corner < 8; corner++) {
          const low = p.map(Math.floor)
          const up = [corner >> 2, (corner >> 1) & 1, corner & 1]
          const weight = p.reduce(
            (product, c, axis) => product * (up[axis] ? c - low[axis] : 1 - (c - low[axis])),
            1,
          )
          if (weight) expected += weight * at(low.map((c, axis) => c + up[axis]))
        }
      }
      worst = Math.max(worst, Math.abs(expected - sample(moved, 5)[v]))
    }
    expect(worst).toBeLessThan(1e-4)
  })
  it('flips exactly', () => {
    const flip = samplingMatrix({ ...createRandom(1), uniform: () => 0 }, d, 8, false, true)
    expect(flip).toEqual(
      [-1, 0, 0, 7, 0, -1, 0, 7, 0, 0, -1, 7].map((value) =>
        value === 0 ? (expect.closeTo(0) as number) : value,
      ),
    )
  })
  it('blurs with rows that sum to one', () => {
    const matrix = gaussianMatrix(d, 1.3)
    for (let row = 0; row < d; row++)
      expect(matrix.slice(row * d, (row + 1) * d).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6)
    expect([...gaussianMatrix(2, 0)]).toEqual([1, 0, 0, 1])
  })
})
