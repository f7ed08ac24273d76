import type { DataSet } from './data-set.ts'

/**
 * Values of a data set by tag ('xggggeeee'). What is absent, empty or not of the expected kind is null: a file of a
 * hundred attributes must not be lost to one that is odd.
 */
export interface Attributes {
  text: (tag: string) => string | null
  /** The values of a text attribute, divided at backslashes. */
  texts: (tag: string) => string[]
  /** Decimal and integer strings. */
  number: (tag: string) => number | null
  numbers: (tag: string) => number[]
  /** Binary numbers: US, UL and FD. */
  uint16: (tag: string) => number | null
  uint32: (tag: string) => number | null
  double: (tag: string) => number | null
  /** Items of a sequence. */
  items: (tag: string) => Attributes[]
  charset: Charset
}

export type Charset = 'utf-8' | 'latin1'

/** @param charset  (0008,0005) of the data set: items inherit it. */
export function attributesOf(dataSet: DataSet, charset = charsetOf(dataSet)): Attributes {
  const quietly = <T>(read: () => T | undefined): T | null => {
    try {
      return read() ?? null
    } catch {
      return null // the value lies behind the end of a cut file
    }
  }
  const text = (tag: string) =>
    quietly(() => {
      const element = dataSet.elements[tag]
      if (!element || element.items || element.length === 0) return undefined
      const { dataOffset, length } = element
      if (dataOffset + length > dataSet.byteArray.length) return undefined
      const bytes = dataSet.byteArray.subarray(dataOffset, dataOffset + length)
      return decoders[charset].decode(bytes).replace(/\0/g, '').trim() || undefined
    })
  const texts = (tag: string) =>
    text(tag)
      ?.split('\\')
      .map((part) => part.trim()) ?? []
  const numbers = (tag: string) => {
    const all = texts(tag).map((part) => (part === '' ? NaN : Number(part)))
    return all.every(Number.isFinite) ? all : []
  }
  return {
    charset,
    text,
    texts,
    numbers,
    number: (tag) => numbers(tag)[0] ?? null,
    uint16: (tag) => quietly(() => dataSet.uint16(tag)),
    uint32: (tag) => quietly(() => dataSet.uint32(tag)),
    double: (tag) => quietly(() => dataSet.double(tag)),
    items: (tag) =>
      dataSet.elements[tag]?.items?.flatMap((item) =>
        item.dataSet ? [attributesOf(item.dataSet, charset)] : [],
      ) ?? [],
  }
}

const decoders: Record<Charset, TextDecoder> = {
  'utf-8': new TextDecoder('utf-8'),
  // Other character sets keep their ASCII letters; the rest is only shown, never compared.
  latin1: new TextDecoder('latin1'),
}

function charsetOf(dataSet: DataSet): Charset {
  try {
    return dataSet.string('x00080005')?.includes('ISO_IR 192') ? 'utf-8' : 'latin1'
  } catch {
    return 'latin1'
  }
}
