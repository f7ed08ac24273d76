import { orderKeys } from './order-keys.ts'

export type MedianWidth = 0 | 3 | 5 | 7

/**
 * Median over a cube around every voxel; beyond the border the volume is reflected with the edge voxel repeated
 * (… b a | a b …), as SciPy's `median_filter(data, width, mode='reflect')`. Results are equal to it bit for bit.
 *
 * How: values are replaced by their ranks; a window that slides along a row keeps how often each rank occurs, and the
 * rank of its median, which a step moves only a little; a two-level bitmap finds the neighbouring occupied rank at once.
 *
 * @param data   Finite values in NIfTI order.
 * @param shape  [ni, nj, nk].
 * @param width  Edge of the cube in voxels; 0 returns a copy.
 * Source: docs/methods/residual.md (default 5); Huang et al. 1979 for the sliding window.
 */
export function medianFilter(
  data: Float32Array,
  shape: readonly [number, number, number],
  width: MedianWidth,
): Float32Array<ArrayBuffer> {
  if (width === 0) return new Float32Array(data)
  const { rankOf, values } = rank(data)
  const window = new RankWindow(values.length)
  const filtered = new Float32Array(data.length)
  const [ni, nj, nk] = shape
  const [reflectI, reflectJ, reflectK] = shape.map((length) => reflectedIndices(length, width))
  const middle = (width ** 3 - 1) / 2
  const rows = new Int32Array(width * width)
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      let row = 0
      for (let dk = 0; dk < width; dk++)
        for (let dj = 0; dj < width; dj++) rows[row++] = ni * (reflectJ[j + dj] + nj * reflectK[k + dk])
      for (let di = 0; di < width; di++) window.addAll(rankOf, rows, reflectI[di])
      const out = ni * (j + nj * k)
      filtered[out] = values[window.nth(middle)]
      for (let i = 1; i < ni; i++) {
        window.slide(rankOf, rows, reflectI[i - 1], reflectI[i + width - 1])
        filtered[out + i] = values[window.nth(middle)]
      }
      for (let di = 0; di < width; di++) window.removeAll(rankOf, rows, reflectI[ni - 1 + di])
    }
  }
  return filtered
}

/** For each position −radius … length−1+radius of an axis the index that stands there, shifted to count from 0. */
function reflectedIndices(length: number, width: number): Int32Array {
  const radius = (width - 1) / 2
  return Int32Array.from({ length: length + 2 * radius }, (_, position) => {
    const period = 2 * length
    const index = (((position - radius) % period) + period) % period
    return index < length ? index : period - 1 - index
  })
}

/** Equal values share a rank; `values[rank]` leads back. Radix sort of the order-preserving keys, 11 bits a pass. */
function rank(data: Float32Array): { rankOf: Int32Array; values: Float32Array } {
  const keys = orderKeys(data)
  let order = Uint32Array.from(keys, (_, i) => i)
  let next = new Uint32Array(keys.length)
  for (const shift of [0, 11, 22]) {
    const starts = new Uint32Array(2049)
    for (let i = 0; i < keys.length; i++) starts[((keys[i] >>> shift) & 2047) + 1]++
    for (let bin = 0; bin < 2048; bin++) starts[bin + 1] += starts[bin]
    for (let i = 0; i < order.length; i++) {
      const voxel = order[i]
      next[starts[(keys[voxel] >>> shift) & 2047]++] = voxel
    }
    ;[order, next] = [next, order]
  }
  const rankOf = new Int32Array(data.length)
  const values = new Float32Array(data.length)
  let count = 0
  for (let i = 0; i < order.length; i++) {
    const voxel = order[i]
    if (i === 0 || keys[voxel] !== keys[order[i - 1]]) values[count++] = data[voxel]
    rankOf[voxel] = count - 1
  }
  return { rankOf, values: values.subarray(0, count) }
}

/** A multiset of ranks with a cursor that walks to its n-th smallest element. */
class RankWindow {
  /** How often each rank is in the window: at most 7³ = 343. */
  readonly #counts: Uint16Array
  /** One bit per occupied rank, and one bit per word of those that is not 0. */
  readonly #occupied: Int32Array
  readonly #words: Int32Array
  /** The cursor, and how many elements are smaller than it. */
  #cursor = 0
  #smaller = 0

  constructor(ranks: number) {
    this.#counts = new Uint16Array(ranks)
    this.#occupied = new Int32Array((ranks >> 5) + 1)
    this.#words = new Int32Array((ranks >> 10) + 1)
  }

  /** One voxel of every row of the cube, at the same place in each. */
  addAll(rankOf: Int32Array, rows: Int32Array, index: number): void {
    for (let r = 0; r < rows.length; r++) this.add(rankOf[rows[r] + index])
  }

  removeAll(rankOf: Int32Array, rows: Int32Array, index: number): void {
    for (let r = 0; r < rows.length; r++) this.remove(rankOf[rows[r] + index])
  }

  add(rank: number): void {
    if (this.#counts[rank]++ === 0) {
      this.#occupied[rank >> 5] |= 1 << (rank & 31)
      this.#words[rank >> 10] |= 1 << ((rank >> 5) & 31)
    }
    if (rank < this.#cursor) this.#smaller++
  }

  remove(rank: number): void {
    if (--this.#counts[rank] === 0) {
      this.#occupied[rank >> 5] &= ~(1 << (rank & 31))
      if (this.#occupied[rank >> 5] === 0) this.#words[rank >> 10] &= ~(1 << ((rank >> 5) & 31))
    }
    if (rank < this.#cursor) this.#smaller--
  }

  /** One step along a row: in every row of the cube one voxel leaves and one comes in. */
  slide(rankOf: Int32Array, rows: Int32Array, leaving: number, entering: number): void {
    for (let r = 0; r < rows.length; r++) {
      const gone = rankOf[rows[r] + leaving]
      const come = rankOf[rows[r] + entering]
      if (gone === come) continue
      this.remove(gone)
      this.add(come)
    }
  }

  /** The rank of the n-th smallest element, counted from 0. */
  nth(n: number): number {
    while (this.#smaller > n) {
      this.#cursor = this.#below(this.#cursor)
      this.#smaller -= this.#counts[this.#cursor]
    }
    while (this.#smaller + this.#counts[this.#cursor] <= n) {
      this.#smaller += this.#counts[this.#cursor]
      this.#cursor = this.#above(this.#cursor)
    }
    return this.#cursor
  }

  /** The nearest occupied rank above; there must be one. */
  #above(rank: number): number {
    let word = rank >> 5
    // Two shifts, because a shift by 32 would be a shift by 0.
    let bits = this.#occupied[word] & ((-1 << (rank & 31)) << 1)
    if (bits === 0) {
      let group = word >> 5
      let groupBits = this.#words[group] & ((-1 << (word & 31)) << 1)
      while (groupBits === 0) groupBits = this.#words[++group]
      word = (group << 5) + lowestBit(groupBits)
      bits = this.#occupied[word]
    }
    return (word << 5) + lowestBit(bits)
  }

  /** The nearest occupied rank below; there must be one. */
  #below(rank: number): number {
    let word = rank >> 5
    let bits = this.#occupied[word] & ((1 << (rank & 31)) - 1)
    if (bits === 0) {
      let group = word >> 5
      let groupBits = this.#words[group] & ((1 << (word & 31)) - 1)
      while (groupBits === 0) groupBits = this.#words[--group]
      word = (group << 5) + 31 - Math.clz32(groupBits)
      bits = this.#occupied[word]
    }
    return (word << 5) + 31 - Math.clz32(bits)
  }
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits)
