import { type DType, type Graph, type Tensor } from '../graph/graph.ts'
import { batchMatmul, matmul, reshape, transpose } from '../graph/operations.ts'
import { perGraph } from '../graph/per-graph.ts'

/**
 * Trilinear ×2 (corners not aligned, edges clamped) and convolutions of an upsampled volume, as fixed linear maps
 * along one axis at a time. All volumes [batch, d, d, d, channels].
 *
 * A 3³ convolution of an upsampled volume is linear in the low-resolution one: contract the channels of the 27 taps
 * at low resolution (one matrix product), then let a constant separable map do upsampling and tap shifts together.
 * That is an eighth of the multiplications, without the upsampled tensor.
 */
export function upsample(graph: Graph, x: Tensor): Tensor {
  const [n, d, , , channels] = x.shape as [number, number, number, number, number]
  const matrix = fixedMatrix(graph, 'upsample', d, x.dtype)
  let y = batchMatmul(graph, matrix, reshape(graph, x, [n, d, d * d * channels]))
  y = batchMatmul(graph, matrix, reshape(graph, y, [n * 2 * d, d, d * channels]))
  y = batchMatmul(graph, matrix, reshape(graph, y, [n * 4 * d * d, d, channels]))
  return reshape(graph, y, [n, 2 * d, 2 * d, 2 * d, channels])
}

/**
 * 3³ convolution (stride 1, zero padding) of the upsampled x.
 *
 * @param kernel [in, 27·out], the piece `upsampled` of Parameters.upKernel.
 * @returns [batch, 2d, 2d, 2d, out]
 */
export function upsampledConvolution(graph: Graph, x: Tensor, kernel: Tensor): Tensor {
  const [n, d] = x.shape as [number, number]
  const out = kernel.shape[1] / 27
  const up = 2 * d
  const slow = fixedMatrix(graph, 'taps-outer', d, x.dtype)
  const fast = fixedMatrix(graph, 'taps-inner', d, x.dtype)
  let y = batchMatmul(graph, slow, reshape(graph, tapsOf(graph, x, kernel), [n, 3 * d, 9 * d * d * out]))
  y = batchMatmul(graph, slow, reshape(graph, y, [n * up, 3 * d, 3 * d * out]))
  y = batchMatmul(graph, fast, reshape(graph, y, [n * up * up, 3 * d, out]))
  return reshape(graph, y, [n, up, up, up, out])
}

/** [batch, 3, d, 3, d², 3·out]: what every tap makes of every voxel, depth taps beside depths, height taps beside slices. */
function tapsOf(graph: Graph, x: Tensor, kernel: Tensor): Tensor {
  const [n, d, , , inputs] = x.shape as [number, number, number, number, number]
  const columns = kernel.shape[1] / 9
  // Large maps are multiplied into that order, for moving them takes as long as multiplying; on small ones one large
  // product is faster than many small ones.
  if (d >= 16) {
    const byTap = transpose(graph, reshape(graph, kernel, [inputs, 9, columns]), [1, 0, 2])
    return batchMatmul(
      graph,
      reshape(graph, x, [n, 1, d, 1, d * d, inputs]),
      reshape(graph, byTap, [1, 3, 1, 3, inputs, columns]),
    )
  }
  const taps = matmul(graph, reshape(graph, x, [n * d ** 3, inputs]), kernel)
  return transpose(graph, reshape(graph, taps, [n, d, d * d, 3, 3, columns]), [0, 3, 1, 4, 2, 5])
}

/**
 * 3³ convolution of the upsampled x to one channel: the last layer of a decoder.
 *
 * @param kernel [3, 3, 3, in, 1]
 * @returns [batch, 2d, 2d, 2d, 1]
 */
export function upsampledOutput(graph: Graph, x: Tensor, kernel: Tensor): Tensor {
  const [n, d, , , inputs] = x.shape as [number, number, number, number, number]
  const up = 2 * d
  const slow = fixedMatrix(graph, 'taps-outer', d, x.dtype)
  const fast = fixedMatrix(graph, 'taps-outer-transposed', d, x.dtype)
  const taps = batchMatmul(
    graph,
    reshape(graph, kernel, [1, 27, inputs]),
    reshape(graph, x, [n, d ** 3, inputs]),
    false,
    true,
  )
  // [n, kd, kh, kw, d, h, w]: each axis in turn gets its taps beside it, width first.
  let y = transpose(graph, reshape(graph, taps, [n * 9, 3, d * d, d]), [0, 2, 1, 3])
  y = matmul(graph, reshape(graph, y, [n * 9 * d * d, 3 * d]), fast)
  y = transpose(graph, reshape(graph, y, [n * 3, 3, d, d * up]), [0, 2, 1, 3])
  y = batchMatmul(graph, slow, reshape(graph, y, [n * 3 * d, 3 * d, up]))
  y = batchMatmul(graph, slow, reshape(graph, y, [n, 3 * d, up * up]))
  return reshape(graph, y, [n, up, up, up, 1])
}

type MapKind = 'upsample' | 'taps-outer' | 'taps-inner' | 'taps-outer-transposed'

const fixedMatrices = perGraph<Tensor>()

const fixedMatrix = (graph: Graph, kind: MapKind, d: number, dtype: DType): Tensor =>
  fixedMatrices(graph, `${kind},${d},${dtype}`, () => graph.constant(...fixedValues(kind, d), dtype))

/** U[o, i]: share of low-resolution voxel i in upsampled voxel o. PyTorch: trilinear, align_corners=False. */
export function upsamplingMatrix(d: number): Float32Array {
  const matrix = new Float32Array(2 * d * d)
  for (let o = 0; o < 2 * d; o++) {
    const position = Math.max(0, Math.min(d - 1, (o + 0.5) / 2 - 0.5))
    const below = Math.floor(position)
    const above = Math.min(d - 1, below + 1)
    const share = position - below
    matrix[o * d + below] += 1 - share
    matrix[o * d + above] += share
  }
  return matrix
}

/** For tap k and voxel i: the share of i in upsampled voxel o + k − 1, zero outside the volume. */
function fixedValues(kind: MapKind, d: number): [Float32Array, number[]] {
  const upsampling = upsamplingMatrix(d)
  if (kind === 'upsample') return [upsampling, [1, 2 * d, d]]
  const rows = 2 * d
  const columns = 3 * d
  const matrix = new Float32Array(rows * columns)
  for (let o = 0; o < rows; o++) {
    for (let k = 0; k < 3; k++) {
      const shifted = o + k - 1
      if (shifted < 0 || shifted >= rows) continue
      for (let i = 0; i < d; i++) {
        const column = kind === 'taps-inner' ? i * 3 + k : k * d + i
        const at = kind === 'taps-outer-transposed' ? column * rows + o : o * columns + column
        matrix[at] = upsampling[shifted * d + i]!
      }
    }
  }
  return [matrix, kind === 'taps-outer-transposed' ? [columns, rows] : [1, rows, columns]]
}
