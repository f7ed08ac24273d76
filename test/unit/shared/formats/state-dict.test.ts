import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStateDict } from '../../../../src/shared/formats/state-dict.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { fixtureBytes } from '../../../helpers/weights-files.ts'
import { inflateRaw, zipBytes } from '../../../helpers/zip-bytes.ts'

const read = (bytes: Uint8Array) => readStateDict(bytes, inflateRaw)
const failure = (...words: string[]) =>
  expect.objectContaining({
    code: 'unsupported-file',
    message: expect.stringMatching(words.join('.*')) as string,
  }) as unknown
const checkpoint = (pickle: string) =>
  zipBytes([{ name: 'x/data.pkl', content: Buffer.from(pickle, 'latin1') }])
/** An empty tensor needs no values; its storage is there once in every pickle. */
const withStorage = (pickle: string) =>
  zipBytes([
    { name: 'x/data.pkl', content: Buffer.from(pickle, 'latin1') },
    { name: 'x/data/0', content: new Uint8Array() },
  ])
const tensor =
  'ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\0tQK\0K\0\x85K\x01\x85\x89}tR'

describe('forms', () => {
  it.each([
    ['medicalnet_resnet18_w4.pth', 'PyTorch, zip', ['epoch', 'arch'], 120],
    ['medicalnet_resnet18_w4_legacy.pth', 'PyTorch, legacy', [], 120],
    ['medicalnet_resnet18_w4.safetensors', 'safetensors', [], 100],
  ])('tells %s by its content', (name, form, beside, count) => {
    const state = read(fixtureBytes(name))
    expect(state).toMatchObject({ form, beside })
    expect(state.tensors.size).toBe(count)
    const kernel = [...state.tensors].find(([key]) => key.endsWith('layer2.0.conv1.weight'))![1]
    expect(kernel).toMatchObject({ dtype: 'F32', shape: [8, 4, 3, 3, 3] })
    expect(kernel.read()).toHaveLength(8 * 4 * 27)
  })

  it.each([
    ['nothing', ''],
    ['a few bytes', 'PK'],
    ['a text', 'Lorem ipsum dolor sit amet'],
    ['a scan', '\x5c\x01\0\0'.padEnd(352, '\0')],
    ['an empty zip', 'PK\x05\x06'.padEnd(22, '\0')],
    ['some other pickle', '\x80\x02}q\0.'],
  ])('refuses %s', (_, bytes) => {
    expect(() => read(Buffer.from(bytes, 'latin1'))).toThrow(failure('not a file of weights'))
  })
})

it('takes random bytes for no weights', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => read(bytes)).toThrow(AntrumError)
    }),
    { numRuns: 500 },
  )
})

describe('where the weights are', () => {
  it('takes a dict of tensors as it is', () => {
    expect([...read(withStorage(`}X\x01\0\0\0a${tensor}s.`)).tensors.keys()]).toEqual(['a'])
  })

  it.each(['state_dict', 'model_state_dict'])('looks under %s', (name) => {
    const length = String.fromCharCode(name.length)
    const state = read(
      withStorage(
        `}(X${length}\0\0\0${name}}(X\x01\0\0\0a${tensor}X\x01\0\0\0bK\x05uX\x05\0\0\0epochK\x5au.`,
      ),
    )
    expect([...state.tensors.keys()]).toEqual(['a'])
    expect(state.beside).toEqual(['epoch', 'b'])
  })

  it('passes over keys that are no text', () => {
    const state = read(withStorage(`}(X\x01\0\0\0a${tensor}K\x01${tensor}u.`))
    expect([...state.tensors.keys()]).toEqual(['a'])
  })

  it.each([
    ['a number', 'K\x01.', 'other than a dict'],
    ['a list', '].', 'other than a dict'],
    ['an empty dict', '}.', 'it has nothing'],
    ['a dict without tensors', '}X\x05\0\0\0epochK\x5as.', 'it has epoch'],
  ])('refuses %s', (_, pickle, words) => {
    expect(() => read(checkpoint(pickle))).toThrow(failure(words, 'state_dict'))
  })
})
