import { describe, expect, it } from 'vitest'
import { parseDicom } from '../../../../src/main/dicom/data-set.ts'
import { readHeader } from '../../../../src/main/dicom/header.ts'
import { dicomBytes, person, sliceBytes, type SliceFields } from '../../../helpers/dicom-bytes.ts'

const header = (fields: SliceFields = {}) => readHeader(parseDicom(sliceBytes(fields)))

describe('readHeader', () => {
  it('reads whom, what and where of a slice', () => {
    const position = [-20, -18.5, 1e-7] as const
    expect(header({ position, description: 't2 flair' })).toMatchObject({
      identity: {
        patientId: person.id,
        name: person.name,
        birthDate: person.birthDate,
        sex: 'F',
        acquiredOn: '20190504',
      },
      study: '1.2.3',
      series: '1.2.3.4',
      seriesNumber: 1,
      description: 't2 flair',
      imageType: ['ORIGINAL', 'PRIMARY', 'M'],
      rows: 24,
      columns: 20,
      burnedIn: false,
      acquisition: { modality: 'MR', echoTimeMs: 2.5, repetitionTimeMs: 1800, inversionTimeMs: null },
      frames: [{ positionMm: position, orientation: [1, 0, 0, 0, 1, 0], spacingMm: [1.5, 2] }],
    })
  })

  it('takes the study date where no other says when it was taken, whatever way it is written', () => {
    expect(header({ tags: { '00080022': undefined } }).identity.acquiredOn).toBe('20190503')
    expect(header({ tags: { '00080022': ['DA', '2019.05.04'] } }).identity.acquiredOn).toBe('20190504')
    expect(header({ tags: { '00080022': undefined, '00080020': ['DA', 'May'] } }).identity.acquiredOn).toBe(
      '',
    )
  })

  it('has null for a number that is none, and no place where one is damaged', () => {
    const { acquisition, frames } = header({
      tags: { '00180081': ['DS', 'n/a'], '00200032': ['DS', '1\\2'] },
    })
    expect(acquisition.echoTimeMs).toBeNull()
    expect(frames).toEqual([expect.objectContaining({ positionMm: null, spacingMm: [1.5, 2] })])
  })

  it('reads UTF-8 where the file says so', () => {
    const name = Buffer.from('Kopf schräg ').toString('latin1')
    expect(header({ description: name }).description).toBe(name.trim())
    const tags: SliceFields['tags'] = { '00080005': ['CS', 'ISO_IR 192'] }
    expect(header({ description: name, tags }).description).toBe('Kopf schräg')
  })

  it('finds an enhanced image in its functional groups: shared, per frame, or at the top', () => {
    const frame = (z: number) => ({
      '00209113': ['SQ', [{ '00200032': ['DS', `1\\2\\${z}`] }]],
      '00189114': ['SQ', [{ '00189082': ['FD', 2.41] }]],
    })
    const bytes = sliceBytes({
      tags: {
        '00180080': undefined,
        '00180081': undefined,
        '00200032': undefined,
        '00280030': undefined,
        '00280008': ['IS', '3'],
        '52009229': [
          'SQ',
          [
            {
              '00189112': ['SQ', [{ '00180080': ['DS', '1700'] }]],
              '00289110': ['SQ', [{ '00280030': ['DS', '2\\3'] }]],
            },
          ],
        ],
        '52009230': ['SQ', [frame(0), frame(4), frame(8)] as never],
      },
    })
    const { frames, acquisition } = readHeader(parseDicom(bytes))
    expect(frames).toEqual(
      [0, 4, 8].map((z) => ({
        positionMm: [1, 2, z],
        orientation: [1, 0, 0, 0, 1, 0],
        spacingMm: [2, 3],
      })),
    )
    expect(acquisition).toMatchObject({ repetitionTimeMs: 1700, echoTimeMs: 2.41 })
  })

  it('has no frames for what is no image, and few for a header that promises billions', () => {
    expect(readHeader(parseDicom(dicomBytes({ tags: { '00080060': ['CS', 'SR'] } }))).frames).toEqual([])
    expect(header({ tags: { '00280008': ['IS', '2000000000'] } }).frames.length).toBeLessThan(30_000)
  })
})
