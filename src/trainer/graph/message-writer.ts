/**
 * Protocol buffer messages, written by hand: a model file needs a dozen of them, and no schema compiler.
 * Fields are written in the order of the calls. Source: the wire format, protobuf.dev/programming-guides/encoding.
 */
export class MessageWriter {
  private chunks: Buffer[] = []

  varint(value: number | bigint): this {
    let rest = BigInt.asUintN(64, BigInt(value))
    const bytes: number[] = []
    do {
      const low = Number(rest & 127n)
      rest >>= 7n
      bytes.push(rest ? low | 128 : low)
    } while (rest)
    this.chunks.push(Buffer.from(bytes))
    return this
  }

  integer(field: number, value: number | bigint): this {
    return this.varint(field << 3).varint(value)
  }

  float(field: number, value: number): this {
    const bytes = Buffer.alloc(4)
    bytes.writeFloatLE(value)
    this.varint((field << 3) | 5).chunks.push(bytes)
    return this
  }

  bytes(field: number, value: string | Uint8Array): this {
    const bytes =
      typeof value === 'string'
        ? Buffer.from(value)
        : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    this.varint((field << 3) | 2)
      .varint(bytes.length)
      .chunks.push(bytes)
    return this
  }

  message(field: number, inner: MessageWriter): this {
    const length = inner.chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    this.varint((field << 3) | 2).varint(length)
    for (const chunk of inner.chunks) this.chunks.push(chunk) // too many to spread as arguments
    return this
  }

  finish(): Buffer {
    return Buffer.concat(this.chunks)
  }
}
