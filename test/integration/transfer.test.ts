import { expect, it } from 'vitest'
import { readForeignEncoder } from '../../src/main/services/foreign-weights.ts'
import { readSafetensors } from '../../src/shared/formats/safetensors.ts'
import { dtypes, Graph } from '../../src/trainer/graph/graph.ts'
import { Session } from '../../src/trainer/graph/session.ts'
import { InferenceLayers } from '../../src/trainer/layers/inference-layers.ts'
import { Parameters } from '../../src/trainer/layers/parameters.ts'
import { encoder } from '../../src/trainer/networks/encoder.ts'
import { channelsLast, relativeError, type HostTensor } from '../helpers/tensors.ts'
import { fixtureBytes, fixturePath } from '../helpers/weights-files.ts'

it('makes our encoder compute what PyTorch computes with the same file', async () => {
  const golden = readSafetensors(fixtureBytes('torch/medicalnet_w4_features.safetensors'))
  const { weights } = await readForeignEncoder(fixturePath('medicalnet_resnet18_w4.pth'), 4)
  const graph = new Graph()
  const parameters = new Parameters(graph)
  const layers = new InferenceLayers(parameters, dtypes.float32)
  const input = graph.placeholder('x', [1, 32, 32, 32, 1])
  const [, , , , output] = encoder(layers, layers.input(input), 4)
  const features = layers.output(output)
  const prepared = graph.after(graph.scalar(0), layers.folding)
  const session = new Session(graph)
  const values = new Map<string, Float32Array>()
  for (const { name, pieces, toPieces } of parameters.all.values())
    toPieces(weights.get(name)!.data).forEach((piece, i) => values.set(pieces[i].name, piece))
  session.write(values)
  session.run([], [prepared])
  const voxels = Float32Array.from(golden.get('voxels')!.data as Uint8Array, (value) => value / 255)
  const [actual] = session.run([[input, voxels]], [features]) as [Float32Array]
  session.dispose()
  const expected = channelsLast(golden.get('features') as HostTensor)
  expect(relativeError(actual, expected.data)).toBeLessThan(1e-4)
})
