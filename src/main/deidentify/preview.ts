import { attributesOf } from '../dicom/attributes.ts'
import type { DataSet, ParsedDicom } from '../dicom/data-set.ts'
import { readHeader } from '../dicom/header.ts'
import { storedAcquisition, type StoredAcquisition } from './deidentify.ts'
import { identifyingTags, keptTags, replacedTags, voxelTags } from './tag-profile.ts'

/** An attribute before and after de-identification. `before` may name the patient: for the screen only. */
export interface AttributePreview {
  /** 'gggg,eeee'. */
  tag: string
  /** null where the profile does not name it. */
  name: string | null
  /** As the files have it, shortened; of several values the first. */
  before: string
  /** How many different values the files have. */
  values: number
  /** What is kept with the scan; null: nothing. */
  after: string | null
  /** 'voxels': it makes the voxels and their place, and lives on in those only. */
  fate: 'kept' | 'replaced' | 'voxels' | 'removed'
  /** It points to people, places, dates or devices. */
  identifying: boolean
}

/** What a project calls the person; null where it has not called anybody anything yet. */
export interface Alias {
  subject: string
  daysEarlier: number
}

/** Where the value of an attribute is kept, by its name in the profile. */
const keptAs: Readonly<Record<string, keyof StoredAcquisition>> = {
  Modality: 'modality',
  Manufacturer: 'manufacturer',
  ManufacturerModelName: 'model',
  BodyPartExamined: 'bodyPart',
  ScanningSequence: 'scanningSequence',
  SequenceVariant: 'sequenceVariant',
  MRAcquisitionType: 'dimensions',
  SliceThickness: 'sliceThicknessMm',
  KVP: 'kvp',
  RepetitionTime: 'repetitionTimeMs',
  EchoTime: 'echoTimeMs',
  EffectiveEchoTime: 'echoTimeMs',
  InversionTime: 'inversionTimeMs',
  InversionTimes: 'inversionTimeMs',
  MagneticFieldStrength: 'fieldStrengthT',
  FlipAngle: 'flipAngleDegrees',
  PatientPosition: 'patientPosition',
  LossyImageCompression: 'lossy',
  PatientSex: 'sex',
  PatientAge: 'ageYears',
  AcquisitionDate: 'shiftedDate',
}

const longest = 64

/**
 * What de-identification makes of each attribute of a series that has a value, by number. It is `storedAcquisition` that
 * is shown, not a second rule.
 *
 * @param files  All of one series.
 */
export function previewAttributes(files: readonly ParsedDicom[], alias: Alias | null): AttributePreview[] {
  const values = new Map<string, Set<string>>()
  for (const { dataSet } of files) collectValues(dataSet, values)
  const stored = storedAcquisition(readHeader(files[0]), alias?.daysEarlier ?? 0)
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, given]): AttributePreview => {
      const after = keptOf(tag, stored, alias)
      return {
        tag: `${tag.slice(0, 4)},${tag.slice(4)}`,
        name: keptTags[tag] ?? replacedTags[tag] ?? identifyingTags[tag] ?? null,
        before: [...given][0].slice(0, longest),
        values: given.size,
        after,
        fate: fateOf(tag, after),
        identifying: tag in identifyingTags || tag in replacedTags,
      }
    })
}

function fateOf(tag: string, after: string | null): AttributePreview['fate'] {
  if (voxelTags.has(tag)) return 'voxels'
  if (after === null) return 'removed'
  return tag in replacedTags ? 'replaced' : 'kept'
}

function keptOf(tag: string, stored: StoredAcquisition, alias: Alias | null): string | null {
  const name = keptTags[tag] ?? replacedTags[tag]
  if (name === undefined) return null
  if (name === 'PatientID') return alias?.subject ?? 'a pseudonym, drawn at the first import'
  const value = stored[keptAs[name]]
  if (name === 'AcquisitionDate' && !alias && value !== null)
    return 'an earlier day, drawn at the first import'
  const text = Array.isArray(value) ? value.join('\\') : typeof value === 'boolean' ? yesNo(value) : value
  return text === null || text === '' ? null : String(text)
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no')

/** Attributes inside sequences under their own number, as the profile speaks of them. */
function collectValues(
  dataSet: DataSet,
  values: Map<string, Set<string>>,
  read = valueReader(dataSet),
): void {
  for (const [key, element] of Object.entries(dataSet.elements)) {
    if (element.length === 0) continue
    const tag = key.slice(1)
    const given = values.get(tag) ?? new Set()
    values.set(tag, given.add(read(dataSet, key)))
    for (const item of element.items ?? []) if (item.dataSet) collectValues(item.dataSet, values, read)
  }
}

type Read = (dataSet: DataSet, key: string) => string

/** Text as text, numbers as numbers, anything else by its length. Items have the character set of the whole. */
function valueReader(whole: DataSet): Read {
  const charset = attributesOf(whole).charset
  return (dataSet, key) => {
    const element = dataSet.elements[key]
    if (element.items) return `${element.items.length} ${element.items.length === 1 ? 'item' : 'items'}`
    const number = numbersOf(dataSet, key, element.vr)
    if (number) return number
    const text = attributesOf(dataSet, charset).text(key) ?? ''
    return isPrintable(text) ? text : `${element.length} bytes`
  }
}

function numbersOf(dataSet: DataSet, key: string, vr: string | undefined): string | null {
  const read = binaryNumbers[vr ?? '']
  if (!read) return null
  const count = Math.min(8, Math.floor(dataSet.elements[key].length / read.bytes))
  try {
    return Array.from({ length: count }, (_, i) => String(read.at(dataSet, key, i))).join('\\') || null
  } catch {
    return null // the value lies behind the end of a cut file
  }
}

const binaryNumbers: Record<
  string,
  { bytes: number; at: (dataSet: DataSet, key: string, index: number) => number | undefined } | undefined
> = {
  US: { bytes: 2, at: (dataSet, key, i) => dataSet.uint16(key, i) },
  SS: { bytes: 2, at: (dataSet, key, i) => dataSet.int16(key, i) },
  UL: { bytes: 4, at: (dataSet, key, i) => dataSet.uint32(key, i) },
  SL: { bytes: 4, at: (dataSet, key, i) => dataSet.int32(key, i) },
  FL: { bytes: 4, at: (dataSet, key, i) => dataSet.float(key, i) },
  FD: { bytes: 8, at: (dataSet, key, i) => dataSet.double(key, i) },
}

const isPrintable = (text: string) => !/[\p{Cc}\uFFFD]/u.test(text.replace(/[\r\n\t\f]/g, ''))
