import type { Attribute, GraphNode } from './graph.ts'

/**
 * The few protocol buffer messages a training graph needs, written by hand: a GraphDef inside a SavedModel.
 * Source: tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto, protobuf/saved_model.proto.
 */
class Writer {
  private chunks: Buffer[] = []

  varint(value: number | bigint): this {
    let rest = BigInt.asUintN(64, BigInt(value))
    const bytes: number[] = []
    do {
      const low = Number(rest & 127n)
      rest >>= 7n
      bytes.push(rest ? low | 128 : low)
    } while (rest)
    this.chunks.push(Buffer.from(bytes))
    return this
  }

  integer(field: number, value: number | bigint): this {
    return this.varint(field << 3).varint(value)
  }

  float(field: number, value: number): this {
    const bytes = Buffer.alloc(4)
    bytes.writeFloatLE(value)
    this.varint((field << 3) | 5).chunks.push(bytes)
    return this
  }

  bytes(field: number, value: string | Uint8Array): this {
    const bytes =
      typeof value === 'string'
        ? Buffer.from(value)
        : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    this.varint((field << 3) | 2)
      .varint(bytes.length)
      .chunks.push(bytes)
    return this
  }

  message(field: number, inner: Writer): this {
    const length = inner.chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    this.varint((field << 3) | 2).varint(length)
    for (const chunk of inner.chunks) this.chunks.push(chunk) // too many to spread as arguments
    return this
  }

  finish(): Buffer {
    return Buffer.concat(this.chunks)
  }
}

function shapeMessage(shape: readonly number[] | null): Writer {
  const message = new Writer()
  if (shape === null) return message.integer(3, 1) // unknown rank
  for (const size of shape) message.message(2, new Writer().integer(1, size))
  return message
}

function attributeMessage(attribute: Attribute): Writer {
  const message = new Writer()
  const [kind, value] = attribute
  switch (kind) {
    case 'string':
      return message.bytes(2, value)
    case 'integer':
      return message.integer(3, value)
    case 'float':
      return message.float(4, value)
    case 'boolean':
      return message.integer(5, value ? 1 : 0)
    case 'type':
      return message.integer(6, value)
    case 'shape':
      return message.message(7, shapeMessage(value))
    case 'tensor':
      return message.message(
        8,
        new Writer().integer(1, value.dtype).message(2, shapeMessage(value.shape)).bytes(4, value.bytes),
      )
    case 'integers': {
      const list = new Writer()
      for (const item of value) list.integer(3, item)
      return message.message(1, list)
    }
    case 'strings': {
      const list = new Writer()
      for (const item of value) list.bytes(2, item)
      return message.message(1, list)
    }
  }
}

function nodeMessage(node: GraphNode): Writer {
  const message = new Writer().bytes(1, node.name).bytes(2, node.operation)
  for (const input of node.inputs)
    message.bytes(3, input.output ? `${input.node.name}:${input.output}` : input.node.name)
  for (const control of node.controls) message.bytes(3, `^${control.name}`)
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message.message(5, new Writer().bytes(1, name).message(2, attributeMessage(attribute)))
  }
  return message
}

/** TensorFlow's GraphDef version; 1882 is what 2.x producers of the pinned generation write. */
const graphVersion = 1882

/** The bytes of `saved_model.pb` for a graph, with the tag `serve`. */
export function savedModel(nodes: readonly GraphNode[]): Buffer {
  const graph = new Writer()
  for (const node of nodes) graph.message(1, nodeMessage(node))
  graph.message(4, new Writer().integer(1, graphVersion))
  const meta = new Writer().bytes(4, 'serve').bytes(5, '2.21.0')
  const metaGraph = new Writer().message(1, meta).message(2, graph)
  return new Writer().integer(1, 1).message(2, metaGraph).finish()
}
