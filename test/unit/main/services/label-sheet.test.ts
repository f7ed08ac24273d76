import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listLabels } from '../../../../src/main/db/stores/labels.ts'
import { importLabels, previewLabels, readLabels } from '../../../../src/main/services/label-sheet.ts'
import { parseCsv } from '../../../../src/shared/formats/csv.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { addUsedScans } from '../../../helpers/database.ts'
import { aFolder, aProject } from '../../../helpers/project.ts'

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
      'sub-1,L,maybe,',
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

  it.each([['name,side,label'], ['patient_id,side'], ['patient_id,left_colour']])(
    'names the columns it needs: %s',
    (header) => {
      expect(() => read(header, 'sub-1')).toThrow(/needs the column patient_id/)
    },
  )
})

describe('readLabels, German sheets', () => {
  it('reads words for sides, labels and findings', () => {
    expect(
      brief(
        'Patient;Seite;Befund',
        '1;links;unauffällig',
        '1;rechts;Polyp',
        '2;beidseits;Schleimhautschwellung, Zyste',
      ),
    ).toEqual([
      'sub-1 left  normal',
      'sub-1 right  anomalous polyp',
      'sub-2 left  anomalous mucosal_thickening cyst',
      'sub-2 right  anomalous mucosal_thickening cyst',
    ])
  })

  it('reads a column for each side', () => {
    expect(brief('Patienten-ID;Befund links;Befund rechts', '1;o.B.;verschattet', '2;;Zyste')).toEqual([
      'sub-1 left  normal',
      'sub-1 right  anomalous opacified',
      'sub-2 right  anomalous cyst',
    ])
  })
})

describe('readLabels, codes of the published study', () => {
  it('takes an empty cell for two normal sinuses and code 4 for no label', () => {
    const { labels, unlabelled, problems } = read('ID;Kieferhöhle', '1;', '2;"1l,2r"', 'P3;4l', 'P3;9l')
    expect(labels.map(({ subject, side, findings }) => [subject, side, ...findings].join(' '))).toEqual([
      'sub-1 left',
      'sub-1 right',
      'sub-2 left mucosal_thickening',
      'sub-2 right polyp',
      'P3 right',
    ])
    expect(unlabelled).toBe(1)
    expect(problems).toMatchObject([{ line: 5, code: 'bad-value' }])
  })
})

describe('readLabels, subjects', () => {
  it('finds ids without their leading zeros and says so', () => {
    const table = parseCsv(Buffer.from('id,side,label\n7,L,normal\n7,R,normal\n'))
    const { labels, byNumber } = readLabels(table, ['sub-0007'])
    expect(labels.map(({ subject }) => subject)).toEqual(['sub-0007', 'sub-0007'])
    expect(byNumber).toEqual([{ written: '7', subject: 'sub-0007' }])
  })

  it('takes none of two that fit', () => {
    const { problems } = readLabels(parseCsv(Buffer.from('id,side,label\n7,L,normal\n')), ['sub-07', '007'])
    expect(problems).toMatchObject([{ code: 'unknown-subject', reason: /could be sub-07 or 007/ }])
  })
})

describe('readLabels, over random sheets', () => {
  const cell = fc.oneof(
    fc.constantFrom('sub-1', '2', 'L', 'links', 'both', 'normal', 'Polyp', '1l,2r', '4b', '', 'unauffällig'),
    fc.string({ maxLength: 6 }),
  )
  const title = fc.oneof(
    fc.constantFrom('Patient', 'side', 'Befund', 'label', 'finding', 'left', 'Kieferhöhle', 'left_finding'),
    fc.string({ maxLength: 4 }),
  )
  it('accounts for every side of every line, and takes a sinus once', () => {
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(
        fc.array(title, { minLength: 1, maxLength: 5 }),
        fc.array(fc.array(cell, { maxLength: 6 })),
        (header, rows) => {
          const text = [header, ...rows].map((row) => row.map(quote).join(',')).join('\n')
          try {
            const table = parseCsv(Buffer.from(text))
            const { labels, unlabelled, problems } = readLabels(table, subjects)
            const keys = labels.map(({ subject, side, annotator }) =>
              JSON.stringify([subject, side, annotator]),
            )
            expect(new Set(keys).size).toBe(keys.length)
            const lines = new Set(problems.map(({ line }) => line))
            expect(labels.length + unlabelled + lines.size).toBeLessThanOrEqual(2 * table.records.length)
            for (const { label, findings } of labels) if (label === 'normal') expect(findings).toEqual([])
          } catch (error) {
            if (!(error instanceof AntrumError)) throw error
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('a workbook and a project', () => {
  const fixture = (name: string) =>
    fileURLToPath(new URL(`../../../fixtures/sheets/${name}`, import.meta.url))
  const aLabelledProject = async () => {
    const project = await aProject()
    await addUsedScans(project.db, ['sub-0001', 'sub-0002', 'sub-0003', 'sub-0004', 'sub-0005', 'sub-0006'])
    return project
  }

  it('is previewed: columns, counts, problems by row, and nothing changed', async () => {
    const project = await aLabelledProject()
    const preview = await previewLabels(project, fixture('befunde.xlsx'))
    expect(preview).toMatchObject({
      ...{ format: 'xlsx', sheet: 'Befunde 2026', rows: 9, layout: 'per-sinus', annotators: ['A', 'B'] },
      ...{ labels: 7, changed: 7, unlabelled: 1 },
      columns: [
        { title: 'Patienten-ID', meaning: 'subject', examples: ['1', '2', '3'] },
        { title: 'Seite', meaning: 'side' },
        { title: 'Befund', meaning: 'label', examples: ['unauffällig', 'Polyp', 'Schleimhautschwellung'] },
        { title: 'Befunder', meaning: 'annotator', examples: ['A', 'B'] },
        { title: 'Datum', meaning: null, examples: ['2026-01-31'] },
      ],
      counts: {
        left: { normal: 1, anomalous: 2, polyp: 1, cyst: 1, mucosal_thickening: 1, opacified: 0 },
        right: { normal: 1, anomalous: 3, polyp: 1, mucosal_thickening: 1 },
      },
      problems: [
        { line: 9, code: 'unknown-subject' },
        { line: 10, code: 'bad-value' },
      ],
    })
    expect(preview.notes.join()).toMatch(/4 subjects were found without the leading zeros.*1 is sub-0001/)
    expect(preview.sample[0]).toEqual({
      ...{ subject: 'sub-0001', side: 'left', annotator: 'A', label: 'normal', findings: [] },
    })
    expect(await listLabels(project.db)).toEqual([])
  })

  it('is taken as it was previewed, once', async () => {
    const project = await aLabelledProject()
    const { labels, changed } = await previewLabels(project, fixture('befunde.xlsx'))
    expect(await importLabels(project, fixture('befunde.xlsx'))).toMatchObject({ labels, changed })
    expect(await listLabels(project.db)).toHaveLength(labels)
    expect(await previewLabels(project, fixture('befunde.xlsx'))).toMatchObject({ labels, changed: 0 })
  })

  it('is read as the user says', async () => {
    const project = await aLabelledProject()
    const preview = await previewLabels(project, fixture('befunde.xlsx'), { map: ['Befunder=ignore'] })
    expect(preview.annotators).toEqual([''])
    // Without the readers' names, rows 6 and 7 say different things of one sinus.
    expect(preview.problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '6 contradiction',
      '7 contradiction',
      '9 unknown-subject',
      '10 bad-value',
    ])
  })

  it("reads the study's own sheet", async () => {
    const project = await aLabelledProject()
    const report = await importLabels(project, fixture('study.xlsx'))
    expect(report).toMatchObject({ layout: 'codes', labels: 9, unlabelled: 1, problems: [{ line: 7 }] })
    const labels = await listLabels(project.db)
    expect(labels.filter(({ subject }) => subject === 'sub-0005')).toMatchObject([
      { side: 'left', label: 'normal' },
      { side: 'right', label: 'anomalous', findings: ['opacified', 'polyp'] },
    ])
  })

  it('leaves what a contradicting or unknown line says out of the project, and of its log', async () => {
    const project = await aLabelledProject()
    const sheet = path.join(aFolder(), 'labels.csv')
    writeFileSync(sheet, 'Patient;Seite;Befund\nErika Mustermann;L;Polyp\n')
    const { problems } = await importLabels(project, sheet)
    expect(problems).toMatchObject([{ line: 2, code: 'unknown-subject' }])
    const log = await project.db.selectFrom('auditLog').select('details').execute()
    expect(JSON.stringify(log)).not.toContain('Mustermann')
  })
})
