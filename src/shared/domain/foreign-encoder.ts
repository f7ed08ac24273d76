import { printable } from '../formats/damaged.ts'
import type { StateDict } from '../formats/state-dict.ts'
import { asFloat32 } from '../formats/tensor.ts'
import type { FileTensor, TensorDtype } from '../formats/tensor.ts'
import { AntrumError } from '../ipc/error.ts'
import type { ErrorCode } from '../ipc/error.ts'
import { encoderTrunk } from './encoder-trunk.ts'
import type { TrunkParameter } from './encoder-trunk.ts'

/** What became of every tensor, in the file and in our encoder. */
export interface LayerMap {
  form: StateDict['form']
  /** Channels of the stem. */
  width: number
  inputChannels: number
  /** 'A': strided, padded with zero channels, no parameters. 'B': a 1×1×1 convolution and a batch norm, as ours. */
  shortcut: 'A' | 'B'
  matched: { from: string; to: string; shape: readonly number[] }[]
  /** Matched in another shape than the file's. */
  reshaped: {
    from: string
    to: string
    shape: readonly number[]
    fileShape: readonly number[]
    how: string
  }[]
  /** Tensors of ours that stay as they were initialised. */
  missing: { to: string; shape: readonly number[]; reason: string }[]
  /** What the file holds beyond the trunk. */
  unused: { from: string; reason: string }[]
  notes: string[]
}

export interface MappedEncoder {
  /** Under the names of our encoder, in PyTorch's layout. */
  weights: Map<string, { shape: readonly number[]; data: Float32Array }>
  map: LayerMap
}

/**
 * Puts foreign weights, named as MedicalNet and torchvision name a 3-D ResNet-18, onto our encoder.
 *
 * The trunk is found wherever it hangs (`module.`, `backbone.`, …). It must fit as a whole: stem, all blocks and their
 * batch norms with running statistics. Only shortcut convolutions may be missing, all of them together. A stem of several
 * input channels is summed over them, which is what it computes on a volume given to each. `num_batches_tracked` says
 * nothing about the function and is passed over.
 *
 * @param width  Channels of our encoder's stem.
 * @throws AntrumError 'shape-mismatch' for another width, 'unsupported-file' for another network; `details.reasons` has
 *   every reason.
 * Source: Chen et al. 2019 (Med3D), names as in its published code; docs/methods/transfer.md.
 */
export function mapEncoder({ form, tensors, beside }: StateDict, width: number): MappedEncoder {
  const prefix = findTrunk(tensors)
  const get = (name: string) => tensors.get(prefix + name)
  refuseIf(otherDepth(tensors, prefix), width)
  refuseIf(otherStem(get('conv1.weight')), width)
  const [outputs, inputChannels] = get('conv1.weight')!.shape
  if (outputs !== width)
    throw refusal(
      [
        `its width (channels of the stem) is ${outputs}, wanted is ${width}; ask for an encoder of width ${outputs}`,
      ],
      width,
      'shape-mismatch',
    )

  const trunk = encoderTrunk(width)
  const shortcut = trunk.some(({ name, ofShortcut }) => ofShortcut && get(name)) ? 'B' : 'A'
  const isWanted = ({ ofShortcut }: TrunkParameter) => !ofShortcut || shortcut === 'B'
  const wanted = trunk.filter(isWanted)
  const missing = trunk.filter((parameter) => !isWanted(parameter))
  const fileShapeOf = ({ name, shape }: TrunkParameter) =>
    name === 'conv1.weight' ? [shape[0], inputChannels, ...shape.slice(2)] : shape
  refuseIf(
    wanted.flatMap((parameter) =>
      misfit(prefix + parameter.name, get(parameter.name), fileShapeOf(parameter)),
    ),
    width,
  )

  const unused = unusedOf(tensors, prefix, new Set(wanted.map(({ name }) => prefix + name)), beside)
  const weights: MappedEncoder['weights'] = new Map()
  const map: LayerMap = {
    form,
    width,
    inputChannels,
    shortcut,
    matched: [],
    reshaped: [],
    missing: missing.map(({ name, shape }) => ({
      to: `encoder.${name}`,
      shape,
      reason: 'the shortcuts of the file have no parameters (type A)',
    })),
    unused,
    notes: notesOf(shortcut, unused, new Set(wanted.map(({ name }) => get(name)!.dtype))),
  }
  const notFinite: string[] = []
  for (const { name, shape } of wanted) {
    const [from, to] = [prefix + name, `encoder.${name}`]
    const tensor = get(name)!
    let data = asFloat32(tensor.read())
    if (!areFinite(data)) notFinite.push(`${printable(from)} has values that are no finite float32 numbers`)
    if (sameShape(tensor.shape, shape)) {
      map.matched.push({ from, to, shape })
    } else {
      data = sumOverInputs(data, tensor.shape)
      const how = `summed over its ${inputChannels} input channels`
      map.reshaped.push({ from, to, shape, fileShape: tensor.shape, how })
    }
    weights.set(to, { shape, data })
  }
  refuseIf(notFinite, width)
  return { weights, map }
}

/** What stands before the trunk's names, '' where nothing does. */
function findTrunk(tensors: StateDict['tensors']): string {
  const landmark = 'layer1.0.conv1.weight'
  const prefixes = [...tensors.keys()]
    .filter((name) => name === landmark || name.endsWith(`.${landmark}`))
    .map((name) => name.slice(0, -landmark.length))
  if (prefixes.length === 1) return prefixes[0]
  if (prefixes.length === 0) {
    const some = [...tensors.keys()].slice(0, 3).map((name) => printable(name, 60))
    throw refusal([
      `no tensor is called ${landmark}, as in a residual network; the file has ${some.join(', ')}, …`,
    ])
  }
  const shown = prefixes.slice(0, 5).map((prefix) => `"${printable(prefix, 60)}"`)
  throw refusal([`it holds ${prefixes.length} networks, under ${shown.join(', ')}; keep the one to use`])
}

/** Blocks per stage and whether they are bottlenecks tell the depth. Source: He et al. 2016, table 1. */
const depths = new Map([
  ['1,1,1,1', 10],
  ['2,2,2,2', 18],
  ['3,4,6,3', 34],
])
const bottleneckDepths = new Map([
  ['3,4,6,3', 50],
  ['3,4,23,3', 101],
  ['3,8,36,3', 152],
  ['3,24,36,3', 200],
])

function otherDepth(tensors: StateDict['tensors'], prefix: string): string[] {
  const stages = [1, 2, 3, 4].map((): Set<string> => new Set())
  for (const name of tensors.keys()) {
    if (!name.startsWith(prefix)) continue
    const [, stage, block] = /^layer([1-4])\.(\d+)\.conv1\.weight$/.exec(name.slice(prefix.length)) ?? []
    if (stage) stages[Number(stage) - 1].add(block)
  }
  const blocks = stages.map(({ size }) => size).join(',')
  const isBottleneck = tensors.has(`${prefix}layer1.0.conv3.weight`)
  if (blocks === '2,2,2,2' && !isBottleneck) return []
  const depth = (isBottleneck ? bottleneckDepths : depths).get(blocks)
  const kind = isBottleneck ? 'bottleneck' : 'basic'
  return [
    `it is ${depth ? `a ResNet-${depth}` : 'a network'} of ${blocks.replaceAll(',', ' + ')} ${kind} blocks, not of 2 + 2 + 2 + 2 basic blocks`,
  ]
}

function otherStem(stem: FileTensor | undefined): string[] {
  if (!stem) return ['its stem (conv1.weight) is missing']
  const { shape } = stem
  if (shape.length === 4) return [`its stem is 2-D, of shape ${shapeText(shape)}`]
  const [, inputs, ...kernel] = shape
  return [
    ...(inputs > 0 ? [] : [`its stem has no input channels`]),
    ...(sameShape(kernel, [7, 7, 7]) ? [] : [`its stem has a kernel of ${kernel.join('×')}, not of 7×7×7`]),
  ]
}

function misfit(name: string, tensor: FileTensor | undefined, wanted: readonly number[]): string[] {
  if (!tensor) return [`${printable(name)} is missing`]
  if (!sameShape(tensor.shape, wanted))
    return [`${printable(name)} has the shape ${shapeText(tensor.shape)}, wanted is ${shapeText(wanted)}`]
  if (['I64', 'I32', 'U8'].includes(tensor.dtype)) return [`${printable(name)} holds whole numbers`]
  return []
}

function unusedOf(
  tensors: StateDict['tensors'],
  prefix: string,
  used: ReadonlySet<string>,
  beside: readonly string[],
): LayerMap['unused'] {
  const rest = [...tensors.keys()].filter((name) => !used.has(name) && !name.endsWith('.num_batches_tracked'))
  return [
    ...rest.map((name) => ({
      from: name,
      reason: reasonUnused(name.startsWith(prefix) ? name.slice(prefix.length) : name),
    })),
    ...beside.map((name) => ({ from: name, reason: 'not weights' })),
  ]
}

const insideTrunk = 'inside the trunk, where our encoder has nothing'

function reasonUnused(name: string): string {
  if (name.startsWith('conv_seg.')) return 'segmentation head'
  if (name.startsWith('fc.')) return 'classification head'
  return /^(layer[1-4]\.|conv1\.|bn1\.)/.test(name) ? insideTrunk : 'outside the trunk'
}

function notesOf(
  shortcut: 'A' | 'B',
  unused: LayerMap['unused'],
  dtypes: ReadonlySet<TensorDtype>,
): string[] {
  const converted = [...dtypes].filter((dtype) => dtype !== 'F32')
  return [
    'Stride and dilation leave no trace in weights. MedicalNet trains its stages 3 and 4 with stride 1 and dilation 2 and 4; ours have stride 2 and no dilation. The kernels fit, what they were trained to see is spaced differently.',
    ...(shortcut === 'A'
      ? [
          'Type A shortcuts pass a strided copy on; the 1×1×1 convolutions that ours has in their place start fresh.',
        ]
      : []),
    ...(unused.some(({ reason }) => reason === insideTrunk)
      ? [
          'The file has parameters inside the trunk that our encoder lacks: the network it comes from computed something else.',
        ]
      : []),
    ...(converted.length > 0 ? [`Values stored as ${converted.join(', ')} are converted to float32.`] : []),
  ]
}

/** (out, in, taps…) to (out, 1, taps…). */
function sumOverInputs(data: Float32Array, [outputs, inputs]: readonly number[]): Float32Array<ArrayBuffer> {
  const taps = data.length / (outputs * inputs)
  const sums = new Float32Array(outputs * taps)
  for (let output = 0; output < outputs; output++) {
    for (let tap = 0; tap < taps; tap++) {
      let sum = 0
      for (let input = 0; input < inputs; input++) sum += data[(output * inputs + input) * taps + tap]
      sums[output * taps + tap] = sum
    }
  }
  return sums
}

function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false
  return true
}

function refuseIf(reasons: string[], width: number): void {
  if (reasons.length > 0) throw refusal(reasons, width)
}

function refusal(reasons: string[], width?: number, code: ErrorCode = 'unsupported-file'): AntrumError {
  const shown =
    reasons.slice(0, 3).join('; ') + (reasons.length > 3 ? `; and ${reasons.length - 3} more` : '')
  return new AntrumError(
    code,
    `These are not the weights of a 3-D ResNet-18${width ? ` of width ${width}` : ''} such as MedicalNet's resnet_18.pth: ${shown}.`,
    { reasons },
  )
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis])

const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`
