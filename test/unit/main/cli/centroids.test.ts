import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { centroids } from '../../../../src/main/cli/centroids.ts'
import { aFolder, aProject, aContext } from '../../../helpers/project.ts'
import { addUsedScans } from '../../../helpers/database.ts'

const context = { ...aContext(), warn: () => {} }

describe('antrum centroids', () => {
  it('marks twenty subjects and refuses the next one, saying what to do', async () => {
    const project = await aProject()
    const subjects = Array.from({ length: 21 }, (_, i) => `sub-${i}`)
    await addUsedScans(project.db, subjects)
    await project.close()
    const folder = project.paths.root
    const sheet = path.join(aFolder(), 'centres.csv')
    const lines = subjects.slice(1).map((subject) => `${subject},R,0,1,2`)
    writeFileSync(sheet, ['subject,side,x_mm,y_mm,z_mm', ...lines].join('\n'))
    const { text } = await centroids.run(context, [folder, 'set', sheet], {})
    expect(text).toMatch(/right: 20 marked/)
    const mark = (subject: string) => centroids.run(context, [folder, 'mark', subject, 'R'], { at: '0,1,2' })
    await expect(mark('sub-0')).rejects.toThrow(/Remove those of another subject before marking sub-0\./)
    await centroids.run(context, [folder, 'remove', 'sub-1', 'R'], {})
    expect((await mark('sub-0')).text).toMatch(/right: 20 marked/)
  })
})
