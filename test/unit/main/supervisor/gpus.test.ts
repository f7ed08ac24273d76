import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { trainerEnvironments, visibleGpus } from '../../../../src/main/supervisor/gpus.ts'
import { aFolder } from '../../../helpers/project.ts'

describe('visibleGpus', () => {
  it.each([
    ['0,1', ['0', '1']],
    ['GPU-4ea1, GPU-77bb', ['GPU-4ea1', 'GPU-77bb']],
    ['', []],
    ['-1', []],
    ['2,-1,0', ['2']],
  ])('takes what a scheduler left: CUDA_VISIBLE_DEVICES="%s"', async (visible, gpus) => {
    expect(await visibleGpus({ CUDA_VISIBLE_DEVICES: visible })).toEqual(gpus)
  })

  it('asks the driver otherwise', async () => {
    const folder = aFolder()
    const tool = path.join(folder, 'nvidia-smi')
    writeFileSync(tool, '#!/bin/sh\n[ "$1" = --query-gpu=uuid ] && printf "GPU-1a-b\\nGPU-2c\\n"\n')
    chmodSync(tool, 0o755)
    expect(await visibleGpus({ PATH: `${folder}:/usr/bin:/bin` })).toEqual(['GPU-1a-b', 'GPU-2c'])
    writeFileSync(
      tool,
      '#!/bin/sh\necho "NVIDIA-SMI has failed because it could not talk to the driver."\nexit 9\n',
    )
    expect(await visibleGpus({ PATH: `${folder}:/usr/bin:/bin` })).toEqual([])
    expect(await visibleGpus({ PATH: aFolder() })).toEqual([])
  })
})

describe('trainerEnvironments', () => {
  it('deals GPUs out in turn', () => {
    const dealt = (parallel: number, gpus: string[]) =>
      trainerEnvironments(parallel, gpus).map((env) => env.CUDA_VISIBLE_DEVICES)
    expect(dealt(2, ['a', 'b'])).toEqual(['a', 'b'])
    expect(dealt(3, ['a', 'b'])).toEqual(['a', 'b', 'a'])
    expect(dealt(2, [])).toEqual([undefined, undefined])
  })
})
