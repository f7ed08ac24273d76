import { describe, expect, it } from 'vitest'
import { proposeSeries } from '../../../../src/main/dicom/propose.ts'
import { groupSeries, type SeriesFile } from '../../../../src/main/dicom/series.ts'
import type { SliceFields } from '../../../helpers/dicom-bytes.ts'
import { seriesFiles as files } from '../../../helpers/series-files.ts'

describe('proposeSeries', () => {
  const series = (id: string, description: string, fields: SliceFields = {}, count?: number) =>
    files(id, () => ({ series: id, description, ...fields }), count === undefined ? {} : { count })
  const proposals = (...all: SeriesFile[][]) => {
    const grouped = groupSeries(all.flat())
    return Object.fromEntries(
      proposeSeries(grouped).map(({ proposed, why }, i) => [
        `${proposed ? '*' : ' '}${grouped[i].description}`,
        why,
      ]),
    )
  }

  it('proposes the FLAIR of a study, and says why of each', () => {
    const all = [series('1', 'localizer'), series('2', 't1 mprage'), series('3', 'FLAIR'), series('4', 't2')]
    expect(proposals(...all)).toEqual({
      ' localizer': 'a localiser',
      ' t1 mprage': 'series 1 "FLAIR" of this study is taken',
      '*FLAIR': 'the FLAIR of this study',
      ' t2': 'series 1 "FLAIR" of this study is taken',
    })
  })

  it('proposes T2 before T1, scanned before computed, MR before CT, where there is no FLAIR', () => {
    const derived: SliceFields = { tags: { '00080008': ['CS', 'DERIVED\\SECONDARY\\MPR'] } }
    const ct: SliceFields = { tags: { '00080060': ['CS', 'CT'] } }
    expect(proposals(series('1', 't1'), series('2', 't2'))).toMatchObject({
      '*t2': 'no FLAIR in this study; its best head series, a T2w',
    })
    expect(Object.keys(proposals(series('1', 't2', derived), series('2', 't1')))).toContain('*t1')
    expect(Object.keys(proposals(series('1', 'head', ct), series('2', 't1')))).toContain('*t1')
    expect(proposals(series('1', 'head', ct))).toEqual({
      '*head': 'no FLAIR in this study; its only head series, a CT',
    })
  })

  it('proposes a 3-D scan before a thick one', () => {
    const fine: SliceFields = { tags: { '00280030': ['DS', '1\\1'] } }
    const thin = files(
      '1',
      (k) => ({
        series: '1',
        description: 't1 3d',
        position: [0, 0, 2 * k],
        ...fine,
      }),
      { count: 60 },
    )
    expect(proposals(thin, series('2', 't2'))).toMatchObject({
      '*t1 3d': 'no FLAIR in this study; its best head series, a 3-D T1w',
    })
  })

  it('takes another where the FLAIR cannot be used, and says so', () => {
    const flair = files('3', () => ({ series: '3', description: 'FLAIR' }), { damaged: 2 })
    expect(proposals(series('2', 't1'), flair)).toMatchObject({
      '*t1': 'the FLAIR of this study (series 1 "FLAIR") cannot be used; its only head series, a T1w',
      ' FLAIR': expect.stringContaining('damaged') as string,
    })
  })

  it('proposes one of each study, and nothing that is too short for a head', () => {
    const all = proposals(
      series('1', 't1'),
      series('2', 'flair', { study: '5' }),
      series('3', 't2', { study: '6' }, 8),
    )
    expect(all).toMatchObject({
      '*t1': expect.any(String) as string,
      '*flair': expect.any(String) as string,
      ' t2': 'its slices reach over 40 mm only, less than a head',
    })
  })
})
