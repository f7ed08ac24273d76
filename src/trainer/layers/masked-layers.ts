import { dtypes, type Attribute, type DType, type Graph, type Tensor } from '../graph/graph.ts'
import { add, cast, elementwise, multiply, relu, reshape, sum } from '../graph/operations.ts'
import { poolBlocks } from './convolution.ts'
import { batchNormEpsilon, batchNormMomentum, batchNormParameters } from './batch-norm.ts'
import { InferenceLayers } from './inference-layers.ts'
import type { Activation, ConvNames, ConvolutionNormOptions } from './layers.ts'
import type { Parameters } from './parameters.ts'
import { TrainingLayers } from './training-layers.ts'

/** 1 where a voxel is visible, for each edge length that occurs in the encoder: [batch, edge, edge, edge, 1] float32. */
export type Masks = ReadonlyMap<number, Tensor>

/**
 * Sparse convolution by masking: whatever a layer writes to a hidden site is wiped out, and batch norm takes its
 * statistics from visible sites alone, at every scale. To the network a hidden site does not exist, so that neither
 * the mask's shape nor the share of zeros shifts what it learns.
 * Source: Tian et al. 2023 (SparK), section 3.2; method-spec 5.3 (→ line).
 */
export class MaskedTrainingLayers extends TrainingLayers {
  private readonly masks: Masks

  constructor(parameters: Parameters, dtype: DType, masks: Masks) {
    super(parameters, dtype)
    this.masks = masks
  }

  protected override normalised(x: Tensor, norm: string, activation: Activation, shortcut?: Tensor): Tensor {
    const y = this.maskedBatchNorm(x, norm)
    // The shortcut is masked already, and ReLU keeps zeros.
    const sum = shortcut ? add(this.graph, y, shortcut) : y
    return activation === 'relu' ? relu(this.graph, sum) : sum
  }

  override maxPool(x: Tensor): Tensor {
    return masked(this.graph, super.maxPool(x), this.masks)
  }

  /** Statistics over the visible sites of the batch; hidden sites come out as 0. */
  private maskedBatchNorm(x: Tensor, name: string): Tensor {
    const { graph } = this
    const channels = x.shape[4]
    const rows = x.shape.slice(0, 4).reduce((a, b) => a * b, 1)
    const { scale, shift, runningMean, runningVariance, setRunning } = batchNormParameters(
      this.parameters,
      name,
      channels,
    )
    const mask = reshape(graph, maskFor(x, this.masks), [rows, 1])
    const float = cast(graph, reshape(graph, x, [rows, channels]), dtypes.float32)
    const count = elementwise(graph, 'Maximum', sum(graph, mask, [0, 1]), graph.scalar(2))
    const op = (operation: string, ...inputs: Tensor[]) => elementwise(graph, operation, ...inputs)
    const total = (values: Tensor) => sum(graph, values, [0])

    const mean = op('RealDiv', total(op('Mul', float, mask)), count)
    const centred = op('Mul', op('Sub', float, mean), mask)
    const variance = op('RealDiv', total(op('Square', centred)), count)
    const inverse = op('Rsqrt', op('AddV2', variance, graph.scalar(batchNormEpsilon)))
    const normal = op('Mul', centred, inverse)
    const y = op('AddV2', op('Mul', normal, scale), op('Mul', mask, shift))
    graph.record([float, scale, shift], [y], ([dy]) => {
      const visible = op('Mul', dy!, mask)
      const toShift = total(visible)
      const toScale = total(op('Mul', visible, normal))
      const toX = () => {
        const common = op('RealDiv', op('AddV2', op('Mul', mask, toShift), op('Mul', normal, toScale)), count)
        return op('Mul', op('Sub', visible, common), op('Mul', scale, inverse))
      }
      return [toX, () => toScale, () => toShift]
    })

    const unbiased = op('Mul', variance, op('RealDiv', count, op('Sub', count, graph.scalar(1))))
    const moved = (running: Tensor, now: Tensor) =>
      op('AddV2', running, op('Mul', op('Sub', now, running), graph.scalar(batchNormMomentum)))
    this.updates.push(...setRunning(moved(runningMean, mean), moved(runningVariance, unbiased)))
    return reshape(graph, cast(graph, y, x.dtype), x.shape)
  }
}

/** The same with running statistics. */
export class MaskedInferenceLayers extends InferenceLayers {
  private readonly masks: Masks

  constructor(parameters: Parameters, dtype: DType, masks: Masks) {
    super(parameters, dtype)
    this.masks = masks
  }

  override convolutionNorm(x: Tensor, names: ConvNames, options: ConvolutionNormOptions): Tensor {
    return masked(this.graph, super.convolutionNorm(x, names, options), this.masks)
  }

  override maxPool(x: Tensor): Tensor {
    return masked(this.graph, super.maxPool(x), this.masks)
  }
}

export function masked(graph: Graph, x: Tensor, masks: Masks): Tensor {
  return multiply(graph, x, cast(graph, maskFor(x, masks), x.dtype))
}

function maskFor(x: Tensor, masks: Masks): Tensor {
  const mask = masks.get(x.shape[1])
  if (!mask) throw new Error(`There is no mask for volumes of edge ${x.shape[1]}`)
  return mask
}

/**
 * Masks of every scale from one over cells: stretched where a scale is finer than the cells; where it is coarser, a
 * site is visible when any cell in it is.
 *
 * @param cells  [batch, f, f, f, 1] float32, 1 visible.
 * @param edges  Edges of the scales: f·2ᵏ or f/2ᵏ.
 */
export function masksOf(graph: Graph, cells: Tensor, edges: readonly number[]): Map<number, Tensor> {
  const f = cells.shape[1]
  return new Map(
    edges.map((edge) => [
      edge,
      edge >= f ? stretch(graph, cells, edge / f) : poolBlocks(graph, 'MaxPool3D', cells, f / edge),
    ]),
  )
}

/** Each voxel repeated `factor` times along every axis; no gradient. [n, f, f, f, 1] → [n, f·factor, …, 1] */
export function stretch(graph: Graph, x: Tensor, factor: number): Tensor {
  const [n, f] = x.shape as [number, number]
  if (factor === 1) return x
  const op = (
    operation: string,
    inputs: Tensor[],
    attributes: Record<string, Attribute>,
    shape: readonly number[],
  ) => graph.node(operation, inputs, { T: ['type', x.dtype], ...attributes }, [[shape, x.dtype]])[0]
  const shaped = (y: Tensor, shape: readonly number[]) =>
    op('Reshape', [y, graph.integers(shape)], { Tshape: ['type', dtypes.int32] }, shape)
  const edge = f * factor
  const copies = [1, factor, 1, factor, 1, factor]
  const repeated = op(
    'Tile',
    [shaped(x, [n * f, 1, f, 1, f, 1]), graph.integers(copies)],
    { Tmultiples: ['type', dtypes.int32] },
    [n * f, factor, f, factor, f, factor],
  )
  return shaped(repeated, [n, edge, edge, edge, 1])
}
