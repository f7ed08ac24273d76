import { AntrumError } from '../ipc/error.ts'
import { Allowed, asText, PickleObject, unpickle, type PickleValue } from './pickle.ts'
import { storedEntries } from './stored-zip.ts'

/** A tensor of a weights file, in PyTorch's order, as float32 whatever it was. */
export interface ForeignTensor {
  shape: number[]
  data: Float32Array
}

/** Reads `count` numbers of a storage from its bytes. */
type Decode = (bytes: Uint8Array, count: number) => Float32Array
interface StorageType {
  width: number
  decode: Decode
}

const aligned = (bytes: Uint8Array) => (bytes.byteOffset % 8 === 0 ? bytes : bytes.slice())
const over = <A extends ArrayLike<number | bigint>>(
  make: new (buffer: ArrayBufferLike, offset: number, count: number) => A,
  width: number,
): StorageType => ({
  width,
  decode: (bytes, count) => {
    const { buffer, byteOffset } = aligned(bytes)
    return Float32Array.from(new make(buffer, byteOffset, count) as ArrayLike<number>, Number)
  },
})
const storageTypes: Record<string, StorageType> = {
  FloatStorage: over(Float32Array, 4),
  DoubleStorage: over(Float64Array, 8),
  HalfStorage: over(
    Float16Array as unknown as new (buffer: ArrayBufferLike, offset: number, count: number) => Float32Array,
    2,
  ),
  // The upper half of a float32.
  BFloat16Storage: {
    width: 2,
    decode: (bytes, count) => {
      const { buffer, byteOffset } = aligned(bytes)
      return new Float32Array(
        Uint32Array.from(new Uint16Array(buffer, byteOffset, count), (half) => half << 16).buffer,
      )
    },
  },
  LongStorage: over(BigInt64Array, 8),
  IntStorage: over(Int32Array, 4),
  ShortStorage: over(Int16Array, 2),
  CharStorage: over(Int8Array, 1),
  ByteStorage: over(Uint8Array, 1),
  BoolStorage: over(Uint8Array, 1),
}

class Storage extends PickleObject {
  readonly type: StorageType
  readonly key: string
  readonly count: number
  /** Of the whole storage; filled in when the bytes are known. */
  values: Float32Array | undefined
  constructor(type: StorageType, key: string, count: number) {
    super()
    this.type = type
    this.key = key
    this.count = count
  }
}

class Tensor extends PickleObject {
  readonly storage: Storage
  readonly offset: number
  readonly shape: number[]
  readonly strides: number[]
  constructor(storage: Storage, offset: number, shape: number[], strides: number[]) {
    super()
    this.storage = storage
    this.offset = offset
    this.shape = shape
    this.strides = strides
  }
}

/**
 * The tensors of a PyTorch checkpoint (`torch.save` of a state dict, or of a dict that holds one as `state_dict` or
 * `model`), in the zip form or the older one of bare pickles. Nothing in the file is executed (see `unpickle`).
 *
 * @throws AntrumError 'unreadable-file' when damaged or no checkpoint; 'unsupported-file' when it wants more than plain
 *   tensors, or holds none.
 */
export function readTorchFile(bytes: Uint8Array): Map<string, ForeignTensor> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  const value = isZip ? readZipForm(bytes) : readLegacyForm(bytes)
  const tensors = new Map(
    [...stateDictOf(value)].flatMap(([name, tensor]) =>
      tensor instanceof Tensor ? [[name, dense(tensor)] as const] : [],
    ),
  )
  if (!tensors.size)
    throw new AntrumError(
      'unsupported-file',
      'The weights file holds no tensors by name. Save it with torch.save(model.state_dict(), file).',
    )
  return tensors
}

const damaged = (what: string) =>
  new AntrumError(
    'unreadable-file',
    `The weights file is damaged or no PyTorch checkpoint: ${what}. Download or save it again.`,
  )

const isNumbers = (value: PickleValue | undefined): value is number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0)

function rebuildTensor([storage, offset, shape, strides]: PickleValue[]): PickleValue {
  if (
    !(storage instanceof Storage) ||
    !isNumbers([offset ?? null]) ||
    !isNumbers(shape) ||
    !isNumbers(strides) ||
    shape.length !== strides.length
  )
    throw damaged('a tensor without its storage or shape')
  return new Tensor(storage, offset as number, shape, strides)
}

/** A storage type is a name that is passed on, never called. */
const storageName = (name: string) =>
  [
    `torch ${name}`,
    () => {
      throw damaged(`a call of ${name}`)
    },
  ] as const

const allowed: ReadonlyMap<string, (args: PickleValue[]) => PickleValue> = new Map<
  string,
  (args: PickleValue[]) => PickleValue
>([
  ['collections OrderedDict', () => new Map()],
  ['torch Size', ([sizes]) => sizes ?? []],
  ['torch._utils _rebuild_tensor_v2', rebuildTensor],
  ['torch._utils _rebuild_parameter', ([data]) => data ?? null],
  ...Object.keys(storageTypes).map(storageName),
])

function storageOf(id: PickleValue): { storage: Storage; isView: boolean } {
  const [kind, type, key, , count, viewOf] = Array.isArray(id) ? (id as PickleValue[]) : []
  const name = type instanceof Allowed ? type.name.split(' ')[1] : ''
  const storageType = storageTypes[name]
  if (kind !== 'storage' || !storageType || typeof key !== 'string' || !isNumbers([count ?? null]))
    throw damaged('a storage that is none')
  return { storage: new Storage(storageType, key, count as number), isView: Array.isArray(viewOf) }
}

/** One storage object per key, however often it is mentioned. */
function storageRegister() {
  const storages = new Map<string, Storage>()
  const persistent = (id: PickleValue): PickleValue => {
    const { storage, isView } = storageOf(id)
    if (isView)
      throw new AntrumError(
        'unsupported-file',
        'The weights file shares storages as PyTorch before 0.4 did. Load it and save it again with a current PyTorch.',
      )
    const known = storages.get(storage.key)
    if (known) return known
    storages.set(storage.key, storage)
    return storage
  }
  return { storages, persistent }
}

function readZipForm(bytes: Uint8Array): PickleValue {
  const entries = storedEntries(bytes)
  const root = [...entries.keys()].find((name) => name === 'data.pkl' || name.endsWith('/data.pkl'))
  if (root === undefined) throw damaged('no data.pkl in the archive')
  const folder = root.slice(0, -'data.pkl'.length)
  const { storages, persistent } = storageRegister()
  const { value } = unpickle(entries.get(root)!, { allowed, persistent })
  for (const storage of storages.values()) fill(storage, entries.get(`${folder}data/${storage.key}`))
  return value
}

/** Magic number, protocol, system information, the object, the keys of its storages: five pickles; then each storage. */
function readLegacyForm(bytes: Uint8Array): PickleValue {
  const { storages, persistent } = storageRegister()
  let at = 0
  const next = () => {
    const { value, end } = unpickle(bytes, { allowed, persistent }, at)
    at = end
    return value
  }
  const magic = next()
  if (asText(magic) !== '119547037146038801333356') throw damaged('neither a zip archive nor the older form')
  next()
  next()
  const value = next()
  const keys = next()
  if (!Array.isArray(keys)) throw damaged('no list of storages')
  for (const key of keys) {
    const storage = storages.get(String(key))
    if (!storage) throw damaged(`an unknown storage ${String(key)}`)
    at += 8 // its length, which we know
    const length = storage.count * storage.type.width
    fill(storage, bytes.subarray(at, at + length))
    at += length
  }
  return value
}

function fill(storage: Storage, bytes: Uint8Array | undefined): void {
  const wanted = storage.count * storage.type.width
  if (!bytes || bytes.length < wanted)
    throw damaged(`storage ${storage.key} should have ${wanted} bytes and has ${bytes?.length ?? 0}`)
  storage.values = storage.type.decode(bytes.subarray(0, wanted), storage.count)
}

/** A tensor's values in row-major order, whatever view of its storage it is. */
function dense({ storage, offset, shape, strides }: Tensor): ForeignTensor {
  const size = shape.reduce((product, length) => product * length, 1)
  const values = storage.values
  const last = offset + shape.reduce((sum, length, axis) => sum + (length - 1) * strides[axis], 0)
  if (!values || (size > 0 && last >= values.length) || size > 2 ** 31)
    throw damaged('a tensor reaches beyond its storage')
  const contiguous = shape.every(
    (length, axis) =>
      length === 1 || strides[axis] === shape.slice(axis + 1).reduce((product, other) => product * other, 1),
  )
  if (contiguous) return { shape, data: values.slice(offset, offset + size) }
  // A view may repeat its storage (stride 0); more than a hundredfold is no weight but an attack on memory.
  if (size > 100 * values.length) throw damaged('a tensor far larger than its storage')
  const data = new Float32Array(size)
  const index = shape.map(() => 0)
  for (let to = 0; to < size; to++) {
    data[to] = values[index.reduce((sum, i, axis) => sum + i * strides[axis], offset)]!
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0
  }
  return { shape, data }
}

function stateDictOf(value: PickleValue): Map<string, PickleValue> {
  if (!(value instanceof Map))
    throw new AntrumError(
      'unsupported-file',
      'The weights file holds no dict of tensors. Save it with torch.save(model.state_dict(), file).',
    )
  for (const key of ['state_dict', 'model_state_dict', 'model']) {
    const inner = value.get(key)
    if (inner instanceof Map) return inner
  }
  return value
}
