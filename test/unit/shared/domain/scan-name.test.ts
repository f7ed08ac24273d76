import { describe, expect, it } from 'vitest'
import { nameScans } from '../../../../src/shared/domain/scan-name.ts'

const subjects = (...paths: string[]) => nameScans(paths).map(({ subject }) => subject)

describe('nameScans', () => {
  it('finds the BIDS subject in the file name, else in a folder', () => {
    expect(nameScans(['sub-01/ses-1/anat/sub-01_ses-1_FLAIR.nii.gz'])).toEqual([
      { subject: 'sub-01', contrast: 'FLAIR' },
    ])
    expect(subjects('sub-01/anat/scan.nii', 'sub-02/anat/scan.nii')).toEqual(['sub-01', 'sub-02'])
    expect(subjects('sub-0a249e33_T1w.hdr')).toEqual(['sub-0a249e33'])
  })

  it('takes the name of a file in a flat folder, made safe', () => {
    expect(subjects('P001.nii.gz', 'P 002 (copy).nii', 'k.a.3.hdr', 'ä5.nii', 'x.gz', '../.nii')).toEqual([
      'P001',
      'P-002-copy',
      'k-a-3',
      'a-5',
      'x',
      null,
    ])
    expect(nameScans(['flair_1mm.nii.gz', 't1_FLAIR.nii'])).toEqual([
      { subject: 'flair_1mm', contrast: null },
      { subject: 't1_FLAIR', contrast: 'FLAIR' },
    ])
  })

  it('keeps one subject for one name in one folder, whatever the ending', () => {
    expect(subjects('a/x.nii', 'a/x.nii.gz')).toEqual(['x', 'x'])
  })

  it('tells people apart by folder when their files have the same names', () => {
    expect(subjects('P1/FLAIR.nii', 'P1/T1w.nii', 'P2/FLAIR.nii')).toEqual(['P1', 'P1', 'P2'])
    expect(
      subjects('data/P1/anat/scan_FLAIR.nii', 'data/P1/anat/scan_T1.nii', 'data/P2/anat/scan_FLAIR.nii'),
    ).toEqual(['P1', 'P1', 'P2'])
    expect(subjects('siteA/P1.nii', 'siteA/P2.nii', 'siteB/P1.nii')).toEqual(['siteA-P1', 'P2', 'siteB-P1'])
    expect(subjects('P1/FLAIR.nii')).toEqual(['P1'])
    expect(subjects('FLAIR.nii')).toEqual(['FLAIR'])
  })
})
