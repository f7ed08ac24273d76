import { describe, expect, it } from 'vitest'
import { Graph } from '../../../../src/trainer/graph/graph.ts'
import { meanOfAll } from '../../../../src/trainer/graph/operations.ts'
import { Session } from '../../../../src/trainer/graph/session.ts'
import { lossPerVoxel, type ReconstructionLoss } from '../../../../src/trainer/losses/reconstruction.ts'
import { fixture, relativeError } from '../../../helpers/tensors.ts'

function evaluate(kind: ReconstructionLoss, x: Float32Array, target: number) {
  const graph = new Graph()
  const input = graph.variable('x', [x.length], { trainable: true })
  const targets = graph.constant(new Float32Array(x.length).fill(target), [x.length], 1)
  const loss = meanOfAll(graph, lossPerVoxel(graph, kind, input.value, targets))
  const [dx] = graph.gradients(loss, [input.value])
  const session = new Session(graph)
  session.write(new Map([['x', x]]))
  const [value, gradient] = session.run([], [loss, dx!]) as [Float32Array, Float32Array]
  session.dispose()
  return { value: value[0], gradient }
}

describe('reconstruction losses against PyTorch', () => {
  const golden = fixture('losses')
  it.each([
    ['l1', 'l1', 0.3],
    ['bce', 'bce_logits', 0.25],
  ] as const)('%s', (kind, name, target) => {
    const { value, gradient } = evaluate(kind, golden.get(`${name}.x0`)!.data, target)
    expect(Math.abs(value / golden.get(`${name}.loss`)!.data[0] - 1)).toBeLessThan(1e-5)
    expect(relativeError(gradient, golden.get(`${name}.dx0`)!.data)).toBeLessThan(1e-5)
  })
  it('l2 is the mean square: (1 + 4) / 2, gradient 2·difference / 2', () => {
    const { value, gradient } = evaluate('l2', Float32Array.of(1, -2), 0)
    expect(value).toBe(2.5)
    expect([...gradient]).toEqual([1, -2])
  })
  it('bce stays finite for logits of ±1000', () => {
    const { value, gradient } = evaluate('bce', Float32Array.of(1000, -1000), 1)
    expect(value).toBeCloseTo(500, 3) // 0 for the right one, 1000 for the wrong one
    expect([...gradient]).toEqual([0, -0.5])
  })
})
