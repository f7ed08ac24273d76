import { expect, it } from 'vitest'
import { parseDicom } from '../../../../src/main/dicom/data-set.ts'
import { convertDicom } from '../../../../src/main/dicom/dcm2niix.ts'
import { blankIdentity } from '../../../../src/main/deidentify/blank-identity.ts'
import { parseNifti } from '../../../../src/shared/imaging/nifti.ts'
import { person, seriesBytes, sliceBytes } from '../../../helpers/dicom-bytes.ts'

it('leaves nothing of a person in the bytes that are converted', () => {
  const bytes = Buffer.from(sliceBytes({ description: 'head of Erika' }))
  const before = bytes.length
  blankIdentity(parseDicom(bytes).dataSet)
  expect(bytes.length).toBe(before)
  for (const text of [person.name, person.id, person.birthDate, 'Erika', '20190504'])
    expect(bytes.includes(text), text).toBe(false)
  expect(bytes.includes('1.2.3.4')).toBe(true) // what belongs together stays known
})

it('lets slices come together whose times differ, as some archives write them', async () => {
  const files = seriesBytes(5, (k) => ({ tags: { '00080030': ['TM', `12000${k}.5`] } }))
  await expect(convertDicom(files.map((file) => Uint8Array.from(file)))).rejects.toThrow(/volumes/)
  for (const file of files) blankIdentity(parseDicom(file).dataSet)
  expect(parseNifti(await convertDicom(files)).volume.shape).toEqual([20, 24, 5])
})
