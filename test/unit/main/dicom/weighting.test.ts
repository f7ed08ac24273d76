import { describe, expect, it } from 'vitest'
import { parseDicom } from '../../../../src/main/dicom/data-set.ts'
import { readHeader } from '../../../../src/main/dicom/header.ts'
import { isDerived, unsuited, weightingOf } from '../../../../src/main/dicom/weighting.ts'
import { sliceBytes, type SliceFields } from '../../../helpers/dicom-bytes.ts'

const described = (description: string, tags: SliceFields['tags'] = {}) =>
  readHeader(parseDicom(sliceBytes({ description, tags })))
const timings = (tr: number, te: number, ti: number, sequence: string): SliceFields['tags'] => ({
  '00180020': ['CS', sequence],
  '00180080': ['DS', String(tr)],
  '00180081': ['DS', String(te)],
  '00180082': ['DS', String(ti)],
})

describe('weightingOf', () => {
  it.each([
    ['t2_spc_da-fl_sag_p2', 'T2w'],
    ['FLAIR 3D', 'FLAIR'],
    ['t2_tirm_tra_dark-fluid', 'FLAIR'],
    ['Sag CUBE T2 FLAIR', 'FLAIR'],
    ['Ax T1 FLAIR', 'T1w'],
    ['T1_MPRAGE_sag', 'T1w'],
    ['AX FSPGR BRAVO', 'T1w'],
    ['ax pd', 'PDw'],
    ['t2_tse_tra', 'T2w'],
    ['head', null],
  ])('reads the description: %s', (description, weighting) => {
    expect(weightingOf(described(description))).toBe(weighting)
  })

  it.each([
    ['a long inversion', 9000, 120, 2500, 'SE\\IR', 'FLAIR'],
    ['an inversion before a short echo', 2300, 3, 900, 'GR\\IR', 'T1w'],
    ['a long echo', 5000, 100, 0, 'SE', 'T2w'],
    ['a short echo, long repetition', 2300, 22, 0, 'SE', 'PDw'],
    ['a short echo, short repetition', 500, 12, 0, 'SE', 'T1w'],
    ['a gradient echo, which tells nothing', 30, 5, 0, 'GR', null],
  ])('goes by the timings where words tell nothing: %s', (_, tr, te, ti, sequence, weighting) => {
    expect(weightingOf(described('brain', timings(tr, te, ti, sequence)))).toBe(weighting)
  })

  it('knows a FLAIR that is called T2 only', () => {
    expect(weightingOf(described('t2_spc_sag', timings(5000, 390, 1800, 'SE\\IR')))).toBe('FLAIR')
  })

  it('knows CT, and nothing of other modalities', () => {
    expect(weightingOf(described('t1', { '00080060': ['CS', 'CT'] }))).toBe('CT')
    expect(weightingOf(described('t1', { '00080060': ['CS', 'PT'] }))).toBeNull()
  })
})

describe('unsuited', () => {
  it.each([
    ['localizer', /localiser/],
    ['AAHead_Scout_64ch', /localiser/],
    ['ep2d_diff_DWI_ADC', /contrast/],
    ['SWI_mIP', /contrast/],
    ['TOF_3D_multi-slab', /contrast/],
    ['t2*_tra', /contrast/],
    ['T2 sag C-Spine', /body/],
    ['t1 knee', /body/],
  ])('%s', (description, why) => {
    expect(unsuited(described(description))).toMatch(why)
  })

  it.each(['t1_sagittal, head first prone', 'FLAIR 3D', 't2_tse_tra', 'ct head, jpeg 2000', 'T1 MPRAGE'])(
    'not %s',
    (description) => {
      expect(unsuited(described(description))).toBeNull()
    },
  )

  it('goes by body part, image type and modality as well', () => {
    expect(unsuited(described('t1', { '00180015': ['CS', 'KNEE'] }))).toMatch(/body/)
    expect(unsuited(described('t1', { '00180015': ['CS', 'NECK'] }))).toBeNull()
    expect(unsuited(described('t1', { '00080008': ['CS', 'ORIGINAL\\PRIMARY\\LOCALIZER'] }))).toMatch(
      /localiser/,
    )
    expect(unsuited(described('t1', { '00080060': ['CS', 'OT'] }))).toMatch(/neither/)
  })
})

it('knows what was computed from other images', () => {
  expect(isDerived(described('t1', { '00080008': ['CS', 'DERIVED\\SECONDARY\\MPR'] }))).toBe(true)
  expect(isDerived(described('t1'))).toBe(false)
})
