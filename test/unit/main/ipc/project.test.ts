import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { aClient, failureOf, finish } from '../../../helpers/api-client.ts'
import { aFolder } from '../../../helpers/project.ts'

describe('a new project through the API', () => {
  it('is made once and left as it is after that', async () => {
    const [client, folder] = [await aClient(), path.join(aFolder(), 'study')]
    expect(await client.project.create({ folder })).toEqual({ folder, created: true })
    expect(await client.project.create({ folder })).toEqual({ folder, created: false })
    expect((await client.project.open({ folder })).subjects).toBe(0)
  })

  it('does not land where the server happens to have been started, nor among other things', async () => {
    const client = await aClient()
    expect(await failureOf(client.project.create({ folder: 'study' }))).toMatchObject({ code: 'usage' })
    expect(await failureOf(finish(client.project.sample({ folder: 'sample' })))).toMatchObject({
      code: 'usage',
    })
    expect(existsSync('study') || existsSync('sample')).toBe(false)
    const full = aFolder()
    mkdirSync(path.join(full, 'heads'))
    writeFileSync(path.join(full, 'letter.txt'), '')
    for (const call of [
      client.project.create({ folder: full }),
      finish(client.project.sample({ folder: full })),
    ])
      expect(await failureOf(call)).toMatchObject({
        code: 'already-exists',
        message: expect.stringContaining('letter.txt') as string,
      })
    const file = path.join(full, 'letter.txt')
    expect(await failureOf(finish(client.project.sample({ folder: file })))).toMatchObject({ code: 'usage' })
  })
})
