/**
 * Seeded random numbers: the only source of chance in Antrum, so that every draw can be repeated.
 *
 * Generator: xoshiro128** 1.1 (Blackman and Vigna), state filled by SplitMix64 from a 64-bit key; the key is the FNV-1a
 * hash of the seed. `normal` is Marsaglia's polar method, `shuffle` is Fisher–Yates. Not for secrets.
 */
export interface Random {
  /** 0 ≤ x < 1 with 53 random bits. */
  uniform(): number
  /** Mean 0, standard deviation 1. */
  normal(): number
  /** Whole number 0 ≤ x < n without bias; 1 ≤ n ≤ 2³². Throws RangeError otherwise. */
  integer(n: number): number
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[]
  /** An independent stream that depends on this one's seed and the label only, not on the draws made so far. */
  fork(label: string): Random
  /** Plain JSON: after `restore` of it the draws continue bit for bit. */
  state(): RandomState
  restore(state: RandomState): void
}

export interface RandomState {
  /** 64 bits in hexadecimal: where `fork` starts from. */
  key: string
  /** xoshiro128** state, four unsigned 32-bit words. */
  words: [number, number, number, number]
  /** The second value of the last polar pair, null when used up. */
  spareNormal: number | null
}

/** The number 7 and the string '7' are the same seed. */
export function createRandom(seed: number | string): Random {
  return new Xoshiro128(fnv1a64(String(seed)))
}

/** The stream that gave this state, as if it had never stopped. */
export function restoreRandom(state: RandomState): Random {
  const random = new Xoshiro128(0n)
  random.restore(state)
  return random
}

/** FNV-1a, 64 bits, over the UTF-8 bytes. */
export function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash
}

/** The first `count` outputs of SplitMix64 started at `seed`. */
export function splitMix64(seed: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, index) => {
    let z = BigInt.asUintN(64, seed + 0x9e3779b97f4a7c15n * BigInt(index + 1))
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn)
    return z ^ (z >> 31n)
  })
}

class Xoshiro128 implements Random {
  #key: bigint
  #a = 0
  #b = 0
  #c = 0
  #d = 0
  #spareNormal: number | null = null

  constructor(key: bigint) {
    this.#key = key
    const [low, high] = splitMix64(key, 2) as [bigint, bigint]
    const word = (bits: bigint) => Number(BigInt.asUintN(32, bits)) | 0
    ;[this.#a, this.#b, this.#c, this.#d] = [word(low), word(low >> 32n), word(high), word(high >> 32n)]
  }

  /** Next 32 bits as an unsigned integer. */
  #next(): number {
    const product = Math.imul(this.#b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result >>> 0
  }

  uniform(): number {
    const high = this.#next() >>> 5
    return (high * 67108864 + (this.#next() >>> 6)) / 9007199254740992
  }

  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal
      this.#spareNormal = null
      return spare
    }
    for (;;) {
      const x = 2 * this.uniform() - 1
      const y = 2 * this.uniform() - 1
      const squared = x * x + y * y
      if (squared >= 1 || squared === 0) continue
      const scale = Math.sqrt((-2 * Math.log(squared)) / squared)
      this.#spareNormal = y * scale
      return x * scale
    }
  }

  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 4294967296) {
      throw new RangeError(`integer(n) wants a whole n from 1 to 2³², got ${n}`)
    }
    const limit = 4294967296 - (4294967296 % n)
    for (;;) {
      const draw = this.#next()
      if (draw < limit) return draw % n
    }
  }

  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items]
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(last + 1)
      const kept = shuffled[last]
      shuffled[last] = shuffled[other]!
      shuffled[other] = kept
    }
    return shuffled
  }

  fork(label: string): Random {
    return new Xoshiro128(fnv1a64(`${hex(this.#key)}/${label}`))
  }

  state(): RandomState {
    const words: RandomState['words'] = [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0]
    return { key: hex(this.#key), words, spareNormal: this.#spareNormal }
  }

  restore({ key, words, spareNormal }: RandomState): void {
    if (!/^[0-9a-f]{16}$/.test(key) || words.length !== 4 || words.every((word) => word === 0)) {
      throw new TypeError('Not a state of this generator: wanted a 16-digit key and four words, not all zero')
    }
    this.#key = BigInt(`0x${key}`)
    ;[this.#a, this.#b, this.#c, this.#d] = words.map((word) => word | 0) as RandomState['words']
    this.#spareNormal = spareNormal
  }
}

const hex = (key: bigint) => key.toString(16).padStart(16, '0')
