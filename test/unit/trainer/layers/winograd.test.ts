import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/shared/random.ts'
import { dtypes, Graph, sizeOf } from '../../../../src/trainer/graph/graph.ts'
import { cast, multiply, sum } from '../../../../src/trainer/graph/operations.ts'
import { Session } from '../../../../src/trainer/graph/session.ts'
import { prefersWinograd, winogradConvolution } from '../../../../src/trainer/layers/winograd.ts'
import { loadTensorFlow } from '../../../../src/trainer/tensorflow.ts'

const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const difference = (a: Float32Array, b: Float32Array) => largest(a.map((value, index) => value - b[index]))

describe('a convolution by Winograd’s F(4, 3)', () => {
  it.each([
    [1, 4, 3, 5],
    [2, 8, 3, 4],
    [3, 12, 2, 2],
    [4, 16, 8, 6],
  ] as const)(
    'of %i volumes of edge %i, %i to %i channels, equals TensorFlow.js, and so do its gradients',
    (n, d, inputs, outputs) => {
      const random = createRandom(`winograd ${n} ${d}`)
      const normal = (shape: readonly number[]) =>
        Float32Array.from({ length: sizeOf(shape) }, () => random.normal())
      const [volume, taps, result] = [
        [n, d, d, d, inputs],
        [3, 3, 3, inputs, outputs],
        [n, d, d, d, outputs],
      ] as [number, number, number, number, number][]
      const [x, w, dy] = [normal(volume), normal(taps), normal(result)]

      const graph = new Graph()
      const input = graph.variable('x', volume, { trainable: true })
      const kernel = graph.variable('w', taps, { trainable: true })
      const upstream = graph.placeholder('dy', result)
      const y = winogradConvolution(graph, input.value, kernel.value)
      const gradients = graph.gradients(sum(graph, multiply(graph, y, upstream), [0, 1, 2, 3, 4]), [
        input.value,
        kernel.value,
      ])
      const session = new Session(graph)
      session.write(new Map([['x', x], ['w', w]])) // prettier-ignore
      const ours = session.run([[upstream, dy]], [y, gradients[0]!, gradients[1]!]) as Float32Array[]
      session.dispose()

      const { tf } = loadTensorFlow()
      const theirs = tf.tidy(() => {
        const plain = (a: ReturnType<typeof tf.tensor5d>, b: ReturnType<typeof tf.tensor5d>) =>
          tf.conv3d(a, b, 1, 'same')
        const at = [tf.tensor5d(x, volume), tf.tensor5d(w, taps)] as const
        const [dx, dw] = tf.grads((a, b) => plain(a as typeof at[0], b as typeof at[1]))([...at], tf.tensor5d(dy, result)) // prettier-ignore
        return [plain(...at), dx, dw].map((tensor) => tensor.dataSync() as Float32Array)
      })
      ours.forEach((values, index) => {
        expect(difference(values, theirs[index])).toBeLessThan(1e-5 * largest(theirs[index]))
      })
    },
  )

  it('is chosen for many channels on large maps, and never in bfloat16', () => {
    const graph = new Graph()
    const map = (d: number, channels: number) => graph.placeholder(`${d},${channels}`, [2, d, d, d, channels])
    expect(prefersWinograd(map(32, 64), 64)).toBe(true)
    expect(prefersWinograd(map(16, 64), 64)).toBe(false)
    expect(prefersWinograd(map(8, 128), 128)).toBe(false)
    expect(prefersWinograd(map(32, 16), 16)).toBe(false)
    expect(prefersWinograd(map(34, 64), 64)).toBe(false)
    expect(prefersWinograd(cast(graph, map(32, 65), dtypes.bfloat16), 64)).toBe(false)
  })
})
