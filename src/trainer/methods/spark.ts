import type { MethodSettings } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Random } from '../../shared/random.ts'
import { dtypes, type Graph, type Tensor } from '../graph/graph.ts'
import {
  add,
  cast,
  elementwise,
  multiply,
  reshape,
  reverse,
  subtract,
  sum,
  transpose,
} from '../graph/operations.ts'
import { poolBlocks } from '../layers/convolution.ts'
import type { Layers } from '../layers/layers.ts'
import {
  MaskedInferenceLayers,
  MaskedTrainingLayers,
  masked,
  masksOf,
  stretch,
  type Masks,
} from '../layers/masked-layers.ts'
import { encoder } from '../networks/encoder.ts'
import { decoderBlock } from '../networks/unet.ts'
import type { Objective, Pass } from '../objectives/objective.ts'

/**
 * Sparse masked modelling: most cells of a volume are hidden, the encoder computes on visible sites only, and a light
 * decoder, given the maps of all four stages with a learned token in the hidden places, paints the hidden cells.
 * Loss: squared error on hidden cells, each cell's target scaled to mean 0 and variance 1.
 * Source: Tian et al. 2023; cells of 8³ and 60 % hidden: paper section 2.6, method-spec 5.3; docs/methods/spark.md.
 */
export const spark = (width: number, { cellVoxels, hiddenShare }: MethodSettings['spark']): Objective => ({
  edgeMultiple: 32,
  views: 1,
  target: 'none',
  losses: (pass) => {
    const { graph, draw } = pass
    const [view] = pass.views as [Tensor]
    const [n, d] = view.shape as [number, number]
    if (d % cellVoxels)
      throw new AntrumError(
        'shape-mismatch',
        `SparK's cells of ${cellVoxels} voxels do not divide cubes of ${d}.`,
      )
    const f = d / cellVoxels
    const cells = draw('visible_cells', [n, f, f, f, 1], dtypes.float32, (random) =>
      visibleCells(random, n, f, hiddenShare),
    )
    const masks = masksOf(
      graph,
      cells,
      [1, 2, 4, 8, 16, 32].map((factor) => d / factor),
    )

    // Cells are drawn in the network's mirrored frame: input, target and loss all live there.
    const x = pass.layers.input(view)
    const maps = encoder(sparseLayers(pass, masks), masked(graph, x, masks), width)
    const hiddenCells = Math.round(f ** 3 * hiddenShare)
    // Where a site spans more cells than are hidden, every site is visible and a token would never be used.
    const sometimesHidden = (map: Tensor) => (f / map.shape[1]) ** 3 <= hiddenCells
    const painted = paint(pass, maps.slice(1), masks, width, sometimesHidden)
    const target = perCell(graph, reverse(graph, view, [1, 2, 3]), cellVoxels)
    const hidden = elementwise(graph, 'Sub', graph.scalar(1), masks.get(d)!)
    const error = subtract(graph, painted, target)
    const squares = multiply(graph, multiply(graph, error, error), hidden)
    const hiddenVoxels = hiddenCells * cellVoxels ** 3
    return { perSample: multiply(graph, sum(graph, squares, [1, 2, 3, 4]), graph.scalar(1 / hiddenVoxels)) }
  },
})

/** 1 for visible: the same number of cells in every sample. [n·f³] */
export function visibleCells(random: Random, n: number, f: number, hiddenShare: number): Float32Array {
  const cells = new Float32Array(n * f ** 3)
  const visible = f ** 3 - Math.round(f ** 3 * hiddenShare)
  const order = Array.from({ length: f ** 3 }, (_, cell) => cell)
  for (let sample = 0; sample < n; sample++)
    for (const cell of random.shuffle(order).slice(0, visible)) cells[sample * f ** 3 + cell] = 1
  return cells
}

function sparseLayers({ training, addLayers }: Pass, masks: Masks): Layers {
  return training
    ? addLayers((parameters, dtype) => new MaskedTrainingLayers(parameters, dtype, masks))
    : addLayers((parameters, dtype) => new MaskedInferenceLayers(parameters, dtype, masks))
}

/**
 * From the encoder's four maps to voxels: hidden sites get a token, each map a projection, then three decoder blocks up
 * to a quarter of the edge, where every site paints its own 4³ voxels. [n, d, d, d, 1] float32.
 */
function paint(
  { graph, layers }: Pass,
  maps: readonly Tensor[],
  masks: Masks,
  width: number,
  sometimesHidden: (map: Tensor) => boolean,
): Tensor {
  const dense = (map: Tensor, index: number) => {
    const name = `decoder.dense${index + 1}`
    return layers.projection(
      sometimesHidden(map) ? withToken(graph, layers, map, masks, name) : map,
      `${name}.projection`,
      map.shape[4],
    )
  }
  const [stage1, stage2, stage3, stage4] = maps.map(dense) as [Tensor, Tensor, Tensor, Tensor]
  let y = decoderBlock(layers, stage4, stage3, 'decoder.up3', 4 * width)
  y = decoderBlock(layers, y, stage2, 'decoder.up2', 2 * width)
  y = decoderBlock(layers, y, stage1, 'decoder.up1', width)
  const sites = cast(graph, layers.projection(y, 'decoder.out', 64), dtypes.float32)
  const [n, q] = sites.shape as [number, number]
  const voxels = transpose(graph, reshape(graph, sites, [n * q, q * q, 4, 16]), [0, 2, 1, 3]) // depth within a site beside depth
  const rows = transpose(graph, reshape(graph, voxels, [n * q * 4 * q, q, 4, 4]), [0, 2, 1, 3]) // then height beside height
  return reshape(graph, rows, [n, 4 * q, 4 * q, 4 * q, 1])
}

/** The map where it is visible, a learned token elsewhere. */
function withToken(graph: Graph, layers: Layers, map: Tensor, masks: Masks, name: string): Tensor {
  const token = layers.parameters.vector(`${name}.token`, map.shape[4], { kind: 'normal', deviation: 0.02 })
  const hidden = cast(graph, elementwise(graph, 'Sub', graph.scalar(1), masks.get(map.shape[1])!), map.dtype)
  return add(graph, map, multiply(graph, hidden, cast(graph, token, map.dtype)))
}

/** Every cell scaled to mean 0 and variance 1 (an even cell becomes 0). No gradient. */
export function perCell(graph: Graph, x: Tensor, cellVoxels: number): Tensor {
  const cellMean = (values: Tensor) =>
    stretch(graph, poolBlocks(graph, 'AvgPool3D', values, cellVoxels), cellVoxels)
  const centred = elementwise(graph, 'Sub', x, cellMean(x))
  const variance = cellMean(elementwise(graph, 'Square', centred))
  const scale = elementwise(graph, 'Rsqrt', elementwise(graph, 'AddV2', variance, graph.scalar(1e-6)))
  return elementwise(graph, 'Mul', centred, scale)
}
