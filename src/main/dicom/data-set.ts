import dicomParser from 'dicom-parser'
import type { DataSet, Element } from 'dicom-parser'
import { AntrumError } from '../../shared/ipc/error.ts'
import { implicitLittleEndian } from './transfer-syntax.ts'

export type { DataSet } from 'dicom-parser'

/** 'xggggeeee' of the pixels: reading stops there. */
const pixelData = 'x7fe00010'

/** The attributes of one file, and where its pixels are. */
export interface ParsedDicom {
  dataSet: DataSet
  transferSyntax: string
  /** Null when the bytes end before any pixels. */
  pixels: { offsetBytes: number; lengthBytes: number; undefinedLength: boolean } | null
  /** Whether the bytes end inside an attribute: what is there was read all the same. */
  cut: boolean
}

/**
 * Reads attributes up to the pixels. Files without the 'DICM' mark are taken for implicit little endian when they begin
 * with group 0008, as scanners of the nineties wrote them.
 *
 * @param bytes  A file or its beginning.
 * @throws AntrumError 'unreadable-file' when this is no DICOM, 'unsupported-file' when the attributes are compressed.
 */
export function parseDicom(bytes: Uint8Array): ParsedDicom {
  const marked = hasDicomMark(bytes)
  if (!marked && !(bytes.length >= 8 && bytes[0] === 8 && bytes[1] === 0 && bytes[3] === 0)) {
    throw new AntrumError(
      'unreadable-file',
      'This is not a DICOM file: it has no DICM mark. Leave it out, or copy it again from where it came from.',
    )
  }
  const { dataSet, cut } = parseLeniently(bytes, marked)
  const transferSyntax = marked ? (dataSet.string('x00020010')?.trim() ?? '') : implicitLittleEndian
  const pixels = (dataSet.elements as Record<string, Element | undefined>)[pixelData]
  return {
    dataSet,
    transferSyntax,
    cut,
    pixels: pixels
      ? {
          offsetBytes: pixels.dataOffset,
          lengthBytes: pixels.length,
          undefinedLength: pixels.hadUndefinedLength === true,
        }
      : null,
  }
}

export const hasDicomMark = (bytes: Uint8Array): boolean =>
  bytes.length >= 132 && String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM'

function parseLeniently(bytes: Uint8Array, marked: boolean): { dataSet: DataSet; cut: boolean } {
  const inflater = () => {
    throw new AntrumError('unsupported-file', 'Its attributes are compressed (deflated). Export it without.')
  }
  try {
    const options = marked ? {} : { TransferSyntaxUID: implicitLittleEndian }
    return {
      dataSet: dicomParser.parseDicom(bytes, { untilTag: pixelData, inflater, ...options }),
      cut: false,
    }
  } catch (error) {
    if (error instanceof AntrumError) throw error
    const partial = (error as { dataSet?: DataSet } | null)?.dataSet
    if (partial) return { dataSet: partial, cut: true }
    throw new AntrumError(
      'unreadable-file',
      'The DICOM file is damaged: its attributes cannot be read. Copy it again from where it came from.',
      undefined,
      { cause: error },
    )
  }
}
