import { describe, expect, it } from 'vitest'
import { dtypes, Graph, sizeOf, type DType, type Tensor } from '../../../../src/trainer/graph/graph.ts'
import { cast, meanOfAll, multiply, reverse, sum } from '../../../../src/trainer/graph/operations.ts'
import { Session } from '../../../../src/trainer/graph/session.ts'
import { batchNorm } from '../../../../src/trainer/layers/batch-norm.ts'
import { convolution, maxPool } from '../../../../src/trainer/layers/convolution.ts'
import { Parameters } from '../../../../src/trainer/layers/parameters.ts'
import { upsample, upsampledConvolution, upsampledOutput } from '../../../../src/trainer/layers/upsampling.ts'
import { loadTensorFlow } from '../../../../src/trainer/tensorflow.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { channelsLast, fixture, relativeError, type HostTensor } from '../../../helpers/tensors.ts'

const golden = fixture('layers')
const spatial = [1, 2, 3]

/** Output and input gradient of a layer for a given upstream gradient, the input held in a trainable variable. */
function differentiate(
  x: HostTensor,
  dy: HostTensor | null,
  layer: (parameters: Parameters, x: Tensor) => Tensor,
  values: Record<string, Float32Array> = {},
) {
  const graph = new Graph()
  const input = graph.variable('x', x.shape, { trainable: true })
  const parameters = new Parameters(graph)
  const y = layer(parameters, input.value)
  const upstream = dy
    ? graph.constant(dy.data, y.shape, dtypes.float32)
    : graph.constant(new Float32Array(sizeOf(y.shape)).fill(1), y.shape, dtypes.float32)
  const loss = meanOfAll(graph, multiply(graph, y, upstream))
  const [dx] = graph.gradients(loss, [input.value])
  const session = new Session(graph)
  const state = new Map<string, Float32Array>([['x', x.data]])
  for (const parameter of parameters.all.values()) {
    const data = values[parameter.name]
    if (data)
      parameter.toPieces(data).forEach((piece, index) => state.set(parameter.pieces[index].name, piece))
  }
  session.write(state)
  const [out, gradient] = session.run([], [y, dx!]) as [Float32Array, Float32Array]
  session.dispose()
  return { y: out, dx: gradient.map((value) => value * sizeOf(y.shape)) }
}

describe('layers against PyTorch', () => {
  const mirrored =
    (layer: (parameters: Parameters, x: Tensor) => Tensor) => (parameters: Parameters, x: Tensor) =>
      reverse(parameters.graph, layer(parameters, reverse(parameters.graph, x, spatial)), spatial)
  const cases = [
    ['maxpool_3_2_1', mirrored((parameters, x) => maxPool(parameters.graph, x)), {}],
    [
      'conv_7_2_3',
      mirrored((parameters, x) =>
        convolution(parameters.graph, x, parameters.kernel('w', 7, 2, 3, { kind: 'constant', value: 0 }), 2),
      ),
      { w: golden.get('conv_7_2_3.w')!.data },
    ],
    [
      'conv_3_2_1',
      mirrored((parameters, x) =>
        convolution(parameters.graph, x, parameters.kernel('w', 3, 2, 4, { kind: 'constant', value: 0 }), 2),
      ),
      { w: golden.get('conv_3_2_1.w')!.data },
    ],
    [
      'batchnorm_train',
      (parameters: Parameters, x: Tensor) => batchNorm(parameters, x, 'bn', 'none', []),
      { 'bn.weight': Float32Array.of(1, 0.5, 2), 'bn.bias': Float32Array.of(0, 0.1, -0.2) },
    ],
  ] as const
  it.each(cases)('%s', (name, layer, values) => {
    const of = (part: string) => channelsLast(golden.get(`${name}.${part}`)!)
    // ReLU comes before every max-pool, so the fixture's negative inputs are shifted: pooling commutes with that.
    const shift = name === 'maxpool_3_2_1' ? 10 : 0
    const result = differentiate(
      { ...of('x'), data: of('x').data.map((value) => value + shift) },
      of('dy'),
      layer,
      values,
    )
    expect(
      relativeError(
        result.y.map((value) => value - shift),
        of('y').data,
      ),
    ).toBeLessThan(1e-4)
    expect(relativeError(result.dx, of('dx').data)).toBeLessThan(2e-3)
  })

  it('trilinear ×2 of a cube, each axis as the fixture’s map', () => {
    // The fixture's volume is 4×5×6; ours are cubes, so each axis' matrix is checked through a constant-on-others cube.
    const { shape, data } = golden.get('trilinear_x2.x')!
    const y = golden.get('trilinear_x2.y')!.data
    const up = upsampleByPlainLoops(data, shape as [number, number, number, number, number])
    expect(relativeError(up, y)).toBeLessThan(1e-5)
  })
})

/** PyTorch's trilinear interpolation, written as slowly as it reads. [n, c, d, h, w] → doubled. */
function upsampleByPlainLoops(
  x: Float32Array,
  [n, c, d, h, w]: readonly [number, number, number, number, number],
): Float32Array {
  const out = new Float32Array(n * c * 8 * d * h * w)
  const source = (o: number, size: number) => {
    const p = Math.max(0, Math.min(size - 1, (o + 0.5) / 2 - 0.5))
    const low = Math.floor(p)
    return [low, Math.min(size - 1, low + 1), p - low] as const
  }
  let at = 0
  for (let b = 0; b < n * c; b++) {
    for (let z = 0; z < 2 * d; z++) {
      for (let y = 0; y < 2 * h; y++) {
        for (let k = 0; k < 2 * w; k++) {
          const [z0, z1, tz] = source(z, d)
          const [y0, y1, ty] = source(y, h)
          const [k0, k1, tk] = source(k, w)
          const v = (p: number, q: number, r: number) => x[((b * d + p) * h + q) * w + r]
          const line = (p: number, q: number) => v(p, q, k0) * (1 - tk) + v(p, q, k1) * tk
          const plane = (p: number) => line(p, y0) * (1 - ty) + line(p, y1) * ty
          out[at++] = plane(z0) * (1 - tz) + plane(z1) * tz
        }
      }
    }
  }
  return out
}

describe('fast layers against plain TensorFlow.js', () => {
  const random = createRandom('layers')
  const normal = (shape: number[]): HostTensor => ({
    shape,
    data: Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
  })
  const x = normal([2, 4, 4, 4, 3])

  it('upsamples like the plain loops, with their transpose as gradient', () => {
    const dy = normal([2, 8, 8, 8, 3])
    const { y, dx } = differentiate(x, dy, (parameters, t) => upsample(parameters.graph, t))
    const first = channelsFirst(x)
    const plain = channelsLast({ shape: [2, 3, 8, 8, 8], data: upsampleByPlainLoops(first, [2, 3, 4, 4, 4]) })
    expect(relativeError(y, plain.data)).toBeLessThan(1e-5)
    // <U x, dy> = <x, Uᵀ dy>
    const dot = (a: Float32Array, b: Float32Array) =>
      a.reduce((total, value, index) => total + value * b[index], 0)
    expect(dot(x.data, dx)).toBeCloseTo(dot(y, dy.data), 2)
  })

  it.each([1, 5])('convolves the upsampled volume without making it (%i output channels)', (out) => {
    const kernel = normal([3, 3, 3, 3, out])
    const { tf } = loadTensorFlow()
    const first = channelsFirst(x)
    const up = channelsLast({ shape: [2, 3, 8, 8, 8], data: upsampleByPlainLoops(first, [2, 3, 4, 4, 4]) })
    const oracle = tf.tidy(() =>
      tf
        .conv3d(tf.tensor5d(up.data, [2, 8, 8, 8, 3]), tf.tensor5d(kernel.data, [3, 3, 3, 3, out]), 1, 'same')
        .dataSync(),
    )
    const fast = differentiate(x, null, (parameters, t) => {
      const { graph } = parameters
      if (out === 1)
        return upsampledOutput(graph, t, graph.constant(kernel.data, kernel.shape, dtypes.float32))
      const inputsFirst = new Float32Array(kernel.data.length)
      for (let tap = 0; tap < 27; tap++)
        for (let i = 0; i < 3; i++)
          for (let o = 0; o < out; o++)
            inputsFirst[(i * 27 + tap) * out + o] = kernel.data[(tap * 3 + i) * out + o]!
      return upsampledConvolution(graph, t, graph.constant(inputsFirst, [3, 27 * out], dtypes.float32))
    })
    expect(relativeError(fast.y, oracle)).toBeLessThan(1e-5)
  })

  it.each([
    [4, 1],
    [4, 2],
    [2, 1],
    [8, 1],
  ] as const)('convolves %i³ maps at stride %i', (d, stride) => {
    const small = normal([2, d, d, d, 3])
    const kernel = normal([3, 3, 3, 3, 5])
    const { tf } = loadTensorFlow()
    const oracle = tf.tidy(() =>
      tf
        .conv3d(
          tf.tensor5d(small.data, [2, d, d, d, 3]),
          tf.tensor5d(kernel.data, [3, 3, 3, 3, 5]),
          stride,
          'same',
        )
        .dataSync(),
    )
    const fast = differentiate(small, null, (parameters, t) =>
      convolution(
        parameters.graph,
        t,
        parameters.graph.constant(kernel.data, kernel.shape, dtypes.float32),
        stride,
      ),
    )
    expect(relativeError(fast.y, oracle)).toBeLessThan(1e-5)
  })
})

function channelsFirst({ shape, data }: HostTensor): Float32Array {
  const [n, d, h, w, c] = shape as [number, number, number, number, number]
  const out = new Float32Array(data.length)
  const voxels = d * h * w
  for (let b = 0; b < n; b++)
    for (let v = 0; v < voxels; v++)
      for (let k = 0; k < c; k++) out[(b * c + k) * voxels + v] = data[(b * voxels + v) * c + k]!
  return out
}

describe('gradients in bfloat16', () => {
  // TensorFlow's own bfloat16 kernel leaves rubbish in taps beyond a map smaller than the kernel.
  it.each([
    [5, 4],
    [5, 8],
    [3, 2],
  ] as const)('a %i³ kernel on a map of edge %i: as in float32, for every tap', (k, d) => {
    const [n, inputs, outputs] = [8, 4, 5]
    const random = createRandom('bfloat16')
    const values = (length: number) => Float32Array.from({ length }, () => random.uniform() - 0.5)
    const [x, upstream] = [values(n * d ** 3 * inputs), values(n * d ** 3 * outputs)]
    const gradientIn = (dtype: DType): Float32Array => {
      const graph = new Graph()
      const input = graph.placeholder('x', [n, d, d, d, inputs])
      const up = graph.placeholder('up', [n, d, d, d, outputs])
      const kernel = graph.variable('w', [k, k, k, inputs, outputs], { trainable: true })
      const y = convolution(graph, cast(graph, input, dtype), cast(graph, kernel.value, dtype))
      const product = multiply(graph, cast(graph, y, dtypes.float32), up)
      const [gradient] = graph.gradients(sum(graph, product, [0, 1, 2, 3, 4]), [kernel.value])
      const session = new Session(graph)
      session.write(new Map())
      const [result] = session.run(
        [
          [input, x],
          [up, upstream],
        ],
        [gradient!],
      )
      session.dispose()
      return result as Float32Array
    }
    expect(relativeError(gradientIn(dtypes.bfloat16), gradientIn(dtypes.float32))).toBeLessThan(0.02)
  })
})
