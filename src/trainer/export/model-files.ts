import { Graph, type Tensor } from '../graph/graph.ts'
import { savedModel } from '../graph/saved-model.ts'
import type { ClassifierLayers } from '../layers/layers.ts'
import { embedding } from '../methods/heads.ts'
import { classifier } from '../networks/classifier.ts'
import type { ExportedNetwork } from '../../shared/ipc/model-jobs.ts'
import type { Weights } from '../program.ts'
import { onnxModel } from './onnx-file.ts'
import { OnnxLayers } from './onnx-layers.ts'
import { TensorFlowLayers } from './tensorflow-layers.ts'

/** A trained network on its way into a file. */
export interface TrainedNetwork {
  kind: ExportedNetwork
  weights: Weights
  width: number
  /** Edge of the input cubes. */
  voxels: number
}

/** Names of what goes in and what comes out, the same in every format. */
export const inputName = 'volume'
export const outputName = { classifier: 'logits', encoder: 'features' } as const

/** [batch, 2] logits, or [batch, 8·width] features. */
const build = ({ kind, width }: TrainedNetwork, layers: ClassifierLayers, x: Tensor): Tensor =>
  kind === 'classifier' ? classifier(layers, x, width) : embedding(layers, x, width)

/** Any number of cubes at once: the batch is open. */
const volumeShape = ({ voxels }: TrainedNetwork) => [-1, voxels, voxels, voxels, 1]

/** `saved_model.pb` with the signature `serving_default`; weights are constants in it, so the folder needs nothing else. */
export function asSavedModel(network: TrainedNetwork): Buffer {
  const graph = new Graph()
  const input = graph.placeholder(inputName, volumeShape(network))
  const result = build(network, new TensorFlowLayers(graph, network.weights), input)
  const name = outputName[network.kind]
  const [output] = graph.node(
    'Identity',
    [result],
    { T: ['type', result.dtype] },
    [[result.shape, result.dtype]],
    { name },
  )
  return savedModel(graph.nodes, { inputs: { [inputName]: input }, outputs: { [name]: output } })
}

/** A `.onnx` file: input (batch, 1, depth, height, width), output (batch, values). */
export function asOnnx(
  network: TrainedNetwork,
  about: { producerVersion: string; metadata: Record<string, string> },
): Buffer {
  const graph = new Graph()
  const tensor = graph.placeholder(inputName, volumeShape(network))
  const result = build(network, new OnnxLayers(graph, network.weights), tensor)
  const { voxels } = network
  return onnxModel({
    nodes: graph.nodes,
    input: { name: inputName, tensor, shape: ['batch', 1, voxels, voxels, voxels] },
    output: { name: outputName[network.kind], tensor: result, shape: ['batch', result.shape[1]] },
    name: `antrum-${network.kind}`,
    ...about,
  })
}
