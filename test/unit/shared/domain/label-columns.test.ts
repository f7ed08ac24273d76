import { describe, expect, it } from 'vitest'
import { mapColumns } from '../../../../src/shared/domain/label-columns.ts'
import { parseCsv } from '../../../../src/shared/formats/csv.ts'

const table = (...lines: string[]) => parseCsv(new TextEncoder().encode(lines.join('\n')))
const map = (lines: string | string[], ...given: string[]) => {
  const { columns, layout } = mapColumns(table(...[lines].flat()), given)
  return { layout, ...columns }
}

describe('mapColumns', () => {
  it.each([
    ['patient_id,side,label,finding', { layout: 'per-sinus', subject: 'patient_id', finding: 'finding' }],
    ['participant_id,Side,Class,annotator', { layout: 'per-sinus', label: 'class', annotator: 'annotator' }],
    ['Patient;Seite;Befund', { layout: 'per-sinus', subject: 'patient', side: 'seite', label: 'befund' }],
    ['ID;Seite;Bewertung;Befund;Befunder', { label: 'bewertung', finding: 'befund', annotator: 'befunder' }],
    ['ID,side,finding', { layout: 'per-sinus', label: 'finding' }],
    ['ID,left_label,left_finding,right_label', { layout: 'per-subject', left_finding: 'left_finding' }],
    ['ID,left,right', { layout: 'per-subject', left_label: 'left', right_label: 'right' }],
    ['ID,left_finding,right_finding', { layout: 'per-subject', left_label: 'left_finding' }],
    [
      'Patienten-ID;Befund links;Befund rechts',
      { layout: 'per-subject', left_label: 'befund_links', right_label: 'befund_rechts' },
    ],
    [
      'Proband;Bewertung li;Befund li;linke Kieferhöhle',
      { layout: 'per-subject', left_label: 'bewertung_li', left_finding: 'befund_li' },
    ],
    ['ID;Alter;Kieferhöhle', { layout: 'codes', codes: 'kieferhöhle' }],
    // A name is no id where there is one.
    ['Patient;Patient ID;side;label', { subject: 'patient_id' }],
  ])('understands %s', (header, expected) => expect(map(header)).toMatchObject(expected))

  it('looks into a column called Kieferhöhle: codes, sides or neither', () => {
    expect(map(['ID;Kieferhöhle', '1;2l', '2;'])).toMatchObject({ layout: 'codes' })
    expect(map(['ID;Kieferhöhle;Befund', '1;links;Polyp', '2;re;o.B.'])).toMatchObject({
      layout: 'per-sinus',
      side: 'kieferhöhle',
    })
    expect(() => map(['ID;Kieferhöhle', '1;ein Polyp'])).toThrow(/needs the column/)
  })

  it('does as it is told', () => {
    expect(map('Name,Who,Where,What,label', 'Who=subject', 'where=side', 'What=label')).toEqual({
      layout: 'per-sinus',
      subject: 'who',
      side: 'where',
      label: 'what',
    })
    expect(map('ID,side,label,left,right', 'side=ignore')).toMatchObject({ layout: 'per-subject' })
    expect(map('ID,a=b,label', 'a=b=side')).toMatchObject({ side: 'a=b' })
  })

  it.each([
    ['what', /no assignment column=meaning/],
    ['Nose=side', /"Nose=side" names no column of this sheet. Choose from: ID, Side, Label/],
    ['Side=colour', /names no meaning. Choose from: subject, side/],
  ])('refuses --map %s', (given, message) => expect(() => map('ID,Side,Label', given)).toThrow(message))

  it('says what it needs and what it has understood', () => {
    expect(() => map('Patient,Seite,Alter')).toThrow(
      /either side and label.*found Patient, Seite, Alter \(understood: patient as subject, seite as side\)/,
    )
  })
})
