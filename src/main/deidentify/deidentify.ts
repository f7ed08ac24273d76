import type { DataSet } from '../dicom/data-set.ts'
import type { Acquisition, DicomHeader, Identity } from '../dicom/header.ts'
import { identifyingTags, keptTags, replacedTags, voxelTags } from './tag-profile.ts'

/** What is kept of a series' attributes, with a scan. */
export interface StoredAcquisition extends Acquisition {
  /** YYYY-MM-DD, moved back by the person's own number of days. */
  shiftedDate: string | null
  sex: 'M' | 'F' | 'O' | null
  /** At the time of the scan, whole years; 90 stands for 90 and above. */
  ageYears: number | null
}

/** Attributes that had a value and did not reach the project as they were. Names and numbers, never values. */
export interface RemovalReport {
  kept: string[]
  replaced: string[]
  removed: {
    /** By name: they point to people, places, dates or devices. */
    identifying: string[]
    /** By number, 'gggg,eeee': the rest of the standard's, but for those about the file format itself. */
    other: string[]
    /** How many attributes of scanner makers' own. */
    private: number
  }
}

/** @param daysEarlier  As `Pseudonyms` gives it for this person. */
export function storedAcquisition(header: DicomHeader, daysEarlier: number): StoredAcquisition {
  const { identity, acquisition } = header
  const parts = identifyingParts(identity)
  const safe = (text: string | null, pattern: RegExp) =>
    text !== null && pattern.test(text) && !parts.some((part) => text.toUpperCase().includes(part))
      ? text
      : null
  const code = (text: string | null) => safe(text, /^[A-Za-z0-9_ ]{1,16}$/)
  const deviceName = (text: string | null) => safe(text, /^[A-Za-z0-9_ .,()/+-]{1,64}$/)
  const codes = (texts: readonly string[]) => texts.flatMap((text) => code(text) ?? [])
  return {
    modality: code(acquisition.modality) ?? '',
    manufacturer: deviceName(acquisition.manufacturer),
    model: deviceName(acquisition.model),
    fieldStrengthT: acquisition.fieldStrengthT,
    scanningSequence: codes(acquisition.scanningSequence),
    sequenceVariant: codes(acquisition.sequenceVariant),
    dimensions: code(acquisition.dimensions),
    repetitionTimeMs: acquisition.repetitionTimeMs,
    echoTimeMs: acquisition.echoTimeMs,
    inversionTimeMs: acquisition.inversionTimeMs,
    flipAngleDegrees: acquisition.flipAngleDegrees,
    sliceThicknessMm: acquisition.sliceThicknessMm,
    kvp: acquisition.kvp,
    bodyPart: code(acquisition.bodyPart),
    patientPosition: code(acquisition.patientPosition),
    lossy: acquisition.lossy,
    shiftedDate: shiftDate(identity.acquiredOn, daysEarlier),
    sex: (['M', 'F', 'O'] as const).find((sex) => sex === identity.sex) ?? null,
    ageYears: ageAtScan(identity),
  }
}

/** @param date  YYYYMMDD; anything else gives null. */
export function shiftDate(date: string, daysEarlier: number): string | null {
  const time = toTime(date)
  return time === null ? null : new Date(time - daysEarlier * dayMs).toISOString().slice(0, 10)
}

const dayMs = 86_400_000

/** Milliseconds of the day's beginning; null when there is no such day. */
function toTime(date: string): number | null {
  if (!/^\d{8}$/.test(date) || date < '1900') return null
  const time = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`)
  // 31 February is read as a day in March.
  return Number.isFinite(time) && new Date(time).getUTCDate() === Number(date.slice(6)) ? time : null
}

function ageAtScan({ age, birthDate, acquiredOn }: Identity): number | null {
  const [, count, unit] = /^(\d{1,3})([YMWD])$/.exec(age) ?? []
  const stated = unit === undefined ? null : unit === 'Y' ? Number(count) : 0
  const [born, scanned] = [toTime(birthDate), toTime(acquiredOn)]
  const years =
    stated ?? (born !== null && scanned !== null ? Math.floor((scanned - born) / (365.2425 * dayMs)) : null)
  return years === null || years < 0 ? null : Math.min(90, years)
}

/** Parts of what identifies a person that would be recognised inside another text. */
const identifyingParts = ({ name, patientId, birthDate }: Identity): string[] =>
  [...name.split(/[\s^=,]+/), patientId, birthDate]
    .filter((part) => part.length >= 3)
    .map((part) => part.toUpperCase())

/** Sorts the attributes of a series' files that had a value by what became of them. */
export function removalReport(dataSets: readonly DataSet[]): RemovalReport {
  const tags = new Set<string>()
  for (const dataSet of dataSets) collectTags(dataSet, tags)
  const report: RemovalReport = {
    kept: [],
    replaced: [],
    removed: { identifying: [], other: [], private: 0 },
  }
  for (const tag of tags) {
    if (keptTags[tag]) report.kept.push(keptTags[tag])
    else if (replacedTags[tag]) report.replaced.push(replacedTags[tag])
    else if (identifyingTags[tag]) report.removed.identifying.push(identifyingTags[tag])
    else if (parseInt(tag.slice(3, 4), 16) % 2 === 1) report.removed.private++
    else if (!voxelTags.has(tag) && !tag.startsWith('0002'))
      report.removed.other.push(`${tag.slice(0, 4)},${tag.slice(4)}`)
  }
  for (const names of [report.kept, report.replaced, report.removed.identifying, report.removed.other])
    names.sort()
  return report
}

function collectTags(dataSet: DataSet, tags: Set<string>): void {
  for (const [tag, element] of Object.entries(dataSet.elements)) {
    if (element.length > 0) tags.add(tag.slice(1))
    for (const item of element.items ?? []) if (item.dataSet) collectTags(item.dataSet, tags)
  }
}
