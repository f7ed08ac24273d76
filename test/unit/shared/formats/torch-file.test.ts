import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { readSafetensors } from '../../../../src/shared/formats/safetensors.ts'
import { isTorchZip, readTorchLegacy, readTorchZip } from '../../../../src/shared/formats/torch-file.ts'
import { TorchTensor } from '../../../../src/shared/formats/torch-tensor.ts'
import { readZip } from '../../../../src/shared/formats/zip.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { fixtureBytes } from '../../../helpers/weights-files.ts'
import { inflateRaw, zipBytes } from '../../../helpers/zip-bytes.ts'

const read = (bytes: Uint8Array): unknown =>
  isTorchZip(bytes) ? readTorchZip(bytes, inflateRaw) : readTorchLegacy(bytes)?.content
const failure = (code: string, ...words: string[]) =>
  expect.objectContaining({ code, message: expect.stringMatching(words.join('.*')) as string }) as unknown

/** What a dict holds under a key. */
const entry = (content: unknown, key: string) => (content as Map<string, unknown>).get(key)

/** A zip checkpoint of one storage "0" of four floats, its pickle written by hand. */
function checkpoint(
  pickle: string,
  values = Float32Array.of(1, 2, 3, 4),
  others: { name: string; content: Uint8Array }[] = [],
) {
  return zipBytes([
    { name: 'x/data.pkl', content: Buffer.from(pickle, 'latin1') },
    { name: 'x/data/0', content: new Uint8Array(values.buffer) },
    ...others,
  ])
}
const storage = (type = 'FloatStorage', key = '0', length = 4) =>
  `(X\x07\0\0\0storagectorch\n${type}\nX\x01\0\0\0${key}X\x03\0\0\0cpuK${String.fromCharCode(length)}tQ`
const tensor = (description: string) => `ctorch._utils\n_rebuild_tensor_v2\n(${description}\x89}tR.`

describe('what PyTorch wrote', () => {
  const expected = readSafetensors(fixtureBytes('torch/values.safetensors'))

  it.each([
    'values_zip_p2.pth',
    'values_zip_p5.pth',
    'values_deflated.pth',
    'values_legacy_p1.pth',
    'values_legacy_p2.pth',
    'values_legacy_p4.pth',
  ])('%s gives every tensor bit for bit, and the values beside them', (name) => {
    const content = read(fixtureBytes(`torch/${name}`))
    const tensors = entry(content, 'state_dict') as Map<string, TorchTensor>
    expect([...tensors.keys()].sort()).toEqual([...expected.keys()].sort())
    for (const [key, { shape, data }] of expected) {
      const actual = tensors.get(key)!
      expect([key, actual.shape]).toEqual([key, shape])
      const values = actual.read()
      expect(values.constructor).toBe(data.constructor)
      expect(Buffer.from(values.buffer)).toEqual(Buffer.from(data.buffer))
    }
    expect(tensors.get('float16')!.dtype).toBe('F16')
    const values = [
      'epoch',
      'best',
      'arch',
      'done',
      'best_epoch',
      'large',
      'huge',
      'negative',
      'size',
      'milestones',
    ]
    expect(values.map((key) => entry(content, key))).toEqual([
      90,
      0.75,
      'resnet-18',
      true,
      null,
      2 ** 40,
      -(2n ** 80n),
      -3,
      [2, 3],
      [10, 20, [30]],
    ])
    expect(entry(content, 'lr')).toEqual(new Map([[1, 0.1]]))
    const moment = (
      (entry(entry(content, 'optimizer'), 'state') as Map<number, unknown>).get(0) as Map<string, TorchTensor>
    ).get('exp_avg')!
    expect([...moment.read()].map((value) => Number(value).toFixed(4))).toEqual(['0.1000', '0.1000'])
  })

  it.each(['medicalnet_resnet18_w4.pth', 'medicalnet_resnet18_w4_legacy.pth'])(
    '%s equals the same tensors as safetensors',
    (name) => {
      const tensors = entry(read(fixtureBytes(name)), 'state_dict') as Map<string, TorchTensor>
      const twin = readSafetensors(fixtureBytes('medicalnet_resnet18_w4.safetensors'))
      expect(twin.size).toBe(100)
      for (const [key, { shape, data }] of twin) {
        const actual = tensors.get(`module.${key}`)!
        expect([key, actual.shape]).toEqual([key, shape])
        expect(Buffer.from(actual.read().buffer)).toEqual(Buffer.from(data.buffer))
      }
    },
  )

  it('reads a file that lies anywhere in memory', () => {
    for (const name of ['values_zip_p2.pth', 'values_legacy_p2.pth']) {
      const shifted = Buffer.concat([Buffer.from('abc'), fixtureBytes(`torch/${name}`)]).subarray(3)
      const tensors = entry(read(shifted), 'state_dict') as Map<string, TorchTensor>
      expect(tensors.get('float64')!.read()).toEqual(expected.get('float64')!.data)
    }
  })
})

describe('what is refused', () => {
  it.each([
    ['malicious.pth', '__builtin__.print'],
    ['torch/refused_call_p4.pth', 'builtins.print'],
    ['torch/refused_call_legacy.pth', '__builtin__.print'],
    ['torch/refused_call_bare.pth', '__builtin__.print'],
    ['torch/refused_model.pth', '__main__.Tiny'],
    ['torch/refused_numpy.pth', 'multiarray.scalar'],
    ['torch/refused_bool.pth', 'torch.BoolStorage'],
    ['torch/refused_counter.pth', 'collections.Counter'],
    ['torch/refused_sparse.pth', '_rebuild_sparse_tensor'],
    ['torch/refused_torchscript.pth', 'TorchScript'],
  ])('%s, naming what it asks for, and nothing is printed', (name, call) => {
    const print = ['log', 'error', 'warn', 'info'].map((method) => vi.spyOn(console, method as 'log'))
    expect(() => read(fixtureBytes(name))).toThrow(failure('unsupported-file', call, 'state_dict'))
    for (const method of print) expect(method).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })

  it('a zip that is no checkpoint, saying what to do', () => {
    const download = zipBytes([{ name: 'pretrain/resnet_18.pth', content: new Uint8Array(9) }])
    expect(() => read(download)).toThrow(
      failure('unsupported-file', 'no file called data.pkl', 'unpack it first'),
    )
    const twice = checkpoint('}.', undefined, [{ name: 'y/data.pkl', content: Buffer.from('}.') }])
    expect(() => read(twice)).toThrow(failure('unsupported-file', 'several files'))
  })

  it('big-endian files', () => {
    const order = { name: 'x/byteorder', content: Buffer.from('big') }
    expect(() => read(checkpoint('}.', undefined, [order]))).toThrow(
      failure('unsupported-file', 'big-endian'),
    )
    const legacy = fixtureBytes('torch/values_legacy_p2.pth')
    const flag = legacy.indexOf('little_endianq\x02\x88', 0, 'latin1')
    legacy[flag + 15] = 0x89
    expect(() => read(legacy)).toThrow(failure('unsupported-file', 'big-endian'))
  })

  it.each<[string, string, string, string]>([
    [
      'a tensor beyond its storage',
      tensor(`${storage()}K\x01K\x04\x85K\x01\x85`),
      'unreadable-file',
      'value 5 of the 4',
    ],
    [
      'a tensor that strides beyond its storage',
      tensor(`${storage()}K\x00K\x02K\x02\x86K\x03K\x01\x86`),
      'unreadable-file',
      'value 5 of the 4',
    ],
    [
      'a negative offset',
      tensor(`${storage()}J\xff\xff\xff\xffK\x02\x85K\x01\x85`),
      'unreadable-file',
      'described',
    ],
    [
      'a negative stride',
      tensor(`${storage()}K\x00K\x02\x85J\xff\xff\xff\xff\x85`),
      'unreadable-file',
      'described',
    ],
    [
      'a length that is no whole number',
      tensor(`${storage()}K\x00G\x3f\xf8\0\0\0\0\0\0\x85K\x01\x85`),
      'unreadable-file',
      'described',
    ],
    [
      'fewer strides than axes',
      tensor(`${storage()}K\x00K\x02K\x02\x86K\x01\x85`),
      'unreadable-file',
      'strides',
    ],
    [
      'a shape beyond any memory',
      tensor(`${storage()}K\x00J\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x86K\x00K\x00\x86`),
      'unsupported-file',
      'repeats 4 values',
    ],
    [
      'more axes than PyTorch has',
      tensor(`${storage()}K\x00(${'K\x01'.repeat(65)}t(${'K\x01'.repeat(65)}t`),
      'unreadable-file',
      'described',
    ],
    [
      'a storage that is not there',
      tensor(`${storage('FloatStorage', '1')}K\x00K\x02\x85K\x01\x85`),
      'unreadable-file',
      'storage 1 is missing',
    ],
    [
      'a storage of another size',
      tensor(`${storage('DoubleStorage')}K\x00K\x02\x85K\x01\x85`),
      'unreadable-file',
      'size',
    ],
    [
      'a storage with a path for a key',
      tensor(`${storage('FloatStorage', '/')}K\x00K\x02\x85K\x01\x85`),
      'unreadable-file',
      'missing',
    ],
    ['a tensor of no storage', tensor('NK\x00K\x02\x85K\x01\x85'), 'unreadable-file', 'described'],
    ['an outside object of another kind', 'K\x01Q.', 'unreadable-file', 'no known way'],
    [
      'a parameter of no tensor',
      'ctorch._utils\n_rebuild_parameter\n(N\x89}tR.',
      'unreadable-file',
      'no tensor',
    ],
    ['a size of no numbers', 'ctorch\nSize\n((NttR.', 'unreadable-file', 'size'],
    ['the OrderedDict of Python 2', 'ccollections\nOrderedDict\n(]tR.', 'unsupported-file', 'Python 2'],
  ])('%s', (_, pickle, code, words) => {
    expect(() => read(checkpoint(pickle))).toThrow(failure(code, words))
  })

  it.each([
    ['type', storage('IntStorage')],
    ['length', storage('FloatStorage', '0', 2)],
  ])('one storage described with a second %s', (_, second) => {
    expect(() => read(checkpoint(`(${storage()}${second}t.`))).toThrow(failure('unreadable-file', 'two ways'))
  })

  it('a legacy file cut anywhere', () => {
    const whole = fixtureBytes('torch/values_legacy_p2.pth')
    for (let length = 20; length < whole.length; length += 7)
      expect(() => read(whole.subarray(0, length))).toThrow(failure('unreadable-file'))
  })
})

it('tells what is no legacy file from what is a damaged one', () => {
  expect(readTorchLegacy(new Uint8Array())).toBeUndefined()
  expect(readTorchLegacy(Buffer.from('\x80\x02N.', 'latin1'))).toBeUndefined()
  expect(readTorchLegacy(Buffer.from('Lorem ipsum'))).toBeUndefined()
})

it('never fails in another way than with a domain error, whatever the bytes', () => {
  const names = [
    'values_zip_p2.pth',
    'values_zip_p5.pth',
    'values_deflated.pth',
    'values_legacy_p2.pth',
    'values_legacy_p4.pth',
  ]
  // In a zip, any change would be caught by a checksum; so its pickle is changed and packed again.
  const pickles = names.map((name) => {
    const bytes = fixtureBytes(`torch/${name}`)
    if (!isTorchZip(bytes)) return { pickle: bytes, pack: (changed: Uint8Array) => changed }
    const files = readZip(bytes, inflateRaw)
    const others = [...files]
      .filter(([file]) => !file.endsWith('data.pkl'))
      .map(([file, content]) => ({ name: file, content }))
    const [name_, pickle] = [...files].find(([file]) => file.endsWith('data.pkl'))!
    return { pickle, pack: (changed: Uint8Array) => zipBytes([{ name: name_, content: changed }, ...others]) }
  })
  const changes = fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(
      fc.constantFrom(...pickles),
      changes,
      fc.option(fc.nat(4000)),
      ({ pickle, pack }, edits, length) => {
        const bytes = Uint8Array.from(pickle.subarray(0, length ?? pickle.length))
        for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value
        try {
          const content = read(pack(bytes))
          const dict = content instanceof Map ? (content.get('state_dict') as unknown) : undefined
          if (dict instanceof Map)
            for (const value of dict.values()) if (value instanceof TorchTensor) value.read()
        } catch (error) {
          expect(error).toBeInstanceOf(AntrumError)
        }
      },
    ),
    { numRuns: 2000 },
  )
})
