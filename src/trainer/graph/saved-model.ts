import type { Attribute, GraphNode, Tensor } from './graph.ts'
import { MessageWriter } from './message-writer.ts'

/**
 * The few protocol buffer messages a graph needs to be a SavedModel.
 * Source: tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto,
 * tensorflow/core/protobuf/{saved_model,meta_graph}.proto.
 */
function shapeMessage(shape: readonly number[] | null): MessageWriter {
  const message = new MessageWriter()
  if (shape === null) return message.integer(3, 1) // unknown rank
  for (const size of shape) message.message(2, new MessageWriter().integer(1, size))
  return message
}

function attributeMessage(attribute: Attribute): MessageWriter {
  const message = new MessageWriter()
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
        new MessageWriter()
          .integer(1, value.dtype)
          .message(2, shapeMessage(value.shape))
          .bytes(4, value.bytes),
      )
    case 'integers': {
      const list = new MessageWriter()
      for (const item of value) list.integer(3, item)
      return message.message(1, list)
    }
    case 'strings': {
      const list = new MessageWriter()
      for (const item of value) list.bytes(2, item)
      return message.message(1, list)
    }
  }
}

function nodeMessage(node: GraphNode): MessageWriter {
  const message = new MessageWriter().bytes(1, node.name).bytes(2, node.operation)
  for (const input of node.inputs)
    message.bytes(3, input.output ? `${input.node.name}:${input.output}` : input.node.name)
  for (const control of node.controls) message.bytes(3, `^${control.name}`)
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message.message(5, new MessageWriter().bytes(1, name).message(2, attributeMessage(attribute)))
  }
  return message
}

/** TensorFlow's GraphDef version; 1882 is what 2.x producers of the pinned generation write. */
const graphVersion = 1882

/** What others call a model by: names of inputs and outputs, with the tensors behind them. */
export interface Signature {
  inputs: Record<string, Tensor>
  outputs: Record<string, Tensor>
}

function signatureMessage({ inputs, outputs }: Signature): MessageWriter {
  const message = new MessageWriter()
  const put = (field: number, tensors: Record<string, Tensor>) => {
    for (const [name, { node, output, shape, dtype }] of Object.entries(tensors)) {
      const info = new MessageWriter().bytes(1, `${node.name}:${output}`).integer(2, dtype)
      message.message(field, entry(name, info.message(3, shapeMessage(shape))))
    }
  }
  put(1, inputs)
  put(2, outputs)
  return message.bytes(3, 'tensorflow/serving/predict')
}

const entry = (key: string, value: MessageWriter) => new MessageWriter().bytes(1, key).message(2, value)

/**
 * The bytes of `saved_model.pb` for a graph, with the tag `serve`.
 *
 * @param signature  Written as `serving_default`. The engine itself feeds and fetches by node and needs none.
 */
export function savedModel(nodes: readonly GraphNode[], signature?: Signature): Buffer {
  const graph = new MessageWriter()
  for (const node of nodes) graph.message(1, nodeMessage(node))
  graph.message(4, new MessageWriter().integer(1, graphVersion))
  const meta = new MessageWriter().bytes(4, 'serve').bytes(5, '2.21.0')
  const metaGraph = new MessageWriter().message(1, meta).message(2, graph)
  if (signature) metaGraph.message(5, entry('serving_default', signatureMessage(signature)))
  return new MessageWriter().integer(1, 1).message(2, metaGraph).finish()
}
