import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { importScans } from '../../../../src/main/cli/import.ts'
import { series } from '../../../../src/main/cli/series.ts'
import { createProject } from '../../../../src/main/project.ts'
import type { ImportReport } from '../../../../src/main/services/import-cohort.ts'
import type { SeriesReport } from '../../../../src/main/services/list-series.ts'
import type { TagPreview } from '../../../../src/main/services/preview-tags.ts'
import { person, writeStudy } from '../../../helpers/dicom-bytes.ts'
import { aContext, aFolder } from '../../../helpers/project.ts'

const context = { ...aContext(), warn: () => {} }

function aStudy(): string {
  const folder = writeStudy(aFolder())
  writeFileSync(path.join(folder, 'note.dcm'), 'text')
  return folder
}

describe('antrum series', () => {
  it('lists what there is, marks what would be imported and says why', async () => {
    const { text, json } = await series.run(context, [aStudy()], {})
    expect(text.split('\n')).toEqual([
      '2 series in 1 study; * would be imported, others with: antrum import … --series <uid>',
      'study 1 of patient 1',
      '  * 1 FLAIR · MR FLAIR · 20 × 24 × 20 · 2.00 × 1.50 × 5.00 mm · axial',
      '      the FLAIR of this study',
      '      1.2.3.4',
      '    1 t1 3d · MR T1w · 20 × 24 × 20 · 2.00 × 1.50 × 5.00 mm · axial',
      '      series 1 "FLAIR" of this study is taken',
      '      1.7',
      expect.stringMatching(/^rejected {2}note\.dcm: This is not a DICOM file/),
    ])
    expect((json as SeriesReport).series[0]).not.toHaveProperty('thumbnail')
  })

  it('gives thumbnails where asked', async () => {
    const { json } = await series.run(context, [aStudy()], { thumbnails: true })
    for (const { thumbnail } of (json as SeriesReport).series) expect(thumbnail).toMatch(/^iVBORw0KGgo/)
  })
})

describe('antrum series --tags', () => {
  it('shows each attribute before and after, of the series that would be taken or of those named', async () => {
    const folder = aStudy()
    const { text } = await series.run(context, [folder], { tags: true })
    const [title, ...lines] = text.split('\n')
    expect(title).toMatch(/^flair {2}1\.2\.3\.4: \d+ attributes, \d+ removed$/)
    expect(lines).toContain(`  ! (0010,0010) ${'PatientName'.padEnd(28)} ${person.name} → removed`)
    expect(lines).toContain(`    (0018,0081) ${'EchoTime'.padEnd(28)} 2.5 → 2.5`)
    expect(text).toMatch(/\(0008,0018\) SOPInstanceUID +1\.2\.3\.4\.1 \(and 19 other values\) → removed/)
    expect(text).toMatch(/^rejected {2}note\.dcm: /m)
    const { json } = await series.run(context, [folder], { tags: ['1.7'] })
    expect((json as TagPreview).series.map(({ series: id }) => id)).toEqual(['1.7'])
  })

  it('shows the pseudonym that the project gives', async () => {
    const [project, folder] = [path.join(aFolder(), 'study'), aStudy()]
    await createProject(project)
    const { json } = await importScans.run(context, [project, folder], {})
    const { text } = await series.run(context, [folder], { tags: true, project })
    expect(text).toContain(`${person.id} → ${(json as ImportReport).lanes.ok[0].subject}`)
  })
})

describe('antrum import, with DICOM', () => {
  it('says what was taken, what was left and what was not taken over', async () => {
    const project = path.join(aFolder(), 'study')
    await createProject(project)
    const { text, json } = await importScans.run(context, [project, aStudy()], { dicom: true })
    expect(text).toMatch(/^1 ok, 0 need a look, 1 rejected\.$/m)
    expect(text).toMatch(/^DICOM: 2 series found, 1 taken\.$/m)
    expect(text).toMatch(/^ {2}taken {5}flair as sub-\w{10}: the FLAIR of this study$/m)
    expect(text).toMatch(/^ {2}left out {2}t1: series 1 "FLAIR" of this study is taken$/m)
    expect(text).toMatch(
      /^De-identified: 10 attributes .* among them MediaStorageSOPInstanceUID, PatientBirthDate, /m,
    )
    expect((json as ImportReport).dicom!.series.map(({ taken }) => taken)).toEqual([true, false])
    expect(text).not.toContain(person.id)
    const chosen = await importScans.run(context, [project, aStudy()], { series: ['1.7'] })
    expect(chosen.text).toMatch(/^ {2}taken {5}t1 as sub-\w{10}: as asked for$/m)
    expect(chosen.text).toMatch(/^ {2}left out {2}flair: not asked for, or rejected above$/m)
  })
})
