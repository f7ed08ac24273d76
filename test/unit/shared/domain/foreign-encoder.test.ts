import { describe, expect, it } from 'vitest'
import { encoderTrunk } from '../../../../src/shared/domain/encoder-trunk.ts'
import { mapEncoder } from '../../../../src/shared/domain/foreign-encoder.ts'
import { readSafetensors } from '../../../../src/shared/formats/safetensors.ts'
import { readStateDict } from '../../../../src/shared/formats/state-dict.ts'
import type { StateDict } from '../../../../src/shared/formats/state-dict.ts'
import type { StoredTensor } from '../../../../src/shared/formats/tensor.ts'
import { valueCount } from '../../../../src/shared/formats/tensor.ts'
import { fixtureBytes } from '../../../helpers/weights-files.ts'
import { inflateRaw } from '../../../helpers/zip-bytes.ts'

const fixture = (name: string) => readStateDict(fixtureBytes(name), inflateRaw)

/** Tensors of these shapes, each filled with a number of its own. */
function aState(shapes: Iterable<readonly [string, readonly number[]]>, beside: string[] = []): StateDict {
  const tensors: StateDict['tensors'] = new Map()
  for (const [name, shape] of shapes) {
    const data = new Float32Array(valueCount(shape)).fill(tensors.size + 1)
    tensors.set(name, { dtype: 'F32', shape, read: () => data })
  }
  return { form: 'PyTorch, zip', tensors, beside }
}
const trunkShapes = (width = 2) => encoderTrunk(width).map(({ name, shape }) => [name, shape] as const)
const typeA = (width = 2) => trunkShapes(width).filter(([name]) => !name.includes('downsample'))
const withPrefix = (prefix: string, shapes = trunkShapes()) =>
  shapes.map(([name, shape]) => [prefix + name, shape] as const)
/** The trunk with one tensor of another shape, or without it. */
const altered = (name: string, shape: number[] | null) =>
  trunkShapes().flatMap(([key, old]) =>
    key !== name ? [[key, old] as const] : shape ? [[key, shape] as const] : [],
  )
/** A residual network of other depth, by the names that tell it. */
function otherNetwork(blocks: number[], isBottleneck: boolean) {
  const shapes: [string, number[]][] = [['conv1.weight', [2, 1, 7, 7, 7]]]
  blocks.forEach((count, stage) => {
    for (let block = 0; block < count; block++)
      for (const conv of isBottleneck ? [1, 2, 3] : [1, 2])
        shapes.push([`layer${stage + 1}.${block}.conv${conv}.weight`, [1]])
  })
  return aState(shapes)
}
const refusal = (...words: string[]) =>
  expect.objectContaining({
    code: 'unsupported-file',
    message: expect.stringMatching(words.join('.*')) as string,
  }) as unknown

describe('a network as MedicalNet makes it (shortcut type A)', () => {
  const { weights, map } = mapEncoder(fixture('torch/medicalnet_a_w1.pth'), 1)
  const written = readSafetensors(fixtureBytes('torch/medicalnet_a_w1.safetensors'))

  it('fills everything but the shortcut convolutions, with the values of the file', () => {
    expect(map).toMatchObject({
      form: 'PyTorch, legacy',
      width: 1,
      inputChannels: 1,
      shortcut: 'A',
      reshaped: [],
    })
    expect(weights.size).toBe(85)
    for (const [name, { shape, data }] of weights) {
      const original = written.get(name.replace('encoder.', ''))!
      expect([name, shape]).toEqual([name, original.shape])
      expect(data).toEqual(original.data)
    }
    expect([...weights.get('encoder.bn1.running_mean')!.data]).not.toEqual([0])
  })

  it('says where each tensor comes from', () => {
    expect(map.matched).toHaveLength(85)
    expect(map.matched).toContainEqual({
      from: 'module.layer4.1.bn2.running_var',
      to: 'encoder.layer4.1.bn2.running_var',
      shape: [8],
    })
  })

  it('names what stays fresh, and why', () => {
    expect(map.missing).toHaveLength(15)
    expect(map.missing[0]).toEqual({
      to: 'encoder.layer2.0.downsample.0.weight',
      shape: [2, 1, 1, 1, 1],
      reason: 'the shortcuts of the file have no parameters (type A)',
    })
    expect([...weights.keys()].filter((name) => name.includes('downsample'))).toEqual([])
  })

  it('leaves out the segmentation head and what is no weights', () => {
    const of = (wanted: string) =>
      map.unused.filter(({ reason }) => reason === wanted).map(({ from }) => from)
    expect(of('segmentation head')).toHaveLength(7)
    expect(of('segmentation head')).toContain('module.conv_seg.0.weight')
    expect(of('not weights')).toEqual(['epoch', 'optimizer'])
    expect(map.unused).toHaveLength(9)
  })

  it('tells what weights cannot show', () => {
    expect(map.notes).toEqual([
      expect.stringContaining('stride 1 and dilation 2 and 4'),
      expect.stringContaining('start fresh'),
    ])
  })
})

describe('shortcut type B', () => {
  it.each([
    'medicalnet_resnet18_w4.pth',
    'medicalnet_resnet18_w4_legacy.pth',
    'medicalnet_resnet18_w4.safetensors',
  ])('%s fills the whole encoder', (name) => {
    const { weights, map } = mapEncoder(fixture(name), 4)
    expect(map).toMatchObject({ shortcut: 'B', missing: [] })
    expect([...weights.keys()]).toEqual(encoderTrunk(4).map((parameter) => `encoder.${parameter.name}`))
    const twin = readSafetensors(fixtureBytes('medicalnet_resnet18_w4.safetensors'))
    for (const [key, { data }] of weights) expect(data).toEqual(twin.get(key.replace('encoder.', ''))!.data)
  })
})

it.each(['', 'module.', 'encoder.', 'module.backbone.'])('finds the trunk under "%s"', (prefix) => {
  const { map } = mapEncoder(aState([...withPrefix(prefix), ['head.weight', [3]]]), 2)
  expect(map.matched[0]).toEqual({
    from: `${prefix}conv1.weight`,
    to: 'encoder.conv1.weight',
    shape: [2, 1, 7, 7, 7],
  })
  expect(map.unused).toEqual([{ from: 'head.weight', reason: 'outside the trunk' }])
})

it('sums a stem of several input channels, as it would over a volume given to each', () => {
  const state = aState(altered('conv1.weight', [2, 3, 7, 7, 7]))
  // Value of (out, in, tap): 1000·out + 100·in + tap mod 7; summed over in: 3000·out + 300 + 3·(tap mod 7).
  const data = Float32Array.from(
    { length: 2 * 3 * 343 },
    (_, i) => 1000 * Math.floor(i / 1029) + 100 * (Math.floor(i / 343) % 3) + ((i % 343) % 7),
  )
  state.tensors.set('conv1.weight', { dtype: 'F32', shape: [2, 3, 7, 7, 7], read: () => data })
  const { weights, map } = mapEncoder(state, 2)
  const stem = weights.get('encoder.conv1.weight')!
  expect(stem.shape).toEqual([2, 1, 7, 7, 7])
  expect([...stem.data]).toEqual(
    Array.from({ length: 686 }, (_, i) => 3000 * Math.floor(i / 343) + 300 + 3 * ((i % 343) % 7)),
  )
  expect(map).toMatchObject({ inputChannels: 3 })
  expect(map.reshaped).toEqual([
    {
      from: 'conv1.weight',
      to: 'encoder.conv1.weight',
      shape: [2, 1, 7, 7, 7],
      fileShape: [2, 3, 7, 7, 7],
      how: 'summed over its 3 input channels',
    },
  ])
  expect(map.matched).toHaveLength(99)
})

it('converts other floating types and says so', () => {
  const state = aState(trunkShapes())
  const doubles: StoredTensor['data'] = Float64Array.of(0.1, 0.2)
  state.tensors.set('bn1.weight', { dtype: 'F64', shape: [2], read: () => doubles })
  const { weights, map } = mapEncoder(state, 2)
  expect(weights.get('encoder.bn1.weight')!.data).toEqual(Float32Array.of(0.1, 0.2))
  expect(map.notes.at(-1)).toBe('Values stored as F64 are converted to float32.')
})

it('passes over num_batches_tracked and warns of what the trunk has beyond ours', () => {
  const extras: [string, number[]][] = [
    ['bn1.num_batches_tracked', []],
    ['fc.weight', [4, 16]],
    ['layer1.0.se.fc1.weight', [1]],
  ]
  const { map } = mapEncoder(aState([...trunkShapes(), ...extras]), 2)
  expect(map.unused).toEqual([
    { from: 'fc.weight', reason: 'classification head' },
    { from: 'layer1.0.se.fc1.weight', reason: 'inside the trunk, where our encoder has nothing' },
  ])
  expect(map.notes.at(-1)).toMatch(/computed something else/)
})

describe('refusing', () => {
  it.each<[string, StateDict, string[]]>([
    ['a ResNet-10', otherNetwork([1, 1, 1, 1], false), ['a ResNet-10 of 1 . 1 . 1 . 1 basic blocks']],
    ['a ResNet-34', otherNetwork([3, 4, 6, 3], false), ['a ResNet-34']],
    ['a ResNet-50', otherNetwork([3, 4, 6, 3], true), ['a ResNet-50 of 3 . 4 . 6 . 3 bottleneck blocks']],
    ['bottlenecks in the number of ours', otherNetwork([2, 2, 2, 2], true), ['a network of', 'bottleneck']],
    ['a network without stage 4', otherNetwork([2, 2, 2], false), ['2 . 2 . 2 . 0']],
    ['a 2-D network', aState(altered('conv1.weight', [2, 3, 7, 7])), ['stem is 2-D', '\\[2, 3, 7, 7\\]']],
    [
      'a stem of another kernel',
      aState(altered('conv1.weight', [2, 1, 3, 7, 7])),
      ['kernel of 3×7×7, not of 7×7×7'],
    ],
    ['a stem without inputs', aState(altered('conv1.weight', [2, 0, 7, 7, 7])), ['no input channels']],
    ['no stem', aState(altered('conv1.weight', null)), ['conv1.weight\\) is missing']],
    [
      'a missing running mean',
      aState(altered('layer3.1.bn2.running_mean', null)),
      ['layer3.1.bn2.running_mean is missing'],
    ],
    [
      'one shortcut of three',
      aState(altered('layer3.0.downsample.0.weight', null)),
      ['layer3.0.downsample.0.weight is missing'],
    ],
    [
      'a kernel of another shape',
      aState(altered('layer2.1.conv2.weight', [4, 4, 1, 1, 1])),
      ['\\[4, 4, 1, 1, 1\\], wanted is \\[4, 4, 3, 3, 3\\]'],
    ],
    ['another network', aState([['stem.0.weight', [1]]]), ['layer1.0.conv1.weight', 'stem.0.weight']],
    [
      'two networks',
      aState([...withPrefix('encoder_q.'), ...withPrefix('encoder_k.')]),
      ['2 networks', '"encoder_q."', '"encoder_k."'],
    ],
  ])('%s', (_, state, words) => {
    expect(() => mapEncoder(state, 2)).toThrow(refusal(...words))
  })

  it('another width, with both numbers', () => {
    expect(() => mapEncoder(aState(typeA(4)), 2)).toThrow(
      expect.objectContaining({
        code: 'shape-mismatch',
        message: expect.stringContaining('is 4, wanted is 2; ask for an encoder of width 4') as string,
      }),
    )
  })

  it('whole numbers where weights belong', () => {
    const state = aState(trunkShapes())
    state.tensors.set('bn1.bias', { dtype: 'I64', shape: [2], read: () => BigInt64Array.of(1n, 2n) })
    expect(() => mapEncoder(state, 2)).toThrow(refusal('bn1.bias holds whole numbers'))
  })

  it.each([NaN, Infinity, 1e300])('a value of %d', (value) => {
    const state = aState(trunkShapes())
    state.tensors.set('bn1.bias', { dtype: 'F64', shape: [2], read: () => Float64Array.of(0, value) })
    expect(() => mapEncoder(state, 2)).toThrow(refusal('bn1.bias has values that are no finite'))
  })

  it('with every reason in its details, three in its message', () => {
    const state = aState(trunkShapes().filter(([name]) => !name.startsWith('layer4.1.bn')))
    const reasons = ['bn1', 'bn2'].flatMap((norm) =>
      ['weight', 'bias', 'running_mean', 'running_var'].map((part) => `layer4.1.${norm}.${part} is missing`),
    )
    expect(() => mapEncoder(state, 2)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('and 5 more') as string,
        details: { reasons },
      }),
    )
  })
})
