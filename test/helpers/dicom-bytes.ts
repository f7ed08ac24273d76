import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { applyAffine } from '../../src/shared/imaging/affine.ts'
import type { Volume } from '../../src/shared/imaging/volume.ts'

/**
 * DICOM files written byte by byte from the standard (PS3.5 and PS3.10), so that they do not lean on Antrum's reading.
 * One synthetic person, of a name that is easily searched for.
 */
export interface DicomFields {
  /** Attributes to add or replace, by 'ggggeeee'; undefined leaves one out. */
  tags?: Record<string, Attribute | undefined>
  /** Implicit instead of explicit VR little endian. */
  implicit?: boolean
  /** Written without preamble and file meta group. */
  bare?: boolean
}

export type Attribute = [
  vr: string,
  value: string | number | Uint8Array | readonly Record<string, Attribute>[],
]

export const person = { name: 'Mustermann^Erika', id: 'PAT-4711-X', birthDate: '19640812' }

/** One slice of 2 × 1.5 mm pixels (between columns, between rows), 16 bit. */
export interface SliceFields extends DicomFields {
  rows?: number
  columns?: number
  /** Position of the first voxel's centre, LPS mm. */
  position?: readonly [number, number, number]
  orientation?: readonly number[]
  value?: (column: number, row: number) => number
  /** Distinguishes slices of a series. */
  instance?: number
  series?: string
  study?: string
  description?: string
}

const explicitSyntax = '1.2.840.10008.1.2.1'
const implicitSyntax = '1.2.840.10008.1.2'
const longLengths = new Set(['OB', 'OW', 'SQ', 'UN', 'UT'])

export function sliceBytes({
  rows = 24,
  columns = 20,
  position = [0, 0, 0],
  orientation = [1, 0, 0, 0, 1, 0],
  value = (column, row) => column + 10 * row,
  instance = 1,
  series = '1.2.3.4',
  study = '1.2.3',
  description = 't1 3d',
  ...fields
}: SliceFields = {}): Uint8Array {
  const pixels = new Uint16Array(rows * columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) pixels[column + columns * row] = value(column, row)
  return dicomBytes({
    ...fields,
    tags: {
      '00080008': ['CS', 'ORIGINAL\\PRIMARY\\M'],
      '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.4'],
      '00080018': ['UI', `${series}.${instance}`],
      '00080020': ['DA', '20190503'],
      '00080022': ['DA', '20190504'],
      '00080060': ['CS', 'MR'],
      '00080070': ['LO', 'Maker'],
      '0008103e': ['LO', description],
      '00100010': ['PN', person.name],
      '00100020': ['LO', person.id],
      '00100030': ['DA', person.birthDate],
      '00100040': ['CS', 'F'],
      '00180015': ['CS', 'HEAD'],
      '00180050': ['DS', '5'],
      '00180080': ['DS', '1800'],
      '00180081': ['DS', '2.5'],
      '00185100': ['CS', 'HFS'],
      '0020000d': ['UI', study],
      '0020000e': ['UI', series],
      '00200011': ['IS', '1'],
      '00200013': ['IS', String(instance)],
      '00200032': ['DS', position.join('\\')],
      '00200037': ['DS', orientation.join('\\')],
      '00280002': ['US', 1],
      '00280004': ['CS', 'MONOCHROME2'],
      '00280010': ['US', rows],
      '00280011': ['US', columns],
      '00280030': ['DS', '1.5\\2'],
      '00280100': ['US', 16],
      '00280101': ['US', 12],
      '00280102': ['US', 11],
      '00280103': ['US', 0],
      '7fe00010': ['OW', new Uint8Array(pixels.buffer)],
      ...fields.tags,
    },
  })
}

/** The slices of an axial series, from below: 5 mm apart, voxels that differ everywhere. */
export function seriesBytes(count = 20, fields: (index: number) => SliceFields = () => ({})): Uint8Array[] {
  return Array.from({ length: count }, (_, k) =>
    sliceBytes({
      instance: k + 1,
      position: [-20, -18, -30 + 5 * k],
      value: (column, row) => (97 * k + 31 * row + 7 * column) % 4000,
      ...fields(k),
    }),
  )
}

/** A head as the slices of an MR series, its voxels scaled to 0…4095: [file bytes], along its third axis. */
export function headSeries({ shape, data, affine }: Volume): Uint8Array[] {
  const [columns, rows, slices] = shape
  // RAS to LPS
  const lps = (point: readonly number[]): [number, number, number] => [-point[0], -point[1], point[2]]
  const axis = (k: number) => lps([affine[k], affine[4 + k], affine[8 + k]])
  const spacing = [0, 1, 2].map((k) => Math.hypot(...axis(k)))
  const along = [0, 1].flatMap((k) => axis(k).map((mm) => mm / spacing[k]))
  const most = data.reduce((a, b) => Math.max(a, b), 0)
  return Array.from({ length: slices }, (_, k) =>
    sliceBytes({
      rows,
      columns,
      instance: k + 1,
      position: lps(applyAffine(affine, [0, 0, k])),
      orientation: along,
      description: 'FLAIR',
      value: (column, row) => Math.round((4095 * data[(k * rows + row) * columns + column]) / most),
      tags: {
        '00180050': ['DS', String(spacing[2])],
        '00280030': ['DS', `${spacing[1]}\\${spacing[0]}`],
      },
    }),
  )
}

/** Writes files into a folder, made when it is not there; names as given, else IM0001.dcm, … */
export function writeDicom(
  folder: string,
  files: readonly Uint8Array[],
  name?: (index: number) => string,
): string {
  mkdirSync(folder, { recursive: true })
  files.forEach((bytes, i) =>
    writeFileSync(path.join(folder, name?.(i) ?? `IM${String(i + 1).padStart(4, '0')}.dcm`), bytes),
  )
  return folder
}

/** A study of two series in folders `flair` (1.2.3.4) and `t1` (1.7); the FLAIR is the one to be imported. */
export function writeStudy(folder: string): string {
  writeDicom(
    path.join(folder, 'flair'),
    seriesBytes(20, () => ({ description: 'FLAIR' })),
  )
  writeDicom(
    path.join(folder, 't1'),
    seriesBytes(20, (k) => ({ series: '1.7', value: (column, row) => 50 * k + column * row })),
  )
  return folder
}

export function dicomBytes({ tags = {}, implicit = false, bare = false }: DicomFields): Uint8Array {
  const body = dataSetBytes(tags, !implicit)
  if (bare) return body
  const text = (tag: string, otherwise: string) => {
    const value = tags[tag]?.[1]
    return typeof value === 'string' ? value : otherwise
  }
  const meta = dataSetBytes(
    {
      '00020001': ['OB', Uint8Array.of(0, 1)],
      '00020002': ['UI', '1.2.840.10008.5.1.4.1.1.4'],
      '00020003': ['UI', text('00080018', '1.2')],
      '00020010': ['UI', text('00020010', implicit ? implicitSyntax : explicitSyntax)],
      '00020012': ['UI', '1.2.3'],
    },
    true,
  )
  const length = dataSetBytes({ '00020000': ['UL', meta.length] }, true)
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, body])
}

function dataSetBytes(tags: Record<string, Attribute | undefined>, explicit: boolean): Buffer {
  const parts = Object.keys(tags)
    .filter((tag) => tags[tag] && !(tag.startsWith('0002') && !explicit))
    .sort()
    .map((tag) => attributeBytes(tag, tags[tag]!, explicit))
  return Buffer.concat(parts)
}

function attributeBytes(tag: string, [vr, value]: Attribute, explicit: boolean): Buffer {
  const content = contentBytes(vr, value, explicit)
  const isLong = explicit && longLengths.has(vr)
  const head = Buffer.alloc(explicit && isLong ? 12 : 8)
  head.writeUInt16LE(parseInt(tag.slice(0, 4), 16), 0)
  head.writeUInt16LE(parseInt(tag.slice(4), 16), 2)
  if (explicit) head.write(vr, 4, 'latin1')
  if (isLong) head.writeUInt32LE(content.length, 8)
  else if (explicit) head.writeUInt16LE(content.length, 6)
  else head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

function contentBytes(vr: string, value: Attribute[1], explicit: boolean): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'latin1')
    return text.length % 2 === 0 ? text : Buffer.concat([text, Buffer.from(vr === 'UI' ? '\0' : ' ')])
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(vr === 'US' ? 2 : vr === 'FD' ? 8 : 4)
    if (vr === 'US') bytes.writeUInt16LE(value)
    else if (vr === 'FD') bytes.writeDoubleLE(value)
    else bytes.writeUInt32LE(value)
    return bytes
  }
  return Buffer.concat(
    value.map((item) => {
      const content = dataSetBytes(item, explicit)
      const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0])
      head.writeUInt32LE(content.length, 4)
      return Buffer.concat([head, content])
    }),
  )
}
