import { AntrumError } from '../ipc/error.ts'
import { printable } from './damaged.ts'
import { PickleCall, readPickle } from './pickle.ts'
import type { PickleNames } from './pickle.ts'
import { damagedPickle, refusedPickle } from './pickle-errors.ts'
import { bytesPerValue } from './tensor.ts'
import type { TensorDtype } from './tensor.ts'
import { TorchStorage, TorchTensor, mostAxes } from './torch-tensor.ts'
import { readZip } from './zip.ts'
import type { InflateRaw } from './zip.ts'

/**
 * PyTorch's two file forms. Zip (since 1.6): `<name>/data.pkl` beside `<name>/data/<key>`, one entry per storage. Legacy:
 * four pickles (magic number, protocol version, system, the object), a pickled list of storage keys, then per key the
 * number of values and the values. In both a pickled tensor names its storage by key.
 *
 * Only what tensors need can be named; what else a pickle asks for ends the reading (see pickle.ts).
 * Source: torch/serialization.py and torch/_utils.py of PyTorch, read for the layout.
 */

/** The number that a legacy file starts with, pickled. */
const magicNumber = 0x1950a86a20f9469cfc6cn

class StorageType {
  readonly dtype: TensorDtype

  constructor(dtype: TensorDtype) {
    this.dtype = dtype
  }
}

/** All that a checkpoint may refer to. */
const torchNames: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['torch.DoubleStorage', new StorageType('F64')],
  ['torch.FloatStorage', new StorageType('F32')],
  ['torch.HalfStorage', new StorageType('F16')],
  ['torch.BFloat16Storage', new StorageType('BF16')],
  ['torch.LongStorage', new StorageType('I64')],
  ['torch.IntStorage', new StorageType('I32')],
  ['torch.ByteStorage', new StorageType('U8')],
  ['torch._utils._rebuild_tensor', new PickleCall(rebuildTensor)],
  ['torch._utils._rebuild_tensor_v2', new PickleCall(rebuildTensor)],
  ['torch._utils._rebuild_parameter', new PickleCall(rebuildParameter)],
  ['torch.Size', new PickleCall(rebuildSize)],
  ['collections.OrderedDict', new PickleCall(rebuildOrderedDict)],
])

export const isTorchZip = (bytes: Uint8Array): boolean =>
  bytes.length > 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === 0x04034b50

/**
 * What a zip checkpoint holds: dicts as Map, tensors as `TorchTensor`, whose values stay in `bytes` until read.
 *
 * @throws AntrumError 'unreadable-file' when it is damaged; 'unsupported-file' when it asks for anything but tensors
 *   and plain values (the message names what), or is another kind of zip.
 */
export function readTorchZip(bytes: Uint8Array, inflateRaw: InflateRaw): unknown {
  const files = readZip(bytes, inflateRaw)
  const [pickle, ...others] = [...files.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name))
  if (!pickle || others.length > 0) {
    const found = others.length > 0 ? 'several files' : 'no file'
    throw new AntrumError(
      'unsupported-file',
      `This zip archive holds ${found} called data.pkl, so it is not a checkpoint of PyTorch. If it is a download that holds one, unpack it first.`,
    )
  }
  const folder = pickle.slice(0, -'data.pkl'.length)
  if (files.has(`${folder}constants.pkl`))
    throw refusedPickle('The file is a TorchScript program, not weights.')
  const order = files.get(`${folder}byteorder`)
  if (order && new TextDecoder().decode(order) !== 'little')
    throw refusedPickle('The file was written on a big-endian machine.')

  const storages = new Map<string, TorchStorage>()
  return readPickle(files.get(pickle)!, 0, {
    names: torchNames,
    persistent: (id) =>
      storageOf(id, storages, (key, dtype, length) => {
        const content = files.get(`${folder}data/${key}`)
        if (content?.length !== length * bytesPerValue[dtype])
          throw damagedPickle(`storage ${printable(key)} is missing or not of the size that its tensors say`)
        return new TorchStorage(dtype, length, content)
      }),
  }).value
}

/**
 * What a legacy checkpoint holds; as `readTorchZip`.
 *
 * @returns undefined when the bytes do not start as such a file does.
 */
export function readTorchLegacy(bytes: Uint8Array): { content: unknown } | undefined {
  let at = 0
  const next = (names: PickleNames = plainValues) => {
    const { value, end } = readPickle(bytes, at, names)
    at = end
    return value
  }
  if (!startsLikePickle(bytes) || next() !== magicNumber) return undefined
  const version = next()
  if (version !== 1001) throw damagedPickle(`its protocol version is ${printable(String(version))}, not 1001`)
  const system = next()
  if (!(system instanceof Map) || system.get('little_endian') !== true)
    throw refusedPickle('The file was written on a big-endian machine.')

  const storages = new Map<string, TorchStorage>()
  const content = next({
    names: torchNames,
    persistent: (id) =>
      storageOf(id, storages, (_key, dtype, length) => new TorchStorage(dtype, length, null)),
  })
  const keys = next()
  if (!Array.isArray(keys)) throw damagedPickle('the list of its storages is missing')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const key of keys) {
    const storage = storages.get(key as string)
    if (!storage) throw damagedPickle('it holds a storage that no tensor uses')
    if (at + 8 > bytes.length) throw damagedPickle('it is cut off')
    const length = Number(view.getBigInt64(at, true))
    const end = at + 8 + storage.length * bytesPerValue[storage.dtype]
    if (length !== storage.length || end > bytes.length)
      throw damagedPickle(`a storage has ${length} values where ${storage.length} are wanted, or is cut off`)
    storage.bytes = bytes.subarray(at + 8, end)
    at = end
  }
  for (const [key, { bytes: values }] of storages)
    if (!values) throw damagedPickle(`storage ${printable(key)} is missing`)
  return { content }
}

/** Protocol 2 and later say so in two bytes; protocol 1 starts with the digits of the magic number. */
const startsLikePickle = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x80 && bytes[1] <= 5) || new TextDecoder().decode(bytes.subarray(0, 4)) === 'L119'

/** The pickles around the object hold no tensors. */
const plainValues: PickleNames = {
  names: new Map(),
  persistent: () => {
    throw damagedPickle('a tensor stands where none belongs')
  },
}

/** The storage that a persistent id stands for: ('storage', type, key, location, number of values). */
function storageOf(
  id: unknown,
  known: Map<string, TorchStorage>,
  make: (key: string, dtype: TensorDtype, length: number) => TorchStorage,
): TorchStorage {
  const [kind, type, key, , length, part] = Array.isArray(id) ? (id as unknown[]) : []
  if (kind !== 'storage' || !(type instanceof StorageType) || typeof key !== 'string' || !isCount(length))
    throw damagedPickle('a tensor says in no known way where its values are')
  // Legacy files of PyTorch before 0.4 could store parts of a storage under keys of their own.
  if (part !== undefined && part !== null) throw refusedPickle('The file stores parts of storages.')
  let storage = known.get(key)
  if (!storage) known.set(key, (storage = make(key, type.dtype, length)))
  if (storage.dtype !== type.dtype || storage.length !== length)
    throw damagedPickle(`storage ${printable(key)} is described in two ways`)
  return storage
}

/** (storage, offset, size, stride, …); what follows concerns gradients. */
function rebuildTensor([storage, offset, size, stride]: readonly unknown[]): TorchTensor {
  if (!(storage instanceof TorchStorage) || !isCount(offset) || !isCounts(size) || !isCounts(stride))
    throw damagedPickle('a tensor is described in no known way')
  return new TorchTensor(storage, offset, size, stride)
}

/** (tensor, requires_grad, hooks). */
function rebuildParameter([tensor]: readonly unknown[]): TorchTensor {
  if (!(tensor instanceof TorchTensor)) throw damagedPickle('a parameter is no tensor')
  return tensor
}

function rebuildSize([size]: readonly unknown[]): unknown {
  if (!isCounts(size)) throw damagedPickle('a size is no list of lengths')
  return size
}

/** Filled afterwards, entry by entry. Only Python 2 gave the entries along; copying them could be made to take for ever. */
function rebuildOrderedDict(args: readonly unknown[]): Map<unknown, unknown> {
  if (args.length > 0) throw refusedPickle('The file makes an OrderedDict in the way of Python 2.')
  return new Map()
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= mostAxes && value.every(isCount)
