import { expect, it } from 'vitest'
import { encoderTrunk } from '../../../../src/shared/domain/encoder-trunk.ts'
import { dtypes, Graph } from '../../../../src/trainer/graph/graph.ts'
import { Parameters } from '../../../../src/trainer/layers/parameters.ts'
import { TrainingLayers } from '../../../../src/trainer/layers/training-layers.ts'
import { encoder } from '../../../../src/trainer/networks/encoder.ts'

it.each([1, 4, 64])("names the trainer's encoder of width %i, every tensor and its shape", (width) => {
  const graph = new Graph()
  const parameters = new Parameters(graph)
  const layers = new TrainingLayers(parameters, dtypes.float32)
  encoder(layers, layers.input(graph.placeholder('x', [1, 32, 32, 32, 1])), width)
  const built = [...parameters.all.values()].map(({ name, shape }) => [name, [...shape]] as const)
  const told = encoderTrunk(width).map(({ name, shape }) => [`encoder.${name}`, [...shape]] as const)
  expect(new Map(told)).toEqual(new Map(built))
  expect(told).toHaveLength(100)
})

it('knows the tensors of the three shortcut convolutions', () => {
  const ofShortcut = encoderTrunk(4).filter((parameter) => parameter.ofShortcut)
  expect(new Set(ofShortcut.map(({ name }) => name.split('.downsample')[0]))).toEqual(
    new Set(['layer2.0', 'layer3.0', 'layer4.0']),
  )
  expect(ofShortcut).toHaveLength(15)
})
