import { describe, expect, it } from 'vitest'
import { readLabels } from '../../../../src/main/services/label-sheet.ts'
import { parseCsv } from '../../../../src/shared/formats/csv.ts'

const subjects = new Set(['sub-1', 'sub-2', 'P3'])
const read = (...lines: string[]) =>
  readLabels(parseCsv(new TextEncoder().encode(lines.join('\n'))), subjects)
const brief = (...lines: string[]) =>
  read(...lines).labels.map(({ subject, side, annotator, label, findings }) =>
    [subject, side, annotator, label, ...findings].join(' '),
  )

describe('readLabels', () => {
  it('reads one row per sinus', () => {
    expect(
      brief(
        'patient_id,side,label,finding',
        'sub-1,L,normal,',
        '2,Right,Anomalous,Polyp;mucosal thickening',
        'sub-P3,r,anomalous,',
      ),
    ).toEqual([
      'sub-1 left  normal',
      'sub-2 right  anomalous polyp mucosal_thickening',
      'P3 right  anomalous',
    ])
  })

  it('reads one row per subject, a side without a label left out', () => {
    expect(
      brief(
        'Participant ID;left_label;left_finding;right_label;right_finding',
        '1;normal;;anomalous;cyst',
        '2;;;normal;',
      ),
    ).toEqual(['sub-1 left  normal', 'sub-1 right  anomalous cyst', 'sub-2 right  normal'])
  })

  it('keeps annotators apart', () => {
    expect(brief('subject_id,annotator,side,label', 'sub-1,A,L,normal', 'sub-1,B,L,anomalous')).toEqual([
      'sub-1 left A normal',
      'sub-1 left B anomalous',
    ])
  })

  it('lists what it cannot use by line and takes the rest', () => {
    const { labels, problems } = read(
      'patient_id,side,label,finding',
      'sub-9,L,normal,',
      'sub-1,up,normal,',
      'sub-1,L,healthy,',
      'sub-1,R,normal,cyst',
      'sub-1,R,anomalous,tumour',
      'sub-1,R,,polyp',
      ',L,normal,',
      'sub-1,L,anomalous,polyp,cyst',
      'sub-2,L,normal,',
    )
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '2 unknown-subject',
      '3 bad-value',
      '4 bad-value',
      '5 bad-value',
      '6 bad-value',
      '7 bad-value',
      '8 unknown-subject',
      '9 bad-value',
    ])
    expect(problems[1].reason).toMatch(/L, R, left or right; found "up"/)
    expect(problems[4].reason).toMatch(/mucosal_thickening, polyp, cyst, opacified; found "tumour"/)
    expect(labels).toHaveLength(1)
  })

  it('takes neither of two contradicting lines, and one of two equal ones', () => {
    const { labels, problems } = read(
      'patient_id,side,label,finding',
      'sub-1,L,normal,',
      '1,left,anomalous,cyst',
      'sub-2,L,normal,',
      'sub-2,L,normal,',
    )
    expect(labels.map(({ subject }) => subject)).toEqual(['sub-2'])
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '2 contradiction',
      '3 contradiction',
    ])
    expect(problems[0].reason).toMatch(/Lines 2 and 3/)
  })

  it.each([['name,side,label'], ['patient_id,side'], ['patient_id,left_finding']])(
    'names the columns it needs: %s',
    (header) => {
      expect(() => read(header, 'sub-1')).toThrow(/needs the column patient_id/)
    },
  )
})
