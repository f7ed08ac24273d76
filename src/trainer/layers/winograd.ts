import { dtypes, type Attribute, type Graph, type Tensor } from '../graph/graph.ts'
import { batchMatmul, concat, matmul, reshape, split } from '../graph/operations.ts'
import { perGraph } from '../graph/per-graph.ts'

/**
 * 3³ convolutions (stride 1, one voxel of zeros around) with half the multiplications: Winograd's F(4, 3) along depth.
 * Four outputs of a row of three taps need six products instead of twelve, between sums of six neighbouring inputs and
 * sums of the three taps. Across a volume: one constant matrix product forms the six sums of every tile of four slices,
 * six two-dimensional convolutions multiply them, another matrix product puts the tiles together. The gradients are the
 * transposes of the same maps, and save as much.
 * Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks (2016), section 4.3.
 */

const tile = 4
const sums = 6

/** Which sums of six inputs, of three taps, and of six products (Lavin and Gray, section 4.3). */
const ofInputs = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
]
const ofTaps = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
]
const ofProducts = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
]

/**
 * Measured on two cores (docs/performance.md): with 64 channels and more on maps of 16³ and more it takes 0.65 to 0.75 of the
 * direct convolution's time with its gradients; with fewer, or on smaller maps, the sums cost more than they save. The
 * sums take about two bits of precision: bfloat16 has none to spare.
 */
export const prefersWinograd = (x: Tensor, outputs: number): boolean =>
  x.dtype === dtypes.float32 &&
  x.shape[1] >= 32 &&
  x.shape[1] % tile === 0 &&
  Math.min(x.shape[4], outputs) >= 64

/**
 * @param x       [batch, d, d, d, in] float32, d divisible by 4.
 * @param kernel  [3, 3, 3, in, out]
 * @returns       [batch, d, d, d, out]; within 1e-5 of the direct convolution, relative to its largest value.
 */
export function winogradConvolution(graph: Graph, x: Tensor, kernel: Tensor): Tensor {
  const [n, d, height, width, inputs] = x.shape as [number, number, number, number, number]
  const outputs = kernel.shape[4]
  // Two samples share a convolution where they can: fewer, larger ones are faster, while the matrices grow by the square.
  const together = n % 2 === 0 ? 2 : 1
  const groups = n / together
  const tiles = (together * d) / tile
  const { scatter, gather } = tileMatrices(graph, d, together)
  const taps = matmul(
    graph,
    graph.constant(Float32Array.from(ofTaps.flat()), [sums, 3], dtypes.float32),
    reshape(graph, kernel, [3, 9 * inputs * outputs]),
  )
  const kernels = split(graph, reshape(graph, taps, [sums * 3, 3, inputs, outputs]), sums)
  const summed = batchMatmul(
    graph,
    scatter,
    reshape(graph, x, [groups, together * d, height * width * inputs]),
  )
  const products = split(
    graph,
    reshape(graph, summed, [groups * sums * tiles, height, width, inputs]),
    groups * sums,
  ).map((slices, index) => planeConvolution(graph, slices, kernels[index % sums]))
  const y = batchMatmul(
    graph,
    gather,
    reshape(graph, concat(graph, products, 0), [groups, sums * tiles, height * width * outputs]),
  )
  return reshape(graph, y, [n, d, height, width, outputs])
}

const tileMatricesOf = perGraph<{ scatter: Tensor; gather: Tensor }>()

/**
 * For `together` volumes of depth d, one below the other: `scatter` [1, 6·tiles, slices] forms the six sums of each tile,
 * all tiles' first sum first; `gather` [1, slices, 6·tiles] forms the slices from the products. Beyond a volume's ends
 * there is nothing to add.
 */
const tileMatrices = (graph: Graph, d: number, together: number) =>
  tileMatricesOf(graph, `${d},${together}`, () => makeTileMatrices(graph, d, together))

function makeTileMatrices(graph: Graph, d: number, together: number): { scatter: Tensor; gather: Tensor } {
  const slices = together * d
  const tiles = slices / tile
  const scatter = new Float32Array(sums * tiles * slices)
  const gather = new Float32Array(slices * sums * tiles)
  for (let index = 0; index < tiles; index++) {
    const first = index * tile
    const volume = Math.floor(first / d)
    for (let sum = 0; sum < sums; sum++) {
      const row = sum * tiles + index
      ofInputs[sum].forEach((share, i) => {
        const slice = first - 1 + i
        if (slice >= volume * d && slice < (volume + 1) * d) scatter[row * slices + slice] = share
      })
      ofProducts.forEach((shares, i) => {
        gather[(first + i) * sums * tiles + row] = shares[sum]
      })
    }
  }
  return {
    scatter: graph.constant(scatter, [1, sums * tiles, slices], dtypes.float32),
    gather: graph.constant(gather, [1, slices, sums * tiles], dtypes.float32),
  }
}

/** 3² convolution of slices [n, height, width, in] with [3, 3, in, out]. */
function planeConvolution(graph: Graph, x: Tensor, kernel: Tensor): Tensor {
  const attributes: Record<string, Attribute> = {
    T: ['type', x.dtype],
    strides: ['integers', [1, 1, 1, 1]],
    padding: ['string', 'SAME'],
    explicit_paddings: ['integers', []],
    use_cudnn_on_gpu: ['boolean', true],
    data_format: ['string', 'NHWC'],
    dilations: ['integers', [1, 1, 1, 1]],
  }
  const shape = [...x.shape.slice(0, 3), kernel.shape[3]]
  const y = graph.node('Conv2D', [x, kernel], attributes, [[shape, x.dtype]])[0]
  graph.record([x, kernel], [y], ([dy]) => [
    () =>
      graph.node('Conv2DBackpropInput', [graph.integers(x.shape), kernel, dy!], attributes, [
        [x.shape, x.dtype],
      ])[0],
    () =>
      graph.node('Conv2DBackpropFilter', [x, graph.integers(kernel.shape), dy!], attributes, [
        [kernel.shape, x.dtype],
      ])[0],
  ])
  return y
}
