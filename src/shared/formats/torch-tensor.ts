import { damagedPickle, refusedPickle } from './pickle-errors.ts'
import { bytesPerValue, decodeValues, valueCount } from './tensor.ts'
import type { FileTensor, StoredTensor, TensorDtype } from './tensor.ts'

/** Of a tensor; PyTorch's own limit. */
export const mostAxes = 64
/** An expanded tensor (stride 0) may repeat its storage up to so many values; beyond, a few bytes could fill memory. */
const mostRepeated = 2 ** 20

/** Memory that one or more tensors of a file look at; `bytes` is a view of the file. */
export class TorchStorage {
  readonly dtype: TensorDtype
  /** In values. */
  readonly length: number
  bytes: Uint8Array | null

  constructor(dtype: TensorDtype, length: number, bytes: Uint8Array | null) {
    this.dtype = dtype
    this.length = length
    this.bytes = bytes
  }
}

/** A tensor as PyTorch describes it: a storage, where it begins there, and a stride in values per axis. */
export class TorchTensor implements FileTensor {
  readonly dtype: TensorDtype
  readonly shape: readonly number[]
  private readonly storage: TorchStorage
  private readonly offset: number
  private readonly strides: readonly number[]
  /** Values of the storage from the first to the last that belongs to the tensor. */
  private readonly span: number

  /** @throws AntrumError 'unreadable-file' unless every value lies inside the storage. */
  constructor(storage: TorchStorage, offset: number, shape: readonly number[], strides: readonly number[]) {
    if (shape.length !== strides.length)
      throw damagedPickle('a tensor has another number of axes than strides')
    const count = valueCount(shape)
    const last = shape.reduce((sum, length, axis) => sum + (length - 1) * strides[axis], 0)
    this.span = count === 0 ? 0 : last + 1
    if (offset + this.span > storage.length)
      throw damagedPickle(
        `a tensor ends at value ${offset + this.span} of the ${storage.length} in its storage`,
      )
    if (count > Math.max(storage.length, mostRepeated))
      throw refusedPickle(`The file repeats ${storage.length} values to a tensor of ${count}.`)
    this.dtype = storage.dtype
    this.shape = [...shape]
    this.storage = storage
    this.offset = offset
    this.strides = [...strides]
  }

  read(): StoredTensor['data'] {
    const bytes = this.storage.bytes
    if (!bytes) throw damagedPickle('the values of a tensor are missing')
    const width = bytesPerValue[this.dtype]
    // A copy (slice() of a Node Buffer is none): values need not be aligned in the file, and outlive it.
    const raw = new Uint8Array(bytes.subarray(this.offset * width, (this.offset + this.span) * width)).buffer
    const values = decodeValues(this.dtype, raw)
    return this.isRowMajor() ? values : gather(values, this.shape, this.strides)
  }

  private isRowMajor(): boolean {
    if (this.span === 0) return true
    let expected = 1
    for (let axis = this.shape.length - 1; axis >= 0; axis--) {
      if (this.shape[axis] !== 1 && this.strides[axis] !== expected) return false
      expected *= this.shape[axis]
    }
    return true
  }
}

/** Values in row-major order, from where their strides put them. */
function gather(
  values: StoredTensor['data'],
  shape: readonly number[],
  strides: readonly number[],
): StoredTensor['data'] {
  // Copies within one type, so what is true of float32 is true of the others.
  const from = values as Float32Array
  const to = new (from.constructor as Float32ArrayConstructor)(valueCount(shape))
  const index = shape.map(() => 0)
  let position = 0
  for (let i = 0; i < to.length; i++) {
    to[i] = from[position]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += strides[axis]
      if (++index[axis] < shape[axis]) break
      position -= shape[axis] * strides[axis]
      index[axis] = 0
    }
  }
  return to
}
