import { describe, expect, it } from 'vitest'
import { parseDicom } from '../../../../src/main/dicom/data-set.ts'
import { readHeader } from '../../../../src/main/dicom/header.ts'
import { removalReport, shiftDate, storedAcquisition } from '../../../../src/main/deidentify/deidentify.ts'
import { person, sliceBytes, type SliceFields } from '../../../helpers/dicom-bytes.ts'

const stored = (tags: SliceFields['tags'] = {}, days = 100) =>
  storedAcquisition(readHeader(parseDicom(sliceBytes({ tags }))), days)

describe('storedAcquisition', () => {
  it('keeps how a scan was taken, and of the person sex and age', () => {
    expect(stored()).toEqual({
      modality: 'MR',
      manufacturer: 'Maker',
      model: null,
      fieldStrengthT: null,
      scanningSequence: [],
      sequenceVariant: [],
      dimensions: null,
      repetitionTimeMs: 1800,
      echoTimeMs: 2.5,
      inversionTimeMs: null,
      flipAngleDegrees: null,
      sliceThicknessMm: 5,
      kvp: null,
      bodyPart: 'HEAD',
      patientPosition: 'HFS',
      lossy: false,
      shiftedDate: '2019-01-24', // 4 May 2019 less 100 days
      sex: 'F',
      ageYears: 54, // born 12 August 1964
    })
  })

  it('drops a value in which the name, the id or the birth date occurs', () => {
    expect(stored({ '00080070': ['LO', 'Scanner of MUSTERMANN'] }).manufacturer).toBeNull()
    expect(stored({ '00081090': ['LO', `for ${person.id}`] }).model).toBeNull()
    expect(stored({ '00180015': ['CS', 'HEAD ERIKA'] }).bodyPart).toBeNull()
    expect(stored({ '00180020': ['CS', `SE\\${person.birthDate}`] }).scanningSequence).toEqual(['SE'])
  })

  it('drops text where a code belongs', () => {
    expect(stored({ '00180015': ['CS', 'see letter, Dr. Jones'] }).bodyPart).toBeNull()
    expect(stored({ '00081090': ['LO', 'x<y>'] }).model).toBeNull()
    expect(stored({ '00100040': ['CS', 'W'] }).sex).toBeNull()
  })

  it.each([
    ['as stated', { '00101010': ['AS', '037Y'] }, 37],
    ['of an infant', { '00101010': ['AS', '007M'] }, 0],
    ['no higher than 90', { '00101010': ['AS', '097Y'] }, 90],
    ['unknown without dates', { '00100030': undefined }, null],
    ['unknown when born after the scan', { '00100030': ['DA', '20200101'] }, null],
  ] satisfies [string, SliceFields['tags'], number | null][])('has the age %s', (_, tags, years) => {
    expect(stored(tags).ageYears).toBe(years)
  })

  it('has no date when there was none', () => {
    const tags: SliceFields['tags'] = { '00080020': undefined, '00080022': ['DA', ''] }
    expect(stored(tags)).toMatchObject({ shiftedDate: null, ageYears: null })
  })
})

describe('shiftDate', () => {
  it('goes over months and leap years, and keeps intervals', () => {
    expect(shiftDate('20200301', 1)).toBe('2020-02-29')
    const apart = (days: number) =>
      Date.parse(shiftDate('20190504', days)!) - Date.parse(shiftDate('20180101', days)!)
    expect(apart(3000)).toBe(apart(17))
  })

  it.each(['', '2019', '20190231', '20191301', '00000000'])('gives null for what is no date: %s', (date) => {
    expect(shiftDate(date, 5)).toBeNull()
  })
})

describe('removalReport', () => {
  it('names what was kept, replaced and removed, over all files, nested ones too; empty attributes do not count', () => {
    const parse = (tags: NonNullable<SliceFields['tags']>) => parseDicom(sliceBytes({ tags })).dataSet
    const files = [
      parse({
        '00081030': ['LO', 'Knee of Mr X'],
        '00090010': ['LO', 'VENDOR'],
        '00091001': ['LO', 'secret'],
      }),
      parse({
        '00080090': ['PN', ''],
        '00101002': ['SQ', [{ '00100020': ['LO', 'OTHER'], '00120010': ['LO', 'Sponsor'] }]],
        '00181020': ['LO', 'software'],
      }),
    ]
    const { kept, replaced, removed } = removalReport(files)
    expect(kept).toEqual([
      'BodyPartExamined',
      'EchoTime',
      'Manufacturer',
      'Modality',
      'PatientPosition',
      'RepetitionTime',
      'SliceThickness',
    ])
    expect(replaced).toEqual(['AcquisitionDate', 'PatientID', 'PatientSex'])
    expect(removed.identifying).toEqual([
      'MediaStorageSOPInstanceUID',
      'OtherPatientIDsSequence',
      'PatientBirthDate',
      'PatientName',
      'SOPInstanceUID',
      'SeriesDescription',
      'SeriesInstanceUID',
      'StudyDate',
      'StudyDescription',
      'StudyInstanceUID',
    ])
    expect(removed.other).toEqual(['0008,0016', '0012,0010', '0018,1020', '0020,0011'])
    expect(removed.private).toBe(2)
  })
})
