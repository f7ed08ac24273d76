import { attributesOf, type Attributes } from './attributes.ts'
import type { ParsedDicom } from './data-set.ts'

/** Place of one slice; LPS mm, as DICOM has it: x towards the patient's left, y posterior, z superior. */
export interface Frame {
  /** Centre of the first voxel. */
  positionMm: readonly number[] | null
  /** Direction in which columns count up, then in which rows do: 6 numbers. */
  orientation: readonly number[] | null
  /** Distance between rows, between columns. */
  spacingMm: readonly number[] | null
}

/** How an image was taken; never anything about whom it shows. */
export interface Acquisition {
  modality: string
  manufacturer: string | null
  model: string | null
  fieldStrengthT: number | null
  scanningSequence: string[]
  sequenceVariant: string[]
  /** '2D' or '3D'. */
  dimensions: string | null
  repetitionTimeMs: number | null
  echoTimeMs: number | null
  inversionTimeMs: number | null
  flipAngleDegrees: number | null
  sliceThicknessMm: number | null
  kvp: number | null
  bodyPart: string | null
  patientPosition: string | null
  lossy: boolean
}

/** Whom a file shows. Only ever in memory: pseudonyms and date shifts are made of it, and it is forgotten. */
export interface Identity {
  patientId: string
  name: string
  /** YYYYMMDD or empty, like every date here. */
  birthDate: string
  sex: string
  /** As DICOM writes it, '045Y'. */
  age: string
  acquiredOn: string
}

/** What is read of one DICOM file before its pixels; plain data, so that it crosses threads. */
export interface DicomHeader {
  identity: Identity
  study: string
  series: string
  instance: string
  seriesNumber: number | null
  /** Free text of the scanner's user: shown, never stored. */
  description: string
  protocol: string
  imageType: string[]
  transferSyntax: string
  rows: number
  columns: number
  samplesPerPixel: number
  bitsAllocated: number
  burnedIn: boolean
  acquisition: Acquisition
  /** One, or more in a multi-frame file; empty when the file holds no image. */
  frames: Frame[]
}

export function readHeader({ dataSet, transferSyntax }: ParsedDicom): DicomHeader {
  const root = attributesOf(dataSet)
  const shared = root.items('x52009229')
  const perFrame = root.items('x52009230')
  const [rows, columns] = [root.uint16('x00280010') ?? 0, root.uint16('x00280011') ?? 0]
  return {
    identity: readIdentity(root, perFrame[0]),
    study: root.text('x0020000d') ?? '',
    series: root.text('x0020000e') ?? '',
    instance: root.text('x00080018') ?? '',
    seriesNumber: root.number('x00200011'),
    description: root.text('x0008103e') ?? '',
    protocol: root.text('x00181030') ?? '',
    imageType: root.texts('x00080008').map((word) => word.toUpperCase()),
    transferSyntax,
    rows,
    columns,
    samplesPerPixel: root.uint16('x00280002') ?? 1,
    bitsAllocated: root.uint16('x00280100') ?? 16,
    burnedIn: root.text('x00280301') === 'YES',
    acquisition: readAcquisition(root, [...shared, ...perFrame.slice(0, 1)]),
    frames: rows > 0 && columns > 0 ? readFrames(root, shared, perFrame) : [],
  }
}

function readIdentity(root: Attributes, firstFrame: Attributes | undefined): Identity {
  const date = (text: string | null | undefined) => /^\d{8}/.exec(text?.replace(/[.-]/g, '') ?? '')?.[0] ?? ''
  const frameTime = firstFrame?.items('x00209111')[0]?.text('x00189074')
  return {
    patientId: root.text('x00100020') ?? '',
    name: root.text('x00100010') ?? '',
    birthDate: date(root.text('x00100030')),
    sex: root.text('x00100040') ?? '',
    age: root.text('x00101010') ?? '',
    acquiredOn:
      ['x00080022', 'x0008002a', 'x00080023', 'x00080021', 'x00080020']
        .map((tag) => date(root.text(tag)))
        .concat(date(frameTime))
        .find((day) => day !== '') ?? '',
  }
}

/** @param groups  Functional groups of an enhanced image: what is not at the top is in one of their sequences. */
function readAcquisition(root: Attributes, groups: readonly Attributes[]): Acquisition {
  const inGroup = <T>(sequence: string, read: (item: Attributes) => T | null): T | null =>
    groups
      .flatMap((group) => group.items(sequence))
      .reduce<T | null>((found, item) => found ?? read(item), null)
  const number = (tag: string, sequence: string, inner = tag) =>
    root.number(tag) ?? inGroup(sequence, (item) => item.number(inner))
  return {
    modality: root.text('x00080060') ?? '',
    manufacturer: root.text('x00080070'),
    model: root.text('x00081090'),
    fieldStrengthT: root.number('x00180087'),
    scanningSequence: root.texts('x00180020'),
    sequenceVariant: root.texts('x00180021'),
    dimensions: root.text('x00180023'),
    repetitionTimeMs: number('x00180080', 'x00189112'),
    echoTimeMs: root.number('x00180081') ?? inGroup('x00189114', (item) => item.double('x00189082')),
    inversionTimeMs: root.number('x00180082') ?? inGroup('x00189115', (item) => item.double('x00189079')),
    flipAngleDegrees: number('x00181314', 'x00189112'),
    sliceThicknessMm: number('x00180050', 'x00289110'),
    kvp: root.number('x00180060'),
    bodyPart: root.text('x00180015'),
    patientPosition: root.text('x00185100'),
    lossy: root.text('x00282110') === '01',
  }
}

function readFrames(
  root: Attributes,
  shared: readonly Attributes[],
  perFrame: readonly Attributes[],
): Frame[] {
  const count = Math.max(1, root.number('x00280008') ?? 1)
  const frame = (own: readonly Attributes[]): Frame => {
    // A frame's own value, else the one all frames share, else the classic attribute.
    const read = (sequence: string, tag: string, length: number) =>
      [...own, ...shared]
        .flatMap((group) => group.items(sequence))
        .map((item) => item.numbers(tag))
        .concat([root.numbers(tag)])
        .find((numbers) => numbers.length === length) ?? null
    return {
      positionMm: read('x00209113', 'x00200032', 3),
      orientation: read('x00209116', 'x00200037', 6),
      spacingMm: read('x00289110', 'x00280030', 2),
    }
  }
  if (count === 1) return [frame(perFrame.slice(0, 1))]
  return Array.from({ length: Math.min(count, mostFrames) }, (_, i) => frame(perFrame.slice(i, i + 1)))
}

/** A header may promise any number; no head series has more. */
const mostFrames = 20_000
