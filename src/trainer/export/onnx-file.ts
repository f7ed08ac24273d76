import { dtypes, type Attribute, type DType, type GraphNode, type Tensor } from '../graph/graph.ts'
import { MessageWriter } from '../graph/message-writer.ts'

/**
 * ONNX models from graphs of ONNX operators (see OnnxLayers). Constants become initialisers.
 * Source: onnx/onnx.proto3 (field numbers), docs/IR.md.
 */

/** Operators are those of this set: old enough for every runtime in use, and nothing later is needed. */
export const onnxOpset = 17
/** The file format that came with it (ONNX 1.12, 2022). */
const irVersion = 8

/** TensorFlow's number for a type to ONNX's. */
const elementTypes = new Map<DType, number>([
  [dtypes.float32, 1],
  [dtypes.int32, 6],
])

/** A tensor that goes in or out under a name of its own; `shape` as the file's reader sees it, text for an open size. */
export interface NamedTensor {
  name: string
  tensor: Tensor
  shape: readonly (number | string)[]
}

export interface OnnxModel {
  nodes: readonly GraphNode[]
  input: NamedTensor
  output: NamedTensor
  name: string
  producerVersion: string
  /** Free text for whoever finds the file alone. */
  metadata: Readonly<Record<string, string>>
}

/** The bytes of a `.onnx` file. */
export function onnxModel({ nodes, input, output, name, producerVersion, metadata }: OnnxModel): Buffer {
  const named = new Map([input, output].map(({ tensor, name: given }) => [key(tensor), given]))
  const nameOf = (tensor: Tensor) => named.get(key(tensor)) ?? tensor.node.name
  const graph = new MessageWriter()
  for (const node of nodes) {
    if (node.operation === 'Placeholder') continue
    if (node.operation === 'Const') graph.message(5, initialiserMessage(node))
    else graph.message(1, nodeMessage(node, nameOf))
  }
  graph.bytes(2, name)
  graph.message(11, valueMessage(input))
  graph.message(12, valueMessage(output))

  const model = new MessageWriter().integer(1, irVersion).bytes(2, 'Antrum').bytes(3, producerVersion)
  model.message(7, graph)
  model.message(8, new MessageWriter().bytes(1, '').integer(2, onnxOpset))
  for (const [field, text] of Object.entries(metadata))
    model.message(14, new MessageWriter().bytes(1, field).bytes(2, text))
  return model.finish()
}

const key = ({ node, output }: Tensor) => `${node.name}:${output}`

function nodeMessage(node: GraphNode, nameOf: (tensor: Tensor) => string): MessageWriter {
  const message = new MessageWriter()
  for (const input of node.inputs) message.bytes(1, nameOf(input))
  // Every operator used here has one output, and its shape and type are worked out by the reader.
  message.bytes(2, nameOf({ node, output: 0, shape: [], dtype: dtypes.float32 }))
  message.bytes(3, node.name).bytes(4, node.operation)
  for (const [name, attribute] of Object.entries(node.attributes))
    message.message(5, attributeMessage(name, attribute))
  return message
}

function attributeMessage(name: string, [kind, value]: Attribute): MessageWriter {
  const message = new MessageWriter().bytes(1, name)
  switch (kind) {
    case 'float':
      return message.float(2, value).integer(20, 1)
    case 'integer':
      return message.integer(3, value).integer(20, 2)
    case 'integers':
      for (const item of value) message.integer(8, item)
      return message.integer(20, 7)
    default:
      throw new Error(`No ONNX operator used here has an attribute like ${name} (${kind})`)
  }
}

function initialiserMessage({ name, attributes }: GraphNode): MessageWriter {
  const [kind, value] = attributes.value
  if (kind !== 'tensor') throw new Error(`${name} is no constant`)
  const message = new MessageWriter()
  for (const size of value.shape) message.integer(1, size)
  return message.integer(2, elementType(value.dtype)).bytes(8, name).bytes(9, value.bytes)
}

function valueMessage({ name, tensor, shape }: NamedTensor): MessageWriter {
  const sizes = new MessageWriter()
  for (const size of shape) {
    const dimension = new MessageWriter()
    sizes.message(1, typeof size === 'number' ? dimension.integer(1, size) : dimension.bytes(2, size))
  }
  const type = new MessageWriter().integer(1, elementType(tensor.dtype)).message(2, sizes)
  return new MessageWriter().bytes(1, name).message(2, new MessageWriter().message(1, type))
}

function elementType(dtype: DType): number {
  const found = elementTypes.get(dtype)
  if (found === undefined) throw new Error(`ONNX models here hold no values of type ${dtype}`)
  return found
}
