import { expect, it } from 'vitest'
import { Graph } from '../../../../src/trainer/graph/graph.ts'
import { multiply, sum } from '../../../../src/trainer/graph/operations.ts'
import { Session } from '../../../../src/trainer/graph/session.ts'
import { crossEntropy } from '../../../../src/trainer/losses/classification.ts'

it('gives each row its cross-entropy, and passes a weight on to its gradient', () => {
  const graph = new Graph()
  const logits = graph.variable('z', [3, 2], { trainable: true })
  const losses = crossEntropy(graph, logits.value, graph.constant([1, 0, 0, 1, 0, 1], [3, 2], 1))
  const [dz] = graph.gradients(sum(graph, multiply(graph, losses, graph.constant([3, 1, 0], [3], 1)), [0]), [
    logits.value,
  ])
  const session = new Session(graph)
  session.write(new Map([['z', Float32Array.of(0, 0, 0, 2, 9, -9)]]))
  const [values, gradient] = session.run([], [losses, dz!]) as [Float32Array, Float32Array]
  session.dispose()
  // ln 2; ln(1 + e⁻²); 18 and a little
  const p = 1 / (1 + Math.exp(-2))
  const wanted = [Math.LN2, -Math.log(p), 18]
  wanted.forEach((value, index) => expect(values[index]).toBeCloseTo(value, 5))
  const slopes = [3 * -0.5, 3 * 0.5, 1 - p, p - 1, 0, 0]
  slopes.forEach((value, index) => expect(gradient[index]).toBeCloseTo(value, 6))
})
