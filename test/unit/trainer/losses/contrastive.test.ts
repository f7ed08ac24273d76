import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/shared/random.ts'
import { Graph, type Tensor } from '../../../../src/trainer/graph/graph.ts'
import { add, concat, meanOfAll, scale } from '../../../../src/trainer/graph/operations.ts'
import { Session } from '../../../../src/trainer/graph/session.ts'
import { negativeCosine, ntXent, squaredDistanceOfUnits } from '../../../../src/trainer/losses/contrastive.ts'
import { spread } from '../../../../src/trainer/losses/collapse.ts'
import { fixture, relativeError } from '../../../helpers/tensors.ts'

const golden = fixture('losses')
const given = (name: string) => golden.get(name)!

/** Mean loss of two variables [rows, dimensions], and its gradients. */
function evaluate(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  build: (graph: Graph, a: Tensor, b: Tensor) => Tensor,
) {
  const graph = new Graph()
  const variables = ['a', 'b'].map(
    (name) => graph.variable(name, [rows, a.length / rows], { trainable: true }).value,
  ) as [Tensor, Tensor]
  const perSample = build(graph, ...variables)
  const loss = meanOfAll(graph, perSample)
  const gradients = graph.gradients(loss, variables)
  const session = new Session(graph)
  session.write(
    new Map([
      ['a', a],
      ['b', b],
    ]),
  )
  const [value, losses, ...d] = session.run(
    [],
    [loss, perSample, ...gradients.map((g) => g!)],
  ) as Float32Array[]
  session.dispose()
  return { value: value[0], losses: losses, gradients: d }
}

const ones = (graph: Graph, samples: number) =>
  graph.constant(new Float32Array(samples).fill(1), [samples], 1)
const cases = [
  ['nt_xent_t05', (g: Graph, a: Tensor, b: Tensor) => ntXent(g, concat(g, [a, b], 0), ones(g, 6), 0.5)],
  ['nt_xent_t01', (g: Graph, a: Tensor, b: Tensor) => ntXent(g, concat(g, [a, b], 0), ones(g, 6), 0.1)],
  [
    'simsiam',
    (g: Graph, p1: Tensor, p2: Tensor) =>
      scale(
        g,
        add(
          g,
          negativeCosine(g, p1, constant(g, 'simsiam.z2')),
          negativeCosine(g, p2, constant(g, 'simsiam.z1')),
        ),
        0.5,
      ),
  ],
  [
    'byol',
    (g: Graph, p1: Tensor, p2: Tensor) =>
      add(
        g,
        squaredDistanceOfUnits(g, p1, constant(g, 'byol.z2')),
        squaredDistanceOfUnits(g, p2, constant(g, 'byol.z1')),
      ),
  ],
] as const
const constant = (graph: Graph, name: string) => graph.constant(given(name).data, given(name).shape, 1)

describe('losses between views against PyTorch', () => {
  it.each(cases)('%s', (name, build) => {
    const { value, gradients } = evaluate(given(`${name}.x0`).data, given(`${name}.x1`).data, 6, build)
    expect(Math.abs(value / given(`${name}.loss`).data[0] - 1)).toBeLessThan(1e-5)
    gradients.forEach((gradient, index) =>
      expect(relativeError(gradient, given(`${name}.dx${index}`).data)).toBeLessThan(1e-4),
    )
  })

  const random = createRandom('views')
  const [a, b] = [0, 1].map(() => Float32Array.from({ length: 48 }, () => random.normal())) as [
    Float32Array,
    Float32Array,
  ]

  it('NT-Xent does not care which view comes first', () => {
    const loss = (first: Float32Array, second: Float32Array) => evaluate(first, second, 6, cases[1][1]).value
    expect(loss(a, b)).toBeCloseTo(loss(b, a), 5)
  })

  it('a sample of no weight is nobody’s negative: the others lose as if it were not there', () => {
    const weighed = (weights: number[]) => (g: Graph, x: Tensor, y: Tensor) =>
      ntXent(g, concat(g, [x, y], 0), g.constant(weights, [weights.length], 1), 0.2)
    const all = evaluate(a, b, 6, weighed([1, 2.5, 1, 1, 0, 0])).losses
    const four = evaluate(a.slice(0, 32), b.slice(0, 32), 4, weighed([1, 1, 1, 1])).losses
    four.forEach((loss, index) => expect(all[index]).toBeCloseTo(loss, 4))
  })

  it('two samples worked by hand: equal views, orthogonal samples', () => {
    // z = (1,0), (0,1) twice: each row sees its partner at similarity 1, the two others at 0, over τ = 0.5.
    const z = Float32Array.of(2, 0, 0, 3)
    const { value } = evaluate(z, z, 2, (g, x, y) => ntXent(g, concat(g, [x, y], 0), ones(g, 2), 0.5))
    expect(value).toBeCloseTo(-Math.log(Math.exp(2) / (Math.exp(2) + 2)), 5)
  })

  it('negative cosine and squared distance of the same, opposite and orthogonal directions', () => {
    const p = Float32Array.of(1, 0, 1, 0, 1, 0)
    const z = Float32Array.of(5, 0, -2, 0, 0, 3)
    expect([...evaluate(p, z, 3, negativeCosine).losses]).toEqual([-1, 1, -0])
    expect([...evaluate(p, z, 3, squaredDistanceOfUnits).losses]).toEqual([0, 4, 2])
  })
})

describe('spread', () => {
  const measure = (values: Float32Array, rows: number) => {
    const graph = new Graph()
    const z = graph.variable('z', [rows, values.length / rows])
    const result = spread(graph, z.value)
    const session = new Session(graph)
    session.write(new Map([['z', values]]))
    const [value] = session.run([], [result])
    session.dispose()
    return value[0]
  }
  it('is 0 when all rows point the same way and about 1 for random directions', () => {
    expect(measure(Float32Array.of(1, 2, 2, 4, 3, 6), 3)).toBeCloseTo(0, 4)
    const random = createRandom('directions')
    expect(
      measure(
        Float32Array.from({ length: 64 * 32 }, () => random.normal()),
        64,
      ),
    ).toBeCloseTo(1, 1)
  })
})
