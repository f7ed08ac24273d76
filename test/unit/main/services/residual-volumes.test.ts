import { truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openResiduals } from '../../../../src/main/services/residual-volumes.ts'
import { aFolder } from '../../../helpers/project.ts'

/** Two sinuses of 2³ voxels: residual 0…15, difference their negatives. */
function aResidualsFolder(): string {
  const folder = aFolder()
  const values = Float32Array.from({ length: 16 }, (_, i) => i)
  writeFileSync(path.join(folder, 'residuals.f32'), values)
  writeFileSync(
    path.join(folder, 'difference.f32'),
    values.map((value) => -value),
  )
  writeFileSync(path.join(folder, 'index.json'), JSON.stringify({ voxels: 2, sinuses: ['a_L', 'a_R'] }))
  return folder
}

describe('openResiduals', () => {
  it('reads the volume of each sinus from its place', async () => {
    const residuals = await openResiduals(aResidualsFolder())
    expect([...(await residuals.residual('a_L'))]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect([...(await residuals.difference('a_R'))]).toEqual([-8, -9, -10, -11, -12, -13, -14, -15])
    expect([residuals.voxels, residuals.has('a_R'), residuals.has('b_L')]).toEqual([2, true, false])
  })

  it('refuses a sinus it does not hold, a cut file and a missing index', async () => {
    const folder = aResidualsFolder()
    truncateSync(path.join(folder, 'residuals.f32'), 60)
    const residuals = await openResiduals(folder)
    await expect(residuals.residual('b_L')).rejects.toMatchObject({ code: 'not-found' })
    await expect(residuals.residual('a_R')).rejects.toMatchObject({ code: 'corrupt-data' })
    await expect(residuals.residual('a_L')).resolves.toHaveLength(8)
    await expect(openResiduals(aFolder())).rejects.toMatchObject({ code: 'corrupt-data' })
  })
})
