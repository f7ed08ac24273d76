import { describe, expect, it } from 'vitest'
import { previewAttributes, type Alias } from '../../../../src/main/deidentify/preview.ts'
import { keptTags, replacedTags } from '../../../../src/main/deidentify/tag-profile.ts'
import { parseDicom } from '../../../../src/main/dicom/data-set.ts'
import { person, sliceBytes, type Attribute, type SliceFields } from '../../../helpers/dicom-bytes.ts'

const alias: Alias = { subject: 'sub-0123456789', daysEarlier: 100 }

const preview = (fields: SliceFields[] = [{}], as: Alias | null = alias) =>
  new Map(
    previewAttributes(
      fields.map((one) => parseDicom(sliceBytes(one))),
      as,
    ).map(({ tag, ...rest }) => [tag, rest]),
  )

describe('attributes before and after', () => {
  it('shows what identifies a person, and that nothing of it is left', () => {
    const tags = preview()
    for (const [tag, name, before] of [
      ['0010,0010', 'PatientName', person.name],
      ['0010,0030', 'PatientBirthDate', person.birthDate],
    ]) {
      const gone = { after: null, fate: 'removed', identifying: true }
      expect(tags.get(tag)).toEqual({ name, before, values: 1, ...gone })
    }
    const after = [...tags.values()].map((each) => each.after ?? '').join(' ')
    for (const part of ['Mustermann', 'Erika', person.id, person.birthDate]) expect(after).not.toContain(part)
  })

  it('shows what is put in its place', () => {
    const tags = preview([{ tags: { '00101010': ['AS', '094Y'] } }])
    expect(tags.get('0010,0020')).toMatchObject({ before: person.id, after: alias.subject, fate: 'replaced' })
    // 4 May 2019 less 100 days.
    expect(tags.get('0008,0022')).toMatchObject({ before: '20190504', after: '2019-01-24' })
    expect(tags.get('0010,1010')).toMatchObject({ before: '094Y', after: '90', fate: 'replaced' })
    expect(tags.get('0010,0040')).toMatchObject({ before: 'F', after: 'F' })
  })

  it('does not make up a pseudonym or a date where the project has none yet', () => {
    const tags = preview([{}], null)
    expect(tags.get('0010,0020')!.after).toBe('a pseudonym, drawn at the first import')
    expect(tags.get('0008,0022')!.after).toBe('an earlier day, drawn at the first import')
  })

  it('says "removed" of what is kept as a rule but holds the name here', () => {
    const tags = preview([{ tags: { '00080070': ['LO', 'Scanner of MUSTERMANN'] } }])
    expect(tags.get('0008,0070')).toMatchObject({ name: 'Manufacturer', after: null, fate: 'removed' })
  })

  it('reads numbers as numbers, counts different values, and looks into sequences', () => {
    const hidden: Record<string, Attribute> = { '00104000': ['LT', 'a note'] }
    const fields = (k: number): SliceFields => ({
      instance: k,
      tags: {
        '00189087': ['FD', 1.5],
        '00091001': ['OB', Uint8Array.of(0, 1, 2, 3)],
        '00081140': ['SQ', [{ ...hidden }, { ...hidden }]],
      },
    })
    const tags = preview([fields(1), fields(2), fields(3)])
    expect(tags.get('0028,0010')).toMatchObject({ before: '24', values: 1, fate: 'voxels' })
    expect(tags.get('0020,0013')).toMatchObject({ before: '1', values: 3, fate: 'voxels' })
    expect(tags.get('0018,9087')).toMatchObject({ name: null, before: '1.5', after: null, fate: 'removed' })
    expect(tags.get('0009,1001')).toMatchObject({ name: null, before: '4 bytes', fate: 'removed' })
    expect(tags.get('0008,1140')).toMatchObject({ before: '2 items', fate: 'removed' })
    expect(tags.get('0010,4000')).toMatchObject({
      name: 'PatientComments',
      before: 'a note',
      identifying: true,
    })
  })

  it('knows where every attribute of the profile is kept', () => {
    const text = { CS: 'AX', DS: '3', LO: 'x', US: '1' }
    for (const [tag, name] of Object.entries({ ...keptTags, ...replacedTags })) {
      const value =
        {
          PatientSex: 'M',
          PatientAge: '030Y',
          AcquisitionDate: '20200101',
          LossyImageCompression: '01',
          PatientID: 'p',
        }[name] ?? (/Time|Strength|Angle|Thickness|KVP/.test(name) ? text.DS : text.CS)
      // Of an enhanced image these stand in a functional group and win only where the plain ones are absent.
      if (name === 'EffectiveEchoTime' || name === 'InversionTimes') continue
      const found = preview([{ tags: { [tag]: ['LO', value] } }]).get(`${tag.slice(0, 4)},${tag.slice(4)}`)
      expect(found, name).toMatchObject({ name, fate: tag in keptTags ? 'kept' : 'replaced' })
      expect(found!.after, name).not.toBeNull()
    }
  })
})
