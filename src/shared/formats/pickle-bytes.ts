import { AntrumError } from '../ipc/error.ts'
import { damagedPickle, refusedPickle } from './pickle-errors.ts'

const longestText = 2 ** 24
const longestLine = 1024

/** The bytes of a pickle, read from front to back; no read goes beyond their end. */
export class PickleBytes {
  at: number
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = start
  }

  /** Moves on by so many bytes and says where they begin. */
  private skip(count: number): number {
    const begin = this.at
    if (begin + count > this.bytes.length) throw damagedPickle('its pickle is cut off')
    this.at += count
    return begin
  }

  take(count: number): Uint8Array {
    const begin = this.skip(count)
    return this.bytes.subarray(begin, begin + count)
  }

  byte = (): number => this.view.getUint8(this.skip(1))
  uint16 = (): number => this.view.getUint16(this.skip(2), true)
  uint32 = (): number => this.view.getUint32(this.skip(4), true)
  int32 = (): number => this.view.getInt32(this.skip(4), true)
  /** The one big-endian number of the format. */
  float64 = (): number => this.view.getFloat64(this.skip(8), false)

  text(count: number): string {
    if (count > longestText) throw refusedPickle(`The file holds a text of ${count} bytes.`)
    try {
      return this.decoder.decode(this.take(count))
    } catch (error) {
      if (error instanceof AntrumError) throw error
      throw damagedPickle('its pickle has a text that is not UTF-8')
    }
  }

  /** Up to the next line feed, which is skipped. */
  line(): string {
    const length = this.bytes.subarray(this.at, this.at + longestLine).indexOf(0x0a)
    if (length < 0) throw damagedPickle('its pickle has a line without an end')
    const line = this.text(length)
    this.at++
    return line
  }
}

/** Little-endian two's complement; a bigint only where a number would not be exact. */
export function integer(bytes: Uint8Array): number | bigint {
  let value = 0n
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i])
  return asNumber(BigInt.asIntN(8 * bytes.length, value))
}

/** Decimal digits, as protocols 0 and 1 write numbers. */
export function integerFrom(digits: string): number | bigint {
  if (!/^-?\d{1,600}$/.test(digits)) throw damagedPickle('its pickle has a number that is none')
  return asNumber(BigInt(digits))
}

const asNumber = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value
