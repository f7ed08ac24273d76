import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLesionTruth } from '../../../../src/main/services/lesion-truth.ts'
import { writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { aFolder, aVolume } from '../../../helpers/project.ts'

const sinus = (side: string, lesionMask: string | null) => ({
  side,
  finding: lesionMask && 'cyst',
  lesionMask,
  centreMm: [1, 2, 3],
})

async function aSampleFolder() {
  const folder = aFolder()
  mkdirSync(path.join(folder, 'truth'))
  const mask = aVolume('mask')
  await writeNiftiFile(path.join(folder, 'truth', 'sub-1_L.nii.gz'), mask)
  const subjects = [{ subject: 'sub-1', sinuses: [sinus('L', 'truth/sub-1_L.nii.gz'), sinus('R', null)] }]
  writeFileSync(path.join(folder, 'truth.json'), JSON.stringify({ schema: 1, generator: 1, subjects }))
  return { folder, mask }
}

describe('openLesionTruth', () => {
  it('knows the lesions of a sample folder or its truth.json', async () => {
    const { folder, mask } = await aSampleFolder()
    for (const place of [folder, path.join(folder, 'truth.json')]) {
      const truth = await openLesionTruth(place)
      const left = { subject: 'sub-1', side: 'left' as const }
      expect([truth.synthetic, truth.has(left), truth.finding(left)]).toEqual([true, true, 'cyst'])
      expect((await truth.mask(left))?.data).toEqual(mask.data)
      for (const none of [
        { ...left, side: 'right' as const },
        { ...left, subject: 'sub-2' },
      ]) {
        expect([truth.has(none), truth.finding(none), await truth.mask(none)]).toEqual([false, null, null])
      }
    }
  })

  it('names what is missing or is something else', async () => {
    const folder = aFolder()
    await expect(openLesionTruth(folder)).rejects.toMatchObject({ code: 'not-found' })
    for (const content of ['{', '{"subjects": 1}', '[]']) {
      writeFileSync(path.join(folder, 'truth.json'), content)
      await expect(openLesionTruth(folder)).rejects.toMatchObject({ code: 'unreadable-file' })
    }
  })
})
