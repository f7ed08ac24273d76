import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapEncoder, encoderShapes } from '../../../../src/shared/domain/foreign-encoder.ts'
import { readSafetensors } from '../../../../src/shared/formats/safetensors.ts'
import { readTorchFile, type ForeignTensor } from '../../../../src/shared/formats/torch-file.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)))
const golden = readSafetensors(file('medicalnet_resnet18_w4.safetensors'))
const failure = (act: () => unknown): AntrumError => {
  try {
    act()
  } catch (error) {
    if (error instanceof AntrumError) return error
    throw error
  }
  return expect.unreachable('it must fail')
}

describe.each(['medicalnet_resnet18_w4.pth', 'medicalnet_resnet18_w4_legacy.pth'])('%s', (name) => {
  it('holds the same tensors as the safetensors file, bit for bit', () => {
    const tensors = readTorchFile(file(name))
    const floats = [...golden].filter(([, { dtype }]) => dtype === 'F32')
    expect(floats.length).toBeGreaterThan(60)
    for (const [key, { shape, data }] of floats) {
      const found = [...tensors].find(
        ([other]) => other === key || other === `module.${key}` || `module.${other}` === key,
      )?.[1]
      expect(found?.shape, key).toEqual([...shape])
      expect(found!.data, key).toEqual(data)
    }
  })
  it('maps onto the encoder, tensor by tensor', () => {
    const { weights, map } = mapEncoder(readTorchFile(file(name)), 4)
    expect(map.matched.length + map.missing.length).toBe(encoderShapes(4).size)
    expect(map.missing.every(({ to }) => to.includes('.downsample.'))).toBe(true)
    expect(map.matched.map(({ to }) => to)).toEqual([...weights.keys()])
    expect(map.unused.every(({ reason }) => reason.length > 0)).toBe(true)
    expect(map.width).toBe(4)
  })
  it('is refused for an encoder of another width, with both numbers', () => {
    const { code, message } = failure(() => mapEncoder(readTorchFile(file(name)), 64))
    expect(code).toBe('shape-mismatch')
    expect(message).toMatch(/4 channels.*64/)
  })
})

it('refuses a file that wants to call something, names it, and calls nothing', () => {
  const { code, message } = failure(() => readTorchFile(file('malicious.pth')))
  expect(code).toBe('unsupported-file')
  expect(message).toMatch(/wants to call \S+\.\S+/)
})

describe('mapping an encoder', () => {
  const whole = (): Map<string, ForeignTensor> =>
    new Map(
      [...encoderShapes(4)].map(([name, shape]) => [
        name,
        { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) },
      ]),
    )

  it('takes a complete encoder of ours whole, shortcuts of type B', () => {
    const { map } = mapEncoder(whole(), 4)
    expect(map).toMatchObject({ missing: [], unused: [], shortcut: 'B' })
  })
  it('says what is wrong with deeper, two-dimensional, incomplete and damaged ones', () => {
    const changed = (change: (tensors: Map<string, ForeignTensor>) => void) => {
      const tensors = whole()
      change(tensors)
      return failure(() => mapEncoder(tensors, 4)).message
    }
    expect(
      changed((t) => t.set('encoder.layer1.0.conv3.weight', t.get('encoder.layer1.0.conv1.weight')!)),
    ).toContain('ResNet-50')
    expect(
      changed((t) => t.set('encoder.layer3.2.conv1.weight', t.get('encoder.layer3.1.conv1.weight')!)),
    ).toContain('2, 2, 3, 2 blocks')
    expect(
      changed((t) => t.set('encoder.conv1.weight', { shape: [4, 1, 7, 7], data: new Float32Array(196) })),
    ).toContain('three-dimensional')
    expect(
      changed((t) => t.set('encoder.conv1.weight', { shape: [4, 3, 7, 7, 7], data: new Float32Array(4116) })),
    ).toContain('3 channels')
    expect(changed((t) => t.delete('encoder.layer2.1.bn2.running_var'))).toContain(
      'layer2.1.bn2.running_var is missing',
    )
    expect(changed((t) => t.get('encoder.bn1.weight')!.data.fill(NaN))).toContain('not finite')
  })
})

describe('damaged bytes', () => {
  it.each(['medicalnet_resnet18_w4.pth', 'medicalnet_resnet18_w4_legacy.pth'])(
    '%s, cut anywhere or with bytes changed: an error of ours or plain tensors, never a crash',
    (name) => {
      const bytes = file(name)
      const tryOut = (damaged: Uint8Array) => {
        try {
          readTorchFile(damaged)
        } catch (error) {
          expect(error, String(error)).toBeInstanceOf(AntrumError)
        }
      }
      fc.assert(
        fc.property(fc.integer({ min: 0, max: bytes.length }), (length) => tryOut(bytes.slice(0, length))),
        { numRuns: 60 },
      )
      // The instructions stand at the beginning of either form.
      const changes = fc.array(
        fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 255 })),
        { minLength: 1, maxLength: 8 },
      )
      fc.assert(
        fc.property(changes, (list) => {
          const damaged = bytes.slice()
          for (const [at, value] of list) damaged[at % damaged.length] = value
          tryOut(damaged)
        }),
        { numRuns: 300 },
      )
    },
  )
  it('random bytes are no checkpoint', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(failure(() => readTorchFile(bytes))).toBeInstanceOf(AntrumError)
      }),
      { numRuns: 300 },
    )
  })
})
