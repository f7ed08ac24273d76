import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameScans } from '../../../../src/shared/domain/scan-name.ts'

/** By the rule in words: the first folder that differs from a namesake's is the subject, or comes in front of the name. */
function slowName(file: readonly string[], files: readonly (readonly string[])[]): string {
  const own = (one: readonly string[]) => one.at(-1)!.replace('T1w', '')
  const namesakes = files.filter((other) => own(other) === own(file))
  const depth = file
    .slice(0, -1)
    .findIndex((name, level) => namesakes.some((other) => other.slice(0, -1)[level] !== name))
  if (depth < 0) return own(file) || (file.at(-2) ?? file[0])
  const top = (one: readonly string[]) =>
    one
      .slice(0, -1)
      .slice(0, depth + 1)
      .join('/')
  const isAlone = (one: readonly string[]) =>
    files.every((other) => own(other) === own(file) || top(other) !== top(one))
  const alike = namesakes.filter((one) => one.length - 1 > depth)
  return own(file) === '' || alike.every(isAlone) ? file[depth] : `${file[depth]}-${file.at(-1)!}`
}

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

  it('tells apart what comparing every path with every other tells apart', () => {
    const folders = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
    const file = fc.tuple(folders, fc.constantFrom('x', 'y', 'T1w')).map(([path, name]) => [...path, name])
    fc.assert(
      fc.property(fc.uniqueArray(file, { selector: String, minLength: 1, maxLength: 8 }), (files) => {
        const named = subjects(...files.map((each) => `${each.join('/')}.nii`))
        expect(named).toEqual(files.map((each) => slowName(each, files)))
      }),
      { numRuns: 500 },
    )
  })
})
