import { describe, expect, it } from 'vitest'
import { chooseTensorflow, findNvidiaDriver, glibcVersion } from '../../../../scripts/setup/device.mjs'
import { wheelSets } from '../../../../scripts/setup/wheels.mjs'

const machine = {
  request: 'auto' as const,
  platform: 'linux',
  arch: 'x64',
  driver: undefined,
  glibc: [2, 36],
  wheelSets,
}

describe('chooseTensorflow', () => {
  it('takes the CPU wheel without a driver and the GPU wheel with one', () => {
    expect(chooseTensorflow(machine)).toMatchObject({ key: 'linux-x64-cpu', device: 'cpu' })
    const driver = '/proc/driver/nvidia'
    const choice = chooseTensorflow({ ...machine, driver })
    expect(choice).toMatchObject({ key: 'linux-x64-gpu', device: 'gpu' })
    expect(choice?.reason).toContain(driver)
  })

  it('does as it is told', () => {
    expect(chooseTensorflow({ ...machine, request: 'cpu', driver: '/x' })?.key).toBe('linux-x64-cpu')
    expect(chooseTensorflow({ ...machine, request: 'gpu' })?.key).toBe('linux-x64-gpu')
  })

  it('says why a driver does not help where there is no GPU build', () => {
    const choice = chooseTensorflow({ ...machine, arch: 'arm64', driver: '/x' })
    expect(choice).toMatchObject({ key: 'linux-arm64-cpu', device: 'cpu' })
    expect(choice?.reason).toContain('no GPU build')
    expect(() => chooseTensorflow({ ...machine, arch: 'arm64', request: 'gpu' })).toThrow('no GPU build')
  })

  it('has nothing pinned for other systems, musl and an old glibc', () => {
    expect(chooseTensorflow({ ...machine, platform: 'darwin', glibc: undefined })).toBeUndefined()
    expect(chooseTensorflow({ ...machine, glibc: undefined })).toBeUndefined()
    expect(chooseTensorflow({ ...machine, glibc: [2, 26] })).toBeUndefined()
    expect(chooseTensorflow({ ...machine, glibc: [2, 27] })).toBeDefined()
  })
})

describe('findNvidiaDriver', () => {
  const found = (files: string[], env = {}) => findNvidiaDriver(env, (file) => files.includes(file))
  it('sees the kernel module, and the library where there is none (WSL)', () => {
    expect(found([])).toBeUndefined()
    expect(found(['/proc/driver/nvidia/version'])).toBe('/proc/driver/nvidia')
    expect(found(['/usr/lib/wsl/lib/libcuda.so.1'])).toBe('/usr/lib/wsl/lib/libcuda.so.1')
    expect(found(['/opt/cuda/libcuda.so.1'], { LD_LIBRARY_PATH: '/opt/cuda' })).toBe('/opt/cuda/libcuda.so.1')
  })
})

describe('wheelSets', () => {
  it('pins every file once, by a SHA-256', () => {
    const all = Object.values(wheelSets).flat()
    for (const { sha256, bytes } of all) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(bytes).toBeGreaterThan(1e6)
    }
    expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(all.length)
  })
})

it.runIf(process.platform === 'linux')('asks the system for its glibc', () => {
  expect(glibcVersion()?.[0]).toBe(2)
})
