import { parseDicom } from '../../src/main/dicom/data-set.ts'
import { readHeader } from '../../src/main/dicom/header.ts'
import type { SeriesFile } from '../../src/main/dicom/series.ts'
import { seriesBytes, type SliceFields } from './dicom-bytes.ts'

/** The files of a series in a folder as they are after reading, without a disk. */
export const seriesFiles = (
  folder: string,
  fields: (index: number) => SliceFields = () => ({}),
  { count = 20, damaged = -1 } = {},
): SeriesFile[] =>
  seriesBytes(count, fields).map((bytes, i) => ({
    path: `/data/${folder}/${i}.dcm`,
    shown: `${folder}/${i}.dcm`,
    header: readHeader(parseDicom(bytes)),
    damage: i === damaged ? 'it was cut off' : null,
  }))
