import { describe, expect, it } from 'vitest'
import { saveLabels } from '../../../../src/main/db/stores/labels.ts'
import { addScan, type Scan } from '../../../../src/main/db/stores/scans.ts'
import { saveSetting } from '../../../../src/main/db/stores/settings.ts'
import { chooseFixedScan, findFixedScan } from '../../../../src/main/services/fixed-scan.ts'
import { aScan } from '../../../helpers/database.ts'
import { aProject } from '../../../helpers/project.ts'

/** A scan of cubic voxels, stored plainly; by default of a whole head. */
function aHeadScan(
  name: string,
  { spacingMm = [1, 1, 1], shape = [180, 240, 220], ...rest }: Partial<Scan> = {},
): Scan {
  const affine = [spacingMm[0], 0, 0, 0, 0, spacingMm[1], 0, 0, 0, 0, spacingMm[2], 0, 0, 0, 0, 1]
  return { ...aScan(name, { spacingMm, shape, affine, ...rest }), used: true }
}
const nobody = new Set<string>()

describe('choosing the fixed scan', () => {
  it('wants a labelled subject above all, then a whole head, then fine and even voxels', () => {
    const cutOff = aHeadScan('a', { shape: [180, 240, 100] })
    const coarse = aHeadScan('b', { spacingMm: [2, 2, 2], shape: [90, 120, 110] })
    const thick = aHeadScan('c', { spacingMm: [0.5, 0.5, 5], shape: [360, 480, 44] })
    const fine = aHeadScan('d')
    const scans = [cutOff, coarse, thick, fine]
    expect(chooseFixedScan(scans, nobody).subject).toBe('d')
    expect(chooseFixedScan([cutOff, thick, coarse], nobody).subject).toBe('b')
    expect(chooseFixedScan(scans, new Set(['c'])).subject).toBe('c')
  })

  it('sees the extent of a head in any storage order', () => {
    // Height along the first index: 220 mm high, 240 mm deep, 180 mm wide, against a 170 mm slab.
    const affine = [0, 0, 1, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 1]
    const sagittal = aHeadScan('z', { shape: [220, 240, 180], affine })
    expect(chooseFixedScan([aHeadScan('a', { shape: [180, 240, 170] }), sagittal], nobody).subject).toBe('z')
  })

  it('avoids a scan whose sides cannot be known', () => {
    const unknown = aHeadScan('a', { notes: [{ code: 'sides-unknown', reason: '' }] })
    const plain = aHeadScan('b', { spacingMm: [2, 2, 2], shape: [90, 120, 110] })
    expect(chooseFixedScan([unknown, plain], new Set(['a'])).subject).toBe('b')
  })

  it('does not depend on the order of import', () => {
    const equals = ['c', 'a', 'b'].map((name) => aHeadScan(name))
    expect(chooseFixedScan(equals, nobody).subject).toBe('a')
    expect(chooseFixedScan(equals.toReversed(), nobody).subject).toBe('a')
  })
})

describe('finding the fixed scan of a project', () => {
  async function aProjectWith(...names: string[]) {
    const project = await aProject()
    for (const name of names) await addScan(project.db, aHeadScan(name))
    return project
  }

  it('takes the subject that is named, with or without "sub-"', async () => {
    const project = await aProjectWith('sub-01', 'sub-02')
    expect((await findFixedScan(project, 'sub-02')).subject).toBe('sub-02')
    expect((await findFixedScan(project, '02')).subject).toBe('sub-02')
    await expect(findFixedScan(project, '03')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('stays with the one taken before, whatever has been imported or labelled since', async () => {
    const project = await aProjectWith('sub-01', 'sub-02')
    await saveSetting(project.db, 'fixedScan', 'scan-sub-02')
    await saveLabels(project.db, [
      { subject: 'sub-01', side: 'left', annotator: '', label: 'normal', findings: [] },
    ])
    expect((await findFixedScan(project)).subject).toBe('sub-02')
    await saveSetting(project.db, 'fixedScan', 'no longer there')
    expect((await findFixedScan(project)).subject).toBe('sub-01')
  })

  it('says that there are no scans', async () => {
    await expect(findFixedScan(await aProject())).rejects.toMatchObject({ code: 'invalid-state' })
  })
})
