/**
 * Unsigned integers in the same order as the numbers they stand for, so that float32 values can be counted and sorted
 * by their bits: negative numbers have all bits turned, the others only the sign. 0 and −0 get one key.
 *
 * @param data  Finite values.
 */
export function orderKeys(data: Float32Array): Uint32Array<ArrayBuffer> {
  const keys = new Uint32Array(data.length)
  const floats = new Float32Array(keys.buffer)
  for (let i = 0; i < data.length; i++) {
    floats[i] = data[i] + 0 // −0 + 0 = 0
    const bits = keys[i]
    keys[i] = bits & 0x80000000 ? ~bits : bits | 0x80000000
  }
  return keys
}

const scratch = new Uint32Array(1)
const scratchFloat = new Float32Array(scratch.buffer)

/** The number a key stands for. */
export function valueOfKey(key: number): number {
  scratch[0] = key & 0x80000000 ? key & 0x7fffffff : ~key
  return scratchFloat[0]
}
