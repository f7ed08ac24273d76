import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multiply } from '../../../../src/shared/imaging/affine.ts'
import { encodeNifti, parseNifti } from '../../../../src/shared/imaging/nifti.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { niftiBytes } from '../../../helpers/nifti-bytes.ts'
import type { NiftiFields } from '../../../helpers/nifti-bytes.ts'
import {
  aRigidMotion,
  aVolume,
  affineOf,
  largestDifference,
  orientationCodes,
} from '../../../helpers/volumes.ts'

const read = (fields: NiftiFields = {}) => parseNifti(niftiBytes(fields).file)
const codes = (fields: NiftiFields) => read(fields).warnings.map((warning) => warning.code)
const count = [...Array(24).keys()]
/** Turned by 30° about z: b = c = 0, d = sin 15°. */
const aboutZ30 = [0, 0, Math.sin(Math.PI / 12), 0, 0, 0]

describe('voxels', () => {
  const kinds = [
    { datatype: 2, name: 'uint8', values: [0, 255] },
    { datatype: 256, name: 'int8', values: [-128, 127] },
    { datatype: 4, name: 'int16', values: [-32768, 32767] },
    { datatype: 512, name: 'uint16', values: [0, 65535] },
    { datatype: 8, name: 'int32', values: [-(2 ** 31), 2 ** 30] },
    { datatype: 768, name: 'uint32', values: [0, 2 ** 32 - 256] },
    { datatype: 1024, name: 'int64', values: [-(2 ** 52), 2 ** 40] },
    { datatype: 1280, name: 'uint64', values: [0, 2 ** 50] },
    { datatype: 16, name: 'float32', values: [-1.5, 3.25] },
    { datatype: 64, name: 'float64', values: [-1e-3, 1e30] },
  ]
  const layouts = ([1, 2] as const).flatMap((version) =>
    [true, false].map((littleEndian) => ({ version, littleEndian })),
  )

  it.each(layouts.flatMap((layout) => kinds.map((kind) => ({ ...layout, ...kind }))))(
    'reads $name of NIfTI-$version, little endian $littleEndian',
    ({ name, values: extremes, ...fields }) => {
      const values = [...extremes, ...count.slice(2)]
      const { volume, info, warnings } = read({ ...fields, values })
      expect([...volume.data]).toEqual(values.map(Math.fround))
      expect(volume.shape).toEqual([2, 3, 4])
      expect(info).toEqual({
        format: `NIfTI-${fields.version}`,
        datatype: name,
        orientation: 'RAS',
        spacingMm: [1, 1, 1],
        dims: [2, 3, 4],
        geometrySource: 'sform',
      })
      expect(warnings).toEqual([])
    },
  )

  it.each(layouts)('reads a pair of NIfTI-$version, little endian $littleEndian', (layout) => {
    const { header, image } = niftiBytes({ ...layout, paired: true })
    expect([...parseNifti(header, image).volume.data]).toEqual(count)
    expect(() => parseNifti(header)).toThrow(expect.objectContaining({ code: 'unreadable-file' }))
  })

  it('skips header extensions', () => {
    expect([...read({ extensionBytes: 64 }).volume.data]).toEqual(count)
    expect([...read({ version: 2, extensionBytes: 32 }).volume.data]).toEqual(count)
  })

  it('takes an offset of 0 in a single file as the default', () => {
    expect([...read({ voxelOffset: 0 }).volume.data]).toEqual(count)
  })

  it('reads from the middle of a larger buffer, aligned or not', () => {
    for (const shift of [0, 1, 3]) {
      const { file } = niftiBytes({ datatype: 64 })
      const larger = new Uint8Array(file.length + 16)
      larger.set(file, shift)
      expect([...parseNifti(larger.subarray(shift, shift + file.length)).volume.data]).toEqual(count)
    }
  })

  it('scales by slope and intercept', () => {
    expect([...read({ slope: 0.125, intercept: -1024 }).volume.data]).toEqual(
      count.map((v) => v * 0.125 - 1024),
    )
  })

  it.each([
    [0, 5],
    [NaN, 5],
    [Infinity, 0],
    [2, NaN],
  ])('ignores slope %d with intercept %d', (slope, intercept) => {
    expect([...read({ slope, intercept }).volume.data]).toEqual(count)
  })

  it('sets what is not a finite number to 0 and says how many', () => {
    const values = [NaN, Infinity, -Infinity, 7, ...count.slice(4)]
    const { volume, warnings } = read({ datatype: 16, values })
    expect([...volume.data.subarray(0, 4)]).toEqual([0, 0, 0, 7])
    expect(warnings).toEqual([
      expect.objectContaining({
        code: 'non-finite-voxels',
        message: expect.stringContaining('3 of 24') as string,
      }),
    ])
    // A double beyond float32 cannot be kept either.
    expect(read({ datatype: 64, values: [1e300, ...count.slice(1)] }).volume.data[0]).toBe(0)
  })

  it('warns of a constant image', () => {
    expect(codes({ values: count.map(() => 7) })).toEqual(['constant-image'])
    expect(codes({ datatype: 16, values: count.map(() => NaN) })).toEqual([
      'non-finite-voxels',
      'constant-image',
    ])
  })

  it('reads four dimensions with one volume, also where unused lengths are 0', () => {
    expect([...read({ dims: [4, 2, 3, 4, 1, 1, 1, 1] }).volume.data]).toEqual(count)
    expect([...read({ dims: [5, 2, 3, 4, 0, 0, 0, 0] }).volume.data]).toEqual(count)
    expect([...read({ dims: [3, 2, 3, 4, 9, 9, 9, 9] }).volume.data]).toEqual(count) // beyond the rank: no meaning
  })
})

describe('geometry', () => {
  const sform = [0, -2, 0, 10, 3, 0, 0, 20, 0, 0, 4, 30]

  it('prefers the sform, then the qform, then the spacing', () => {
    const all = { sform, qform: aboutZ30, qformCode: 2, pixdim: [1, 3, 2, 4] }
    expect(read({ ...all }).info).toMatchObject({
      geometrySource: 'sform',
      orientation: 'ALS',
      spacingMm: [3, 2, 4],
    })
    expect(read({ ...all }).volume.affine).toEqual([...sform, 0, 0, 0, 1])
    expect(read({ ...all, sformCode: 0 }).info).toMatchObject({ geometrySource: 'qform', orientation: 'RAS' })
    expect(read({ ...all, sformCode: 0, qformCode: 0 }).info).toMatchObject({
      geometrySource: 'spacing-only',
    })
    expect(read({ ...all, sformCode: 0, qformCode: 0 }).volume.affine).toEqual(
      affineOf('RAS', { spacingMm: [3, 2, 4] }),
    )
  })

  it('turns the quaternion of the qform into axes', () => {
    const [c, s] = [Math.cos(Math.PI / 6), 0.5]
    const qform = [...aboutZ30.slice(0, 3), 5, 6, 7]
    const wanted = [2 * c, -3 * s, 0, 5, 2 * s, 3 * c, 0, 6, 0, 0, 4, 7, 0, 0, 0, 1]
    for (const version of [1, 2] as const) {
      const right = read({ version, sformCode: 0, qformCode: 1, qform, pixdim: [1, 2, 3, 4] }).volume.affine
      expect(largestDifference(right, wanted)).toBeLessThan(1e-6)
      const left = read({ version, sformCode: 0, qformCode: 1, qform, pixdim: [-1, 2, 3, 4] }).volume.affine
      expect(
        largestDifference(
          left,
          wanted.map((v, i) => (i === 10 ? -4 : v)),
        ),
      ).toBeLessThan(1e-6)
    }
  })

  it('reads a half turn whose quaternion was rounded above length 1', () => {
    const { volume, warnings } = read({ sformCode: 0, qformCode: 1, qform: [0, 0, 1.00001, 0, 0, 0] })
    expect(largestDifference(volume.affine, affineOf('LPS'))).toBeLessThan(1e-4)
    expect(warnings).toEqual([])
  })

  it('warns when the two orientations disagree, and not when they agree', () => {
    expect(codes({ qformCode: 1, qform: aboutZ30 })).toEqual(['qform-sform-disagree'])
    expect(codes({ qformCode: 1, qform: [0, 0, 0, 40, 0, 0] })).toEqual(['qform-sform-disagree'])
    expect(codes({ qformCode: 1 })).toEqual([])
  })

  it('warns of shear and keeps it', () => {
    const sheared = [1, 0.35, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
    expect(codes({ sform: sheared })).toEqual(['sheared'])
    expect(largestDifference(read({ sform: sheared }).volume.affine, [...sheared, 0, 0, 0, 1])).toBeLessThan(
      1e-7,
    )
  })

  it('warns that sides cannot be known without an orientation', () => {
    expect(codes({ sformCode: 0 })).toEqual(['sides-unknown'])
  })

  it('goes on to the next source when one cannot be used, and says so', () => {
    const flat = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    expect(read({ sform: flat, qformCode: 1 })).toMatchObject({
      info: { geometrySource: 'qform' },
      warnings: [{ code: 'orientation-unusable' }],
    })
    expect(codes({ sform: [NaN, ...flat.slice(1)] })).toEqual(['orientation-unusable', 'sides-unknown'])
    expect(codes({ sformCode: 0, qformCode: 1, qform: [1, 1, 1, 0, 0, 0] })).toEqual([
      'orientation-unusable',
      'sides-unknown',
    ])
  })

  it('does without spacing where there is an sform, and refuses where there is none', () => {
    expect(read({ pixdim: [1, 0, 0, 0] }).info.spacingMm).toEqual([1, 1, 1])
    for (const pixdim of [
      [1, 3.2, 3.2, 0],
      [1, NaN, 1, 1],
      [1, 1, Infinity, 1],
    ]) {
      expect(() => read({ sformCode: 0, pixdim })).toThrow(expect.objectContaining({ code: 'no-geometry' }))
    }
  })

  it('converts metres and micrometres, and warns of sizes no head has', () => {
    const metres = [0.001, 0, 0, 0.05, 0, 0.001, 0, 0, 0, 0, 0.001, 0]
    expect(
      largestDifference(
        read({ units: 1, sform: metres }).volume.affine,
        [1, 0, 0, 50, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
      ),
    ).toBeLessThan(1e-5)
    expect(read({ units: 3, sform: metres.map((v) => v * 1e6) }).warnings).toEqual([])
    expect(codes({ sform: metres })).toEqual(['implausible-spacing'])
  })
})

describe('refusals', () => {
  it.each<[string, string, NiftiFields | Uint8Array]>([
    ['nothing', 'unreadable-file', new Uint8Array()],
    ['three bytes', 'unreadable-file', Uint8Array.of(92, 1, 0)],
    ['text', 'unreadable-file', new TextEncoder().encode('id,label\n'.repeat(80))],
    ['a header cut short', 'unreadable-file', niftiBytes().file.subarray(0, 200)],
    ['half of the voxels', 'unreadable-file', niftiBytes().file.subarray(0, 376)],
    ['a wrong signature', 'unreadable-file', { magic: 'xyz' }],
    ['an Analyze file', 'unsupported-file', { magic: '' }],
    ['voxels after the end of the file', 'unreadable-file', { voxelOffset: 5000000 }],
    ['voxels inside the header', 'unreadable-file', { voxelOffset: 100 }],
    ['voxels before the file', 'unreadable-file', { version: 2, voxelOffset: -600 }],
    ['voxels at no byte', 'unreadable-file', { voxelOffset: NaN }],
    ['a size beyond any memory', 'unsupported-file', { dims: [3, 32767, 32767, 32767, 1, 1, 1, 1] }],
    ['a size a file of this length cannot have', 'unreadable-file', { dims: [3, 600, 600, 600, 1, 1, 1, 1] }],
    ['negative sizes', 'unreadable-file', { dims: [3, -52, 75, 0, 1, 1, 1, 1] }],
    ['no dimensions', 'unreadable-file', { dims: [0, 2, 3, 4, 1, 1, 1, 1] }],
    ['eight dimensions', 'unreadable-file', { dims: [8, 2, 3, 4, 1, 1, 1, 1] }],
    ['a single slice', 'unsupported-file', { dims: [2, 4, 6, 1, 1, 1, 1, 1] }],
    ['a volume one voxel thick', 'unsupported-file', { dims: [3, 4, 6, 1, 1, 1, 1, 1] }],
    ['several time points', 'unsupported-file', { dims: [4, 2, 2, 2, 3, 1, 1, 1] }],
    ['vectors', 'unsupported-file', { dims: [5, 2, 2, 2, 1, 3, 1, 1] }],
    ['colour', 'unsupported-file', { datatype: 128 }],
    ['complex numbers', 'unsupported-file', { datatype: 32 }],
    ['a voxel type that does not exist', 'unreadable-file', { datatype: 3 }],
  ])('refuses %s as %s', (_, code, input) => {
    const bytes = input instanceof Uint8Array ? input : niftiBytes(input).file
    expect(() => parseNifti(bytes)).toThrow(expect.objectContaining({ code }))
  })

  it('meets any damaged header with a volume or a domain error, without reserving memory the file does not justify', () => {
    const files = ([1, 2] as const).flatMap((version) =>
      [true, false].map(
        (littleEndian) => niftiBytes({ version, littleEndian, qformCode: 1, extensionBytes: 16 }).file,
      ),
    )
    const damage = fc.array(fc.tuple(fc.nat(540), fc.nat(255)), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.constantFrom(...files), damage, fc.nat(700), (file, changes, length) => {
        const bytes = Uint8Array.from(file.subarray(0, length < 600 ? file.length : length))
        for (const [at, value] of changes) bytes[at] = value
        try {
          const { volume } = parseNifti(bytes)
          expect(volume.data.length).toBeLessThanOrEqual(bytes.length)
          expect(volume.affine.every(Number.isFinite)).toBe(true)
          expect(volume.data.every(Number.isFinite)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(AntrumError)
        }
      }),
      { numRuns: 3000 },
    )
  })
})

describe('writing', () => {
  const anyRotation = fc.tuple(
    ...([1, 1, 1] as const).map(() => fc.double({ min: -180, max: 180, noNaN: true })),
  ) as fc.Arbitrary<[number, number, number]>

  it('reads back the voxels bit for bit and the affine to float32', () => {
    fc.assert(
      fc.property(anyRotation, fc.constantFrom(...orientationCodes), (angles, code) => {
        const affine = multiply(
          aRigidMotion(angles, [-90, 126, -72]),
          affineOf(code, { spacingMm: [0.5, 1.25, 3] }),
        )
        const volume = aVolume({ affine, value: (i, j, k) => Math.sin(i + 7 * j + 31 * k) })
        const back = parseNifti(encodeNifti(volume))
        expect(back.volume.data).toEqual(volume.data)
        expect(back.volume.shape).toEqual(volume.shape)
        expect(back.volume.affine).toEqual(affine.map(Math.fround))
        expect(back.warnings).toEqual([])
      }),
    )
  })

  it('writes a qform that says the same as the sform', () => {
    fc.assert(
      fc.property(anyRotation, fc.constantFrom(...orientationCodes), (angles, code) => {
        const affine = multiply(
          aRigidMotion(angles, [10, 20, 30]),
          affineOf(code, { spacingMm: [0.5, 1.25, 3] }),
        )
        const bytes = encodeNifti(aVolume({ affine }))
        new DataView(bytes.buffer).setInt16(254, 0, true) // hide the sform
        const back = parseNifti(bytes)
        expect(back.info.geometrySource).toBe('qform')
        // Near a half turn NIfTI-1 keeps an angle only to about 2·√(1e-7) rad: 0.002 mm on an axis of 3 mm.
        expect(largestDifference(back.volume.affine, affine)).toBeLessThan(3e-3)
      }),
    )
  })

  it('writes no qform for sheared axes, which it cannot hold', () => {
    const sheared = [1, 0.2, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    const bytes = encodeNifti(aVolume({ affine: sheared }))
    expect(new DataView(bytes.buffer).getInt16(252, true)).toBe(0)
    expect(parseNifti(bytes).volume.affine).toEqual(sheared.map(Math.fround))
  })

  it('leaves every text field empty', () => {
    const bytes = encodeNifti(aVolume())
    const texts = [
      [4, 38],
      [148, 252],
      [328, 344],
    ] // data_type to session_error; descrip and aux_file; intent_name
    for (const [from, to] of texts) expect(bytes.subarray(from, to).every((byte) => byte === 0)).toBe(true)
  })

  it('refuses voxels that do not fill the shape, and axes NIfTI-1 cannot hold', () => {
    expect(() => encodeNifti({ ...aVolume(), data: new Float32Array(3) })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    )
    expect(() =>
      encodeNifti({ data: new Float32Array(80000), shape: [40000, 2, 1], affine: affineOf('RAS') }),
    ).toThrow(expect.objectContaining({ code: 'unsupported-file' }))
  })
})
