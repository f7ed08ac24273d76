import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const antrum = fileURLToPath(new URL('../../bin/antrum.mjs', import.meta.url))

describe('antrum doctor', () => {
  it('prints one JSON document about the real engine', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [antrum, 'doctor', '--json'], {
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    const info = JSON.parse(stdout) as Record<string, unknown>
    expect(info).toMatchObject({
      engine: {
        tensorflow: expect.stringMatching(/^2\.\d+\.\d+/) as string,
        device: expect.stringMatching(/^(cpu|gpu)$/) as string,
        deviceName: expect.stringMatching(/./) as string,
        reason: expect.stringMatching(/./) as string,
        precision: expect.stringMatching(/^(float32|bfloat16)$/) as string,
      },
      node: process.versions.node,
      sqlite: expect.stringMatching(/^3\./) as string,
    })
    expect(info.stepSeconds).toBeGreaterThan(0)
    expect(info.stepSeconds).toBeLessThan(60)
  })
})
