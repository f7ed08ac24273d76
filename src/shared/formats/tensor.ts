/** Values of one tensor by type. F16 and BF16 are widened on reading, so their values are float32. */
export interface TensorArrays {
  F64: Float64Array
  F32: Float32Array
  F16: Float32Array
  BF16: Float32Array
  I64: BigInt64Array
  I32: Int32Array
  U8: Uint8Array
}
export type TensorDtype = keyof TensorArrays

/** One tensor, row-major; `data` owns its memory. */
export type StoredTensor = {
  [D in TensorDtype]: { dtype: D; shape: readonly number[]; data: TensorArrays[D] }
}[TensorDtype]

/** A tensor still in its file, so that only what is used takes memory of its own. */
export interface FileTensor {
  dtype: TensorDtype
  shape: readonly number[]
  /** The values, row-major. Not to be written to: they may be handed out twice. */
  read: () => StoredTensor['data']
}

export const bytesPerValue: Record<TensorDtype, number> = {
  F64: 8,
  I64: 8,
  F32: 4,
  I32: 4,
  F16: 2,
  BF16: 2,
  U8: 1,
}

/** How many values a shape holds; 1 for a scalar's []. */
export const valueCount = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1)

/** Little-endian bytes to values; the result is a view of `raw` where no widening is needed. */
export function decodeValues(dtype: TensorDtype, raw: ArrayBuffer): StoredTensor['data'] {
  switch (dtype) {
    case 'F64':
      return new Float64Array(raw)
    case 'F32':
      return new Float32Array(raw)
    case 'F16': {
      const bits = new Uint16Array(raw)
      const values = new Float32Array(bits.length)
      const table = halfValues()
      for (let i = 0; i < bits.length; i++) values[i] = table[bits[i]]
      return values
    }
    case 'BF16': {
      const bits = new Uint16Array(raw)
      const widened = new Uint32Array(bits.length)
      for (let i = 0; i < bits.length; i++) widened[i] = bits[i] << 16
      return new Float32Array(widened.buffer)
    }
    case 'I64':
      return new BigInt64Array(raw)
    case 'I32':
      return new Int32Array(raw)
    case 'U8':
      return new Uint8Array(raw)
  }
}

/** Values as weights are wanted: float32, rounded to nearest. Float32 is passed through, not copied. */
export function asFloat32(values: StoredTensor['data']): Float32Array {
  if (values instanceof Float32Array) return values
  return values instanceof BigInt64Array ? Float32Array.from(values, Number) : new Float32Array(values)
}

let halfTable: Float32Array | undefined
/** What each of the 65536 halves is worth; made once, because weights come by the million. */
const halfValues = () => (halfTable ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => widenHalf(bits)))

/** IEEE 754 binary16 bits to a number. */
function widenHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
