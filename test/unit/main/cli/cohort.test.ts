import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cohort } from '../../../../src/main/cli/cohort.ts'
import { importScans } from '../../../../src/main/cli/import.ts'
import { createProject } from '../../../../src/main/project.ts'
import { encodeNifti } from '../../../../src/shared/imaging/nifti.ts'
import { aContext, aFolder, aVolume } from '../../../helpers/project.ts'

const context = { ...aContext(), warn: () => {} }

describe('antrum cohort', () => {
  it('lists what deserves a look, or every scan, and what to do next', async () => {
    const { folder } = await createProject(path.join(aFolder(), 'study'))
    const empty = await cohort.run(context, [folder], {})
    expect(empty.json).toEqual({
      subjects: 0,
      lanes: { ok: 0, look: 0 },
      scans: [],
      next: [{ command: 'import', reason: 'There is no scan yet.' }],
    })

    const files = aFolder()
    writeFileSync(path.join(files, 'sub-a_FLAIR.nii'), encodeNifti(aVolume('a')))
    const bytes = encodeNifti(aVolume('b'))
    for (const at of [252, 254]) new DataView(bytes.buffer).setInt16(at, 0, true) // no qform, no sform
    writeFileSync(path.join(files, 'sub-b.nii'), bytes)
    await importScans.run(context, [folder, files], {})

    const { json, text } = await cohort.run(context, [folder], {})
    expect(json).toMatchObject({
      subjects: 2,
      lanes: { ok: 1, look: 1 },
      scans: [
        { subject: 'sub-a', contrast: 'FLAIR', lane: 'ok', leftOut: null },
        { subject: 'sub-b', lane: 'look', notes: [{ code: 'sides-unknown' }] },
      ],
    })
    expect(text.split('\n')).toEqual([
      '2 scans of 2 subjects: 1 ok, 1 need a look, 1 left out.',
      expect.stringMatching(
        /^ {2}look {2}sub-b {2}8 × 9 × 10 {2}2.00 × 2.00 × 2.00 mm {2}left out: left and right of this scan cannot be known {2}[0-9a-f]{12}$/,
      ),
      expect.stringMatching(/^ {6}.*antrum decide/),
      `next: antrum decide ${folder}  (Open questions that keep scans from being used: 1.)`,
      `next: antrum labels ${folder}  (No subject has a label.)`,
      `next: antrum register ${folder}  (Scans not registered to the fixed scan: 1 of 1.)`,
    ])
    expect((await cohort.run(context, [folder], { all: true })).text).toMatch(
      /\n {2}ok {4}sub-a {2}FLAIR {2}8/,
    )
  })
})
