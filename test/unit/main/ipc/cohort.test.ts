import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../../src/main/cli/decide.ts'
import { importScans } from '../../../../src/main/cli/import.ts'
import { labels } from '../../../../src/main/cli/labels.ts'
import { openDatabase } from '../../../../src/main/db/connection.ts'
import { createProject, databaseFile, withProject } from '../../../../src/main/project.ts'
import { encodeNifti } from '../../../../src/shared/imaging/nifti.ts'
import type { ImportEvent } from '../../../../src/shared/ipc/cohort.ts'
import type { ApiClient } from '../../../../src/shared/ipc/api.ts'
import { aClient, failureOf, finish } from '../../../helpers/api-client.ts'
import { findText } from '../../../helpers/byte-search.ts'
import { allRows } from '../../../helpers/database.ts'
import { person, writeStudy } from '../../../helpers/dicom-bytes.ts'
import { aContext, aFolder, aVolume } from '../../../helpers/project.ts'

async function aStudy(): Promise<string> {
  const folder = path.join(aFolder(), 'study')
  await createProject(folder)
  return folder
}

/** Small heads `sub-000`, …; each file's voxels follow from its name. */
function someScans(count: number, prefix = 'sub'): string {
  const folder = path.join(aFolder(), 'scans')
  mkdirSync(folder)
  for (let i = 0; i < count; i++) {
    const subject = `${prefix}-${String(i).padStart(3, '0')}`
    writeFileSync(path.join(folder, `${subject}_FLAIR.nii`), encodeNifti(aVolume(subject)))
  }
  return folder
}

/** A file whose header knows no orientation: the sides have to be decided. */
function withoutSides(folder: string, name: string): void {
  const bytes = encodeNifti(aVolume(name))
  new DataView(bytes.buffer).setInt16(252, 0, true)
  new DataView(bytes.buffer).setInt16(254, 0, true)
  writeFileSync(path.join(folder, `${name}.nii`), bytes)
}

/** Every row but for when it was written. */
function rowsOf(folder: string): unknown {
  const { sqlite } = openDatabase(path.join(folder, databaseFile), { readOnly: true })
  try {
    return JSON.parse(JSON.stringify(allRows(sqlite)).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')) as unknown
  } finally {
    sqlite.close()
  }
}

const importInto = (client: ApiClient, folder: string, paths: string[]) =>
  finish(client.cohort.import({ folder, paths }))

describe('cohort.import', () => {
  it('tells of every file as it finds its lane, and returns the report', async () => {
    const [client, folder, scans] = [await aClient(), await aStudy(), someScans(12)]
    writeFileSync(path.join(scans, 'sub-999.nii.gz'), 'no gzip')
    const { events, result } = await importInto(client, folder, [scans])
    const told = events.flatMap(({ settled }) => settled)
    expect(told.filter(({ lane }) => lane === 'ok').map(({ file }) => file)).toEqual(
      result.lanes.ok.map(({ file }) => file),
    )
    expect(told.filter(({ lane }) => lane === 'rejected')).toEqual([
      { lane: 'rejected', ...result.lanes.rejected[0] },
    ])
    expect(result).toMatchObject({ subjects: 12, scans: 12, lanes: { look: [] } })
    expect(result.lanes.rejected[0]).toMatchObject({ file: 'sub-999.nii.gz', code: 'unreadable-file' })
    expect(events.at(-1)).toMatchObject({ phase: 'Importing scans', done: 13, total: 13 })
    expect(await client.cohort.scans({ folder })).toHaveLength(12)
  })

  it('writes the rows that the command line writes, decisions and labels too', async () => {
    const [client, byWindow, byCommand] = [await aClient(), await aStudy(), await aStudy()]
    const scans = someScans(4)
    withoutSides(scans, 'sub-100')
    const sheet = path.join(aFolder(), 'labels.csv')
    writeFileSync(sheet, 'who,left_label,right_label\nsub-000,normal,polyp\nsub-100,cyst,normal\n')

    const context = { ...aContext(), warn: () => {} }
    await importScans.run(context, [byCommand, scans], {})
    await decide.run(context, [byCommand, 'sub-100'], { sides: 'RAS' })
    await labels.run(context, [byCommand, sheet], { map: ['who=subject'] })

    await importInto(client, byWindow, [scans])
    const { open } = await client.cohort.decisions({ folder: byWindow })
    expect(open).toMatchObject([{ subject: 'sub-100', question: 'sides' }])
    const [{ leftOut }] = (await client.cohort.scans({ folder: byWindow })).filter(
      ({ scan }) => scan === open[0].scan,
    )
    expect(leftOut).toBe('left and right of this scan cannot be known')
    const decided = await client.cohort.decideSides({
      folder: byWindow,
      target: 'sub-100',
      orientation: 'RAS',
    })
    expect(decided).toMatchObject({ open: [], decided: [{ answer: 'RAS' }] })
    const asked = { folder: byWindow, file: sheet, map: ['who=subject'] }
    const preview = await client.cohort.previewLabels(asked)
    expect(preview).toMatchObject({ labels: 4, changed: 4, counts: { left: { normal: 1, cyst: 1 } } })
    expect(preview.columns[0]).toEqual({ title: 'who', meaning: 'subject', examples: ['sub-000', 'sub-100'] })
    expect(await client.cohort.labels({ folder: byWindow })).toEqual([])
    expect(await client.cohort.importLabels(asked)).toMatchObject({ labels: 4, changed: 4 })
    expect(await client.cohort.labels({ folder: byWindow })).toHaveLength(4)

    expect(rowsOf(byWindow)).toEqual(rowsOf(byCommand))
  })

  it.each(['over a MessagePort', 'over a WebSocket'] as const)(
    'stops when the call is aborted %s, and goes on where it was when repeated',
    async (transport) => {
      const [client, folder, scans] = [await aClient(transport), await aStudy(), someScans(300)]
      const stop = new AbortController()
      const stream = await client.cohort.import({ folder, paths: [scans] }, { signal: stop.signal })
      let known = 0
      while (known === 0) known = ((await stream.next()).value as ImportEvent).settled.length
      stop.abort()
      await expect(stream.next()).rejects.toThrow()
      await expect.poll(() => projectIsFree(folder), { timeout: 20_000 }).toBe(true)
      const kept = (await client.cohort.scans({ folder })).length
      expect(kept).toBeGreaterThanOrEqual(known)
      expect(kept).toBeLessThan(300)
      const { result } = await importInto(client, folder, [scans])
      expect(result).toMatchObject({ scans: 300, lanes: { rejected: [] } })
    },
  )

  it('stops when nobody is there any more', async () => {
    const [folder, scans] = [await aStudy(), someScans(300)]
    const client = await aClient('called directly')
    const stream = await client.cohort.import({ folder, paths: [scans] })
    await stream.next()
    await stream.return(undefined)
    expect(await projectIsFree(folder)).toBe(true)
    expect((await client.cohort.scans({ folder })).length).toBeLessThan(300)
  })

  it('says what is wrong as a typed error in the stream', async () => {
    const [client, folder] = [await aClient(), await aStudy()]
    const nothing = aFolder()
    expect(await failureOf(importInto(client, folder, [nothing]))).toMatchObject({ code: 'not-found' })
    expect(await failureOf(importInto(client, nothing, [folder]))).toMatchObject({ code: 'not-found' })
    expect(await failureOf(importInto(client, folder, []))).toMatchObject({ code: 'usage' })
    await withProject(folder, 'write', async () => {
      expect(await failureOf(importInto(client, folder, [nothing]))).toMatchObject({ code: 'read-only' })
    })
  })
})

const projectIsFree = (folder: string) => withProject(folder, 'write', async () => true).catch(() => false)

describe('decisions', () => {
  it('can be taken back, and refuse what is no question', async () => {
    const [client, folder, scans] = [await aClient(), await aStudy(), someScans(1)]
    withoutSides(scans, 'sub-100')
    await importInto(client, folder, [scans])
    await client.cohort.decideSides({ folder, target: 'sub-100', orientation: 'LAS' })
    const undone = await client.cohort.undoDecision({ folder, target: 'sub-100', question: 'sides' })
    expect(undone).toMatchObject({ open: [{ subject: 'sub-100' }], decided: [] })
    const wrong = client.cohort.decideSides({ folder, target: 'sub-100', orientation: 'RRS' })
    expect(await failureOf(wrong)).toMatchObject({ code: 'usage' })
    const none = client.cohort.decideSameScan({ folder, target: 'sub-000', answer: 'same' })
    expect(await failureOf(none)).toMatchObject({ code: 'invalid-state' })
  })
})

describe('the series of a DICOM folder', () => {
  const aDicomFolder = () => writeStudy(aFolder())

  it('come with a thumbnail and what would be imported; the chosen one is', async () => {
    const [client, folder, dicom] = [await aClient(), await aStudy(), aDicomFolder()]
    const { events, result } = await finish(client.cohort.series({ paths: [dicom], thumbnails: true }))
    expect(events.at(-1)).toMatchObject({ phase: 'Drawing thumbnails', done: 2, total: 2 })
    expect(result.series).toMatchObject([
      { series: '1.2.3.4', file: 'flair', contrast: 'FLAIR', matrix: [20, 24], slices: 20, proposed: true },
      { series: '1.7', file: 't1', contrast: 'T1w', proposed: false },
    ])
    for (const { thumbnail } of result.series) expect(thumbnail).toMatch(/^iVBORw0KGgo/)
    const imported = await finish(client.cohort.import({ folder, paths: [dicom], series: ['1.7'] }))
    expect(imported.result.dicom!.series.map(({ taken }) => taken)).toEqual([false, true])
    expect(imported.result.dicom!.attributes.removed.identifying).toContain('PatientName')
  })

  it('show each attribute before and after, with the pseudonym that the project gives', async () => {
    const [client, folder, dicom] = [await aClient(), await aStudy(), aDicomFolder()]
    const look = async () => (await finish(client.cohort.tags({ folder, paths: [dicom] }))).result
    const before = await look()
    expect(before.series.map(({ series }) => series)).toEqual(['1.2.3.4'])
    expect(findText(folder, [person.id, person.name])).toEqual([])
    const { result } = await importInto(client, folder, [dicom])
    const tags = new Map((await look()).series[0].attributes.map((each) => [each.name, each]))
    expect(tags.get('PatientName')).toMatchObject({
      tag: '0010,0010',
      before: person.name,
      after: null,
      fate: 'removed',
      identifying: true,
    })
    expect(tags.get('PatientID')).toMatchObject({
      before: person.id,
      after: result.lanes.ok[0].subject,
      fate: 'replaced',
    })
    expect(tags.get('EchoTime')).toMatchObject({ before: '2.5', after: '2.5', fate: 'kept' })
    expect(tags.get('SOPInstanceUID')).toMatchObject({ values: 20, after: null })
    expect(findText(folder, [person.id, person.name])).toEqual([])
    expect(readFileSync(path.join(dicom, 'flair', 'IM0001.dcm')).toString('latin1')).toContain(person.name)
  })
})
