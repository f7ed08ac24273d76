import type { Random } from '../../shared/random.ts'
import { sizeOf, type Graph, type Shape, type Tensor, type Variable } from '../graph/graph.ts'

/** How a parameter starts; the names are PyTorch's. */
export type Initialiser =
  | { kind: 'kaiming-normal-fan-out' } // N(0, 2 / fan out), for kernels in front of ReLU
  | { kind: 'uniform-fan-in'; fanIn: number } // U(±1/√fan in), PyTorch's default for Linear and Conv
  | { kind: 'normal'; deviation: number }
  | { kind: 'constant'; value: number }

/**
 * One parameter or buffer of a network under its PyTorch name and shape.
 *
 * The engine may keep it in another order, or in two pieces that are used apart; `toPieces` and `fromPieces` are that
 * correspondence, so that files, optimisers that need a whole tensor's norm, and other frameworks see one tensor.
 */
export interface Parameter {
  name: string
  /** PyTorch's: (out, in, D, H, W) for kernels, (out, in) for linear layers. */
  shape: Shape
  trainable: boolean
  initialiser: Initialiser
  pieces: Variable[]
  toPieces: (values: Float32Array) => Float32Array[]
  fromPieces: (pieces: readonly Float32Array[]) => Float32Array
  /** The parameter this one starts as a copy of. */
  copyOf?: string
}

/** All parameters of the networks in one graph, made on first use. */
export class Parameters {
  readonly all: Map<string, Parameter>
  readonly graph: Graph
  /** In front of every name, for a second set of parameters beside the first. */
  readonly prefix: string

  constructor(graph: Graph, prefix = '', all = new Map<string, Parameter>()) {
    this.graph = graph
    this.prefix = prefix
    this.all = all
  }

  /** A second set, `<prefix>…`, that starts as a copy of this one and that no gradient reaches. */
  copies(prefix: string): Parameters {
    return new Parameters(this.graph, prefix, this.all)
  }

  private register(
    plainName: string,
    shape: Shape,
    initialiser: Initialiser,
    wantsTraining: boolean,
    pieces: { suffix: string; shape: Shape }[],
    mapping: Pick<Parameter, 'toPieces' | 'fromPieces'>,
  ): Parameter {
    const name = this.prefix + plainName
    const known = this.all.get(name)
    if (known) return known
    const trainable = wantsTraining && !this.prefix
    const variables = pieces.map((piece) =>
      this.graph.variable(name + piece.suffix, piece.shape, { trainable }),
    )
    const parameter: Parameter = {
      name,
      shape,
      trainable,
      initialiser,
      pieces: variables,
      ...mapping,
      ...(this.prefix ? { copyOf: plainName } : {}),
    }
    this.all.set(name, parameter)
    return parameter
  }

  /** A vector kept as it is: biases, batch norm's scale and shift, running statistics (not trainable). */
  vector(name: string, length: number, initialiser: Initialiser, trainable = true): Tensor {
    return this.vectorParameter(name, length, initialiser, trainable).pieces[0].value
  }

  vectorParameter(name: string, length: number, initialiser: Initialiser, trainable: boolean): Parameter {
    const mapping = {
      toPieces: (values: Float32Array) => [values],
      fromPieces: ([only]: readonly Float32Array[]) => only,
    }
    return this.register(name, [length], initialiser, trainable, [{ suffix: '', shape: [length] }], mapping)
  }

  /**
   * A convolution kernel (out, in, k, k, k), kept as [k, k, k, in, out] with its spatial axes flipped.
   *
   * Why flipped: PyTorch pads strided convolutions evenly, TensorFlow's SAME puts the odd voxel behind. Seen through
   * a mirror one is the other, so networks work on mirrored volumes with mirrored kernels and need no padding operation.
   */
  kernel(name: string, k: number, inputs: number, outputs: number, initialiser: Initialiser): Tensor {
    const order = () => kernelOrder(k, inputs, outputs, 'taps-first') // made when needed: as large as the weights
    const parameter = this.register(
      name,
      [outputs, inputs, k, k, k],
      initialiser,
      true,
      [{ suffix: '', shape: [k, k, k, inputs, outputs] }],
      {
        toPieces: (values) => [gather(values, order())],
        fromPieces: ([only]) => scatter(only, order()),
      },
    )
    return parameter.pieces[0].value
  }

  /**
   * The kernel of a convolution over concat(upsampled, skip), kept in two pieces: for the upsampled channels
   * [upsampled, k³·out] (contracted at low resolution), for the skip channels [k, k, k, skip, out]; without skip
   * channels there is only the first.
   */
  upKernel(
    name: string,
    k: number,
    upsampled: number,
    skip: number,
    outputs: number,
    initialiser: Initialiser,
  ): { upsampled: Tensor; skip?: Tensor } {
    const inputs = upsampled + skip
    const up = () => kernelOrder(k, upsampled, outputs, 'inputs-first', inputs, 0)
    const sk = () => kernelOrder(k, skip, outputs, 'taps-first', inputs, upsampled)
    const pieces = [
      { suffix: '/upsampled', shape: [upsampled, k ** 3 * outputs] },
      ...(skip ? [{ suffix: '/skip', shape: [k, k, k, skip, outputs] }] : []),
    ]
    const parameter = this.register(name, [outputs, inputs, k, k, k], initialiser, true, pieces, {
      toPieces: (values) => (skip ? [gather(values, up()), gather(values, sk())] : [gather(values, up())]),
      fromPieces: ([fromUp, fromSkip]) => {
        const values = new Float32Array(k ** 3 * inputs * outputs)
        scatter(fromUp, up(), values)
        return fromSkip ? scatter(fromSkip, sk(), values) : values
      },
    })
    const [up0, skip0] = parameter.pieces
    return { upsampled: up0.value, ...(skip0 ? { skip: skip0.value } : {}) }
  }

  /**
   * The weight (out, in) of a linear layer, kept as [in, out].
   * `inputOrder[i]` is PyTorch's index of our input i where a flattened volume is concerned; likewise `outputOrder`.
   */
  linear(
    name: string,
    inputs: number,
    outputs: number,
    initialiser: Initialiser,
    inputOrder?: Int32Array,
    outputOrder?: Int32Array,
  ): Tensor {
    const order = () => {
      const from = new Int32Array(inputs * outputs)
      for (let i = 0; i < inputs; i++) {
        for (let o = 0; o < outputs; o++)
          from[i * outputs + o] = (outputOrder?.[o] ?? o) * inputs + (inputOrder?.[i] ?? i)
      }
      return from
    }
    const parameter = this.register(
      name,
      [outputs, inputs],
      initialiser,
      true,
      [{ suffix: '', shape: [inputs, outputs] }],
      {
        toPieces: (values) => [gather(values, order())],
        fromPieces: ([only]) => scatter(only, order()),
      },
    )
    return parameter.pieces[0].value
  }

  /** A bias whose entries belong to a flattened volume (see `linear`). */
  orderedVector(name: string, order: Int32Array, initialiser: Initialiser): Tensor {
    const parameter = this.register(
      name,
      [order.length],
      initialiser,
      true,
      [{ suffix: '', shape: [order.length] }],
      {
        toPieces: (values) => [gather(values, order)],
        fromPieces: ([only]) => scatter(only, order),
      },
    )
    return parameter.pieces[0].value
  }

  trainable(): Parameter[] {
    return [...this.all.values()].filter((parameter) => parameter.trainable)
  }

  /** Number of trainable values. */
  count(): number {
    return this.trainable().reduce((total, { shape }) => total + sizeOf(shape), 0)
  }
}

/** Where each engine value stands in PyTorch's (out, in, D, H, W), spatial axes flipped. */
function kernelOrder(
  k: number,
  inputs: number,
  outputs: number,
  layout: 'taps-first' | 'inputs-first',
  totalInputs = inputs,
  firstInput = 0,
): Int32Array {
  const taps = k ** 3
  const order = new Int32Array(taps * inputs * outputs)
  for (let tap = 0; tap < taps; tap++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        const to = layout === 'taps-first' ? (tap * inputs + i) * outputs + o : (i * taps + tap) * outputs + o
        order[to] = (o * totalInputs + firstInput + i) * taps + (taps - 1 - tap)
      }
    }
  }
  return order
}

/**
 * Where each value of our flattened, mirrored [d, d, d, channels] volume stands in PyTorch's flattened (channels, d, d, d).
 */
export function flattenOrder(d: number, channels: number): Int32Array {
  const voxels = d ** 3
  const order = new Int32Array(voxels * channels)
  for (let voxel = 0; voxel < voxels; voxel++) {
    for (let channel = 0; channel < channels; channel++)
      order[voxel * channels + channel] = channel * voxels + (voxels - 1 - voxel)
  }
  return order
}

const gather = (values: Float32Array, order: Int32Array): Float32Array =>
  Float32Array.from(order, (from) => values[from])

function scatter(
  values: Float32Array,
  order: Int32Array,
  result = new Float32Array(values.length),
): Float32Array {
  for (let to = 0; to < order.length; to++) result[order[to]] = values[to]!
  return result
}

/** Values of a fresh parameter in PyTorch's order. Each draws from a stream of its own name, a copy from its original's. */
export function initialValues({ name, copyOf, shape, initialiser }: Parameter, random: Random): Float32Array {
  const values = new Float32Array(sizeOf(shape))
  if (initialiser.kind === 'constant') return values.fill(initialiser.value)
  const stream = random.fork(copyOf ?? name)
  if (initialiser.kind === 'uniform-fan-in') {
    const bound = 1 / Math.sqrt(initialiser.fanIn)
    return values.map(() => (2 * stream.uniform() - 1) * bound)
  }
  const deviation =
    initialiser.kind === 'normal' ? initialiser.deviation : Math.sqrt(2 / (shape[0] * sizeOf(shape.slice(2))))
  return values.map(() => stream.normal() * deviation)
}
