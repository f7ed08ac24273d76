import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { keepForeignEncoder, readForeignEncoder } from '../../../../src/main/services/foreign-weights.ts'
import { readSafetensors } from '../../../../src/shared/formats/safetensors.ts'
import { aFolder, aProject } from '../../../helpers/project.ts'
import { fixtureBytes, fixturePath } from '../../../helpers/weights-files.ts'

it('gives the same weights from all three forms', async () => {
  const [zip, legacy, safetensors] = await Promise.all(
    ['.pth', '_legacy.pth', '.safetensors'].map((ending) =>
      readForeignEncoder(fixturePath(`medicalnet_resnet18_w4${ending}`), 4),
    ),
  )
  expect(zip.weights.size).toBe(100)
  expect(legacy.weights).toEqual(zip.weights)
  expect(safetensors.weights).toEqual(zip.weights)
})

it('keeps the encoder in the project by its hash, with its layer map', async () => {
  const project = await aProject()
  const kept = await keepForeignEncoder(project, fixturePath('torch/medicalnet_a_w1.pth'), 1)
  const folder = path.join(project.paths.root, 'weights')
  const bytes = readFileSync(path.join(folder, `${kept.sha256}.safetensors`))
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(kept.sha256)
  const tensors = readSafetensors(bytes)
  expect(tensors.size).toBe(85)
  for (const [name, { shape, data }] of kept.weights)
    expect(tensors.get(name)).toEqual({ dtype: 'F32', shape, data })
  expect(JSON.parse(readFileSync(path.join(folder, `${kept.sha256}.json`), 'utf8'))).toEqual(kept.map)
  expect((await keepForeignEncoder(project, fixturePath('torch/medicalnet_a_w1.pth'), 1)).sha256).toBe(
    kept.sha256,
  )
})

it.each(['malicious.pth', 'torch/refused_model.pth'])('refuses %s with its name in front', async (name) => {
  await expect(readForeignEncoder(fixturePath(name), 4)).rejects.toMatchObject({
    code: 'unsupported-file',
    message: expect.stringMatching(new RegExp(`^${path.basename(name)}: `)) as string,
  })
})

it('says what is wrong with the path or the file', async () => {
  const folder = aFolder()
  const given = (name: string, content: Uint8Array) => {
    writeFileSync(path.join(folder, name), content)
    return path.join(folder, name)
  }
  mkdirSync(path.join(folder, 'a folder.pth'))
  const cut = given('cut.pth', fixtureBytes('medicalnet_resnet18_w4.pth').subarray(0, 300_000))
  const huge = given('huge.pth', new Uint8Array())
  truncateSync(huge, 2 ** 31)
  await expect(readForeignEncoder(path.join(folder, 'none.pth'), 4)).rejects.toMatchObject({
    code: 'not-found',
  })
  await expect(readForeignEncoder(path.join(folder, 'a folder.pth'), 4)).rejects.toMatchObject({
    code: 'unreadable-file',
  })
  await expect(readForeignEncoder(cut, 4)).rejects.toMatchObject({ code: 'unreadable-file' })
  await expect(readForeignEncoder(huge, 4)).rejects.toMatchObject({
    code: 'unsupported-file',
    message: expect.stringContaining('2.1 GB') as string,
  })
})
