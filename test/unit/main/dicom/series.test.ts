import { describe, expect, it } from 'vitest'
import { groupSeries, type SeriesFile } from '../../../../src/main/dicom/series.ts'
import type { SliceFields } from '../../../helpers/dicom-bytes.ts'
import { seriesFiles as files } from '../../../helpers/series-files.ts'

const brief = (all: readonly SeriesFile[]) =>
  groupSeries(all).map(({ id, files: some, problems }) =>
    [id, some.length, ...problems.map(({ code }) => code)].join(' '),
  )

describe('groupSeries', () => {
  it('tells series apart by their UID, in whatever folder their files are', () => {
    const all = [...files('a'), ...files('a', () => ({ series: '1.2.9' }))]
    expect(brief(all.toReversed())).toEqual(['1.2.3.4 20', '1.2.9 20'])
    const spread = files('a').map((file, i) => ({ ...file, path: `/data/part${i % 3}/${i}` }))
    expect(brief(spread)).toEqual(['1.2.3.4 20'])
  })

  it('takes apart what shares a UID: echoes and kinds of image', () => {
    const echo = (te: number) => files('a', () => ({ tags: { '00180081': ['DS', String(te)] } }))
    expect(brief([...echo(20), ...echo(90)])).toEqual(['1.2.3.4 20', '1.2.3.4:2 20'])
    const phase = files('a', () => ({ tags: { '00080008': ['CS', 'ORIGINAL\\PRIMARY\\P'] } }))
    expect(brief([...files('a'), ...phase])).toEqual(['1.2.3.4 20', '1.2.3.4:2 20'])
  })

  it('counts a file that is there twice once, the whole one', () => {
    const twice = [...files('a', undefined, { damaged: 3 }), ...files('a')]
    expect(brief(twice)).toEqual(['1.2.3.4 20'])
  })

  it('keeps two copies of a series apart, each with its own faults', () => {
    const lacking = files('b/x').filter((_, i) => i !== 7)
    expect(brief([...files('a'), ...lacking])).toEqual(['1.2.3.4 20', '1.2.3.4:2 19 missing-slices'])
    const smaller = files('c', (k) => ({ rows: 12, columns: 10, instance: 100 + k }))
    expect(brief([...files('a'), ...smaller])).toEqual(['1.2.3.4 20', '1.2.3.4:2 20'])
  })

  it('takes repetitions in one folder for what they are', () => {
    const again = files('a', (k) => ({ instance: 100 + k }))
    expect(brief([...files('a'), ...again])).toEqual(['1.2.3.4 40 several-volumes'])
  })

  it.each<[string, NonNullable<SliceFields['tags']>, string]>([
    ['colour', { '00280002': ['US', 3] }, 'colour'],
    ['burned-in text', { '00280301': ['CS', 'YES'] }, 'burned-in-text'],
    ['an unknown transfer syntax', { '00020010': ['UI', '1.2.840.10008.1.2.4.100'] }, 'transfer-syntax'],
    ['no patient', { '00100020': undefined }, 'patient-unknown'],
    ['a patient that is a placeholder', { '00100020': ['LO', 'Anonymous'] }, 'patient-unknown'],
  ])('notes %s', (_, tags, code) => {
    expect(brief(files('a', () => ({ tags })))).toEqual([`1.2.3.4 20 ${code}`])
  })

  it('notes damaged files by name, images of several sizes and several patients', () => {
    const [{ problems }] = groupSeries(files('a', undefined, { damaged: 3 }))
    expect(problems).toEqual([
      {
        code: 'damaged-slices',
        reason: '1 of its 20 files is damaged (3.dcm). Copy the series again from where it came from.',
        blocks: true,
      },
    ])
    expect(brief(files('a', (k) => (k === 4 ? { rows: 12 } : {})))).toEqual(['1.2.3.4 20 mixed-matrix'])
    const other: SliceFields = { tags: { '00100020': ['LO', 'OTHER'] } }
    expect(brief(files('a', (k) => (k === 4 ? other : {})))).toEqual(['1.2.3.4 20 mixed-patients'])
  })

  it('notes one patient id with two birth dates', () => {
    const older = files('b', () => ({
      series: '1.9',
      study: '1.8',
      tags: { '00100030': ['DA', '19010101'] },
    }))
    expect(brief([...files('a'), ...older])).toEqual([
      '1.2.3.4 20 patient-mismatch',
      '1.9 20 patient-mismatch',
    ])
  })

  it('leaves out what holds no image', () => {
    expect(
      groupSeries(files('a').map((file) => ({ ...file, header: { ...file.header, frames: [] } }))),
    ).toEqual([])
  })
})
