import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../../src/main/cli/decide.ts'
import { importScans } from '../../../../src/main/cli/import.ts'
import { createProject } from '../../../../src/main/project.ts'
import type { Decisions } from '../../../../src/main/services/decisions.ts'
import { encodeNifti } from '../../../../src/shared/imaging/nifti.ts'
import { aContext, aFolder, aVolume } from '../../../helpers/project.ts'

const context = { ...aContext(), warn: () => {} }

/** A project and a folder with two scans whose files store no orientation. */
async function twoUnknown() {
  const { folder: project } = await createProject(path.join(aFolder(), 'study'))
  const files = aFolder()
  for (const name of ['a', 'b']) {
    const bytes = encodeNifti(aVolume(name))
    for (const at of [252, 254]) new DataView(bytes.buffer).setInt16(at, 0, true) // no qform, no sform
    writeFileSync(path.join(files, `${name}.nii`), bytes)
  }
  return { project, files }
}
const open = ({ json }: { json: unknown }) => (json as Decisions).open.map(({ subject }) => subject)

describe('antrum decide', () => {
  it('lists what is open, takes an answer, and takes it back', async () => {
    const { project, files } = await twoUnknown()
    await importScans.run(context, [project, files], {})
    const listed = await decide.run(context, [project], {})
    expect(open(listed)).toEqual(['a', 'b'])
    expect(listed.text).toMatch(/2 questions are open.*\n {2}a {2}sides: .*left and right cannot be known/)
    const decided = await decide.run(context, [project, 'b'], { sides: 'LAS' })
    expect(open(decided)).toEqual(['a'])
    expect(decided.text).toMatch(/decided {2}b {2}sides: LAS \(\d{4}-\d\d-\d\d\)/)
    expect(open(await decide.run(context, [project, 'b'], { undo: 'sides' }))).toEqual(['a', 'b'])
  })

  it('wants one answer for a subject and none without', async () => {
    const { project } = await twoUnknown()
    for (const [args, options] of [
      [[project], { sides: 'RAS' }],
      [[project, 'a'], {}],
      [[project, 'a'], { sides: 'RAS', undo: 'sides' }],
    ] as const)
      await expect(decide.run(context, [...args], options)).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('antrum import --sides', () => {
  it('decides for every file that stores none, and says so', async () => {
    const { project, files } = await twoUnknown()
    const { json, text } = await importScans.run(context, [project, files], { sides: 'RAS' })
    expect(json).toMatchObject({ decided: ['a', 'b'], lanes: { look: [{ code: 'sides-unknown' }, {}] } })
    expect(text).toMatch(/The sides of 2 scans were decided/)
    expect(open(await decide.run(context, [project], {}))).toEqual([])
    expect((await importScans.run(context, [project, files], {})).json).toMatchObject({
      decided: [],
      lanes: { look: [{ code: 'decided' }, { code: 'decided' }] },
    })
  })

  it('refuses an orientation that is none before anything is read', async () => {
    const { project, files } = await twoUnknown()
    const importing = importScans.run(context, [project, files], { sides: 'LEFT' })
    await expect(importing).rejects.toMatchObject({ code: 'usage' })
    expect(((await importScans.run(context, [project, files], {})).json as { scans: number }).scans).toBe(2)
  })
})
