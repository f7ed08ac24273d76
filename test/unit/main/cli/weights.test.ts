import { expect, it } from 'vitest'
import { weights } from '../../../../src/main/cli/weights.ts'
import { aContext } from '../../../helpers/project.ts'
import { fixturePath } from '../../../helpers/weights-files.ts'

const context = { ...aContext(), warn: () => {} }
const run = (name: string, width: number) => weights.run(context, [fixturePath(name)], { width })

it('prints where every tensor goes, what starts fresh and what is left', async () => {
  const { json, text } = await run('torch/medicalnet_a_w1.pth', 1)
  expect(json).toMatchObject({ shortcut: 'A', width: 1, inputChannels: 1 })
  expect(JSON.parse(JSON.stringify(json))).toEqual(json)
  const lines = text.split('\n')
  expect(lines[0]).toBe('3-D ResNet-18 of width 1, 1 input channel, shortcut type A (PyTorch, legacy)')
  expect(lines[1]).toMatch(/^85 tensors go into the encoder, 15 of its own start fresh, 9 /)
  expect(text).toMatch(/^module\.layer4\.0\.conv1\.weight +encoder\.layer4\.0\.conv1\.weight +8×4×3×3×3$/m)
  expect(text).toMatch(/^Start fresh: .*type A.*\n {2}encoder\.layer2\.0\.downsample\.0\.weight$/m)
  expect(text).toContain('  and 7 more')
  expect(text).toMatch(/^Not used: segmentation head\n {2}module\.conv_seg\.0\.weight$/m)
  expect(text).toMatch(/^Note: Stride and dilation/m)
})

it('refuses what does not fit, and a width that is none', async () => {
  await expect(run('torch/medicalnet_a_w1.pth', 64)).rejects.toMatchObject({
    code: 'shape-mismatch',
    message: expect.stringContaining('is 1, wanted is 64') as string,
  })
  await expect(run('torch/medicalnet_a_w1.pth', 0)).rejects.toMatchObject({ code: 'usage' })
})
