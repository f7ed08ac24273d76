import { describe, expect, it } from 'vitest'
import { dtypes, Graph, type Tensor } from '../../../../src/trainer/graph/graph.ts'
import { elementwise, meanOfAll, multiply } from '../../../../src/trainer/graph/operations.ts'
import { Session } from '../../../../src/trainer/graph/session.ts'
import { InferenceLayers } from '../../../../src/trainer/layers/inference-layers.ts'
import type { Layers } from '../../../../src/trainer/layers/layers.ts'
import { Parameters } from '../../../../src/trainer/layers/parameters.ts'
import { TrainingLayers } from '../../../../src/trainer/layers/training-layers.ts'
import { lossPerVoxel } from '../../../../src/trainer/losses/reconstruction.ts'
import { classifier } from '../../../../src/trainer/networks/classifier.ts'
import { unet } from '../../../../src/trainer/networks/unet.ts'
import { channelsLast, fixture, relativeError, type HostTensor } from '../../../helpers/tensors.ts'

/**
 * The U-Net fixture sits on a kink: at one voxel the input of the ReLU behind encoder.layer2.0.bn1 is −3.6e-7 in exact
 * arithmetic (PyTorch in float64) and came out at +1.9e-6 in the float32 run that wrote the file; PyTorch's
 * own float64 gradients miss the fixture there by 3 %. Every other input of that ReLU is beyond 1.2e-4, so a shift of
 * 1e-5 settles that one sign as the file has it and changes nothing else that the tolerances could see.
 */
const awayFromKink = (name: string, values: Float32Array) =>
  name === 'encoder.layer2.0.bn1.bias' ? values.map((value) => value + 1e-5) : values

/**
 * Builds a network, loads PyTorch's parameters, runs one training pass and one evaluation pass.
 * Tolerances are the fixtures' own: outputs and losses 1e-4 relative, gradients 2e-3 of a tensor's largest.
 */
function run(
  golden: Map<string, HostTensor>,
  build: (layers: Layers, x: Tensor) => Tensor,
  target: HostTensor,
) {
  const graph = new Graph()
  const parameters = new Parameters(graph)
  const x = channelsLast(golden.get('x')!)
  const input = graph.placeholder('x', x.shape)
  const expected = graph.placeholder('target', target.shape)
  const training = new TrainingLayers(parameters, dtypes.float32)
  const output = build(training, input)
  const loss = meanOfAll(graph, lossPerVoxel(graph, 'bce', output, expected))
  const trainable = parameters.trainable()
  const gradients = graph.gradients(
    loss,
    trainable.flatMap(({ pieces }) => pieces.map((piece) => piece.value)),
  )
  const step = graph.after(loss, training.updates)
  const inference = new InferenceLayers(parameters, dtypes.float32)
  const evaluated = build(inference, input)
  const prepared = graph.after(graph.scalar(0), inference.folding)

  const session = new Session(graph)
  const values = new Map<string, Float32Array>()
  for (const parameter of parameters.all.values()) {
    const given = golden.get(`param.${parameter.name}`)
    expect(given, parameter.name).toBeDefined()
    expect(given!.shape).toEqual(parameter.shape)
    parameter
      .toPieces(awayFromKink(parameter.name, given!.data))
      .forEach((piece, index) => values.set(parameter.pieces[index].name, piece))
  }
  session.write(values)
  const feeds = [
    [input, x.data],
    [expected, target.data],
  ] as const
  const [, trainOutput, lossValue, ...gradientValues] = session.run(feeds, [
    step,
    output,
    loss,
    ...gradients.map((g) => g!),
  ]) as Float32Array[]
  const after = session.read()
  session.run([], [prepared])
  const [evalOutput] = session.run([feeds[0]], [evaluated])
  const names = [...parameters.all.keys()]
  session.dispose()

  let next = 0
  const gradientErrors = new Map(
    trainable.map((parameter) => {
      const pieces = parameter.pieces.map(() => gradientValues[next++])
      return [
        parameter.name,
        relativeError(parameter.fromPieces(pieces), golden.get(`grad.${parameter.name}`)!.data),
      ]
    }),
  )
  return {
    trainOutput: trainOutput,
    loss: lossValue[0],
    gradientErrors,
    after,
    evalOutput: evalOutput as Float32Array,
    names,
  }
}

describe.each(['unet', 'classifier'] as const)('%s against PyTorch', (name) => {
  const golden = fixture(`${name}_w4_s64`)
  const target =
    name === 'unet'
      ? channelsLast(fixture('unet_w4_s64_target').get('target')!)
      : { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) }
  const build = (layers: Layers, x: Tensor) =>
    name === 'unet' ? unet(layers, x, 4) : classifier(layers, x, 4)
  const result = run(golden, build, target)

  it('has exactly PyTorch’s parameters and buffers', () => {
    const expected = [...golden.keys()].filter((key) => key.startsWith('param.')).map((key) => key.slice(6))
    expect(result.names.toSorted()).toEqual(expected.toSorted())
  })
  it('gives the same training output and loss', () => {
    expect(relativeError(result.trainOutput, golden.get('y_train')!.data)).toBeLessThan(1e-4)
    expect(Math.abs(result.loss / golden.get('loss')!.data[0] - 1)).toBeLessThan(1e-4)
  })
  it('gives the same gradient of every parameter', () => {
    const failing = [...result.gradientErrors].filter(([, error]) => !(error < 2e-3))
    expect(failing).toEqual([])
  })
  it('moves the running statistics as PyTorch does', () => {
    const running = [...golden].filter(([key]) => key.startsWith('running.'))
    expect(running.length).toBeGreaterThan(30)
    for (const [key, { data }] of running)
      expect(relativeError(result.after.get(key.slice(8))!, data), key).toBeLessThan(1e-3)
  })
  it('gives the same evaluation output with batch norm folded into the kernels', () => {
    expect(relativeError(result.evalOutput, golden.get('y_eval')!.data)).toBeLessThan(1e-4)
  })
})

it('differentiates a shared input once per use', () => {
  const graph = new Graph()
  const w = graph.variable('w', [3], { trainable: true })
  const y = meanOfAll(
    graph,
    multiply(
      graph,
      w.value,
      elementwise(graph, 'AddV2', w.value, graph.constant([1, 1, 1], [3], dtypes.float32)),
    ),
  )
  // d/dw mean(w · c) with c = w + 1 built without gradient: c / 3
  const [gradient] = graph.gradients(y, [w.value])
  const session = new Session(graph)
  session.write(new Map([['w', Float32Array.of(0, 1, 2)]]))
  expect([...session.run([], [gradient!])[0]]).toEqual([1 / 3, 2 / 3, 1].map(Math.fround))
  session.dispose()
})
