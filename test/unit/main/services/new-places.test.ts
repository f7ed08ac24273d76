import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { newPlaces } from '../../../../src/main/services/new-places.ts'
import { aFolder } from '../../../helpers/project.ts'

it('suggests a folder for a project that is not there yet, and for a sample always the same', () => {
  const home = aFolder()
  const inHome = (name: string) => path.join(home, 'Antrum', name)
  expect(newPlaces(home)).toEqual({
    own: inHome('my-study'),
    sample: { small: inHome('small-sample'), usual: inHome('sample') },
  })
  for (const name of ['my-study', 'my-study-2', 'sample']) mkdirSync(inHome(name), { recursive: true })
  expect(newPlaces(home)).toMatchObject({
    own: inHome('my-study-3'),
    sample: { usual: inHome('sample') },
  })
})
