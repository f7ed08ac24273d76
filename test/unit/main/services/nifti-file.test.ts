import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readNiftiFile, writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { niftiBytes } from '../../../helpers/nifti-bytes.ts'
import { aVolume, affineOf } from '../../../helpers/volumes.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antrum-nifti-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A file in the test's folder. */
async function given(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}
const voxels = Array.from({ length: 24 }, (_, i) => i)
const { file } = niftiBytes()
/** Fails with this code, and with the file's name and these words in the message. */
const failure = (code: string, ...words: string[]) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(new RegExp(words.join('.*'), 's')) as string,
  }) as unknown

describe('reading', () => {
  it.each([
    ['plain.nii', file],
    ['packed.nii.gz', gzipSync(file)],
    ['packed.nii', gzipSync(file)],
    ['plain.nii.gz', file],
    ['without an ending', gzipSync(file)],
  ])('goes by content, not by name: %s', async (name, content) => {
    const { volume } = await readNiftiFile(await given(name, content))
    expect([...volume.data]).toEqual(voxels)
  })

  it.each([
    ['both.hdr', 'both.img'],
    ['packed.hdr.gz', 'packed.img.gz'],
    ['mixed.hdr', 'mixed.img.gz'],
    ['LOUD.HDR', 'LOUD.IMG'],
  ])('reads the pair %s and %s by either name', async (headerName, imageName) => {
    const { header, image } = niftiBytes({ paired: true, datatype: 16 })
    const packed = (name: string, bytes: Uint8Array) => (name.endsWith('.gz') ? gzipSync(bytes) : bytes)
    const headerPath = await given(headerName, packed(headerName, header))
    const imagePath = await given(imageName, packed(imageName, image))
    expect([...(await readNiftiFile(headerPath)).volume.data]).toEqual(voxels)
    expect([...(await readNiftiFile(imagePath)).volume.data]).toEqual(voxels)
  })

  it('names the missing half of a pair', async () => {
    const path = await given('lonely.hdr', niftiBytes({ paired: true }).header)
    await expect(readNiftiFile(path)).rejects.toThrow(failure('unreadable-file', 'lonely.img'))
  })

  it('reads only what the header promises of a far larger file', async () => {
    const path = await given('sparse.nii', file)
    const handle = await open(path, 'r+')
    await handle.truncate(6 * 2 ** 30) // a hole: more than can be read at once, none of it on the disk
    await handle.close()
    expect([...(await readNiftiFile(path)).volume.data]).toEqual(voxels)
  })

  it('says what is wrong with a path that is no file', async () => {
    await expect(readNiftiFile(join(folder, 'nowhere.nii'))).rejects.toThrow(
      failure('not-found', 'nowhere.nii'),
    )
    await mkdir(join(folder, 'a-folder.nii'))
    await expect(readNiftiFile(join(folder, 'a-folder.nii'))).rejects.toThrow(
      failure('unreadable-file', 'a-folder.nii'),
    )
    await expect(readNiftiFile(await given('empty.nii.gz', new Uint8Array()))).rejects.toThrow(
      failure('unreadable-file', 'empty.nii.gz', 'empty'),
    )
  })
})

describe('damaged compression', () => {
  const noise = aVolume({ shape: [16, 16, 16], value: (i, j, k) => Math.sin(i * 12.9 + j * 78.2 + k * 37.7) })
  let packed: Uint8Array
  beforeAll(async () => {
    await writeNiftiFile(join(folder, 'noise.nii.gz'), noise)
    packed = await readFile(join(folder, 'noise.nii.gz'))
  })

  it('notices a file cut off anywhere, even within the checksum at its end', async () => {
    const path = join(folder, 'cut.nii.gz')
    const lengths = fc.oneof(
      fc.integer({ min: 2, max: packed.length - 1 }),
      fc.integer({ min: packed.length - 8, max: packed.length - 1 }),
    )
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        await writeFile(path, packed.subarray(0, length))
        await expect(readNiftiFile(path)).rejects.toThrow(failure('unreadable-file', 'cut.nii.gz', 'cut off'))
      }),
      { numRuns: 40 },
    )
  })

  it('never returns other voxels than were written, whichever byte changes', async () => {
    const path = join(folder, 'flipped.nii.gz')
    // Bytes 4–9 of a gzip header are a date and two notes that no reader checks.
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: packed.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const bytes = Uint8Array.from(packed)
          bytes[at] ^= change
          await writeFile(path, bytes)
          const result = await readNiftiFile(path).catch((error: unknown) => error)
          expect(result).toBeInstanceOf(AntrumError)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('does not believe a header that promises more than the file can hold', async () => {
    const { file: promising } = niftiBytes({ dims: [3, 800, 800, 800, 1, 1, 1, 1] })
    await expect(readNiftiFile(await given('promise.nii.gz', gzipSync(promising)))).rejects.toThrow(
      failure('unreadable-file', 'cannot hold'),
    )
  })

  it('stops at a file that unpacks to far more than its header promises', async () => {
    const bomb = gzipSync(Buffer.concat([file, Buffer.alloc(100 * 2 ** 20)]), { level: 1 })
    await expect(readNiftiFile(await given('bomb.nii.gz', bomb))).rejects.toThrow(
      failure('unreadable-file', 'bomb.nii.gz', 'Much more'),
    )
  })

  it('takes a little padding after the voxels', async () => {
    const padded = gzipSync(Buffer.concat([file, Buffer.alloc(512)]))
    expect([...(await readNiftiFile(await given('padded.nii.gz', padded))).volume.data]).toEqual(voxels)
  })
})

describe('writing', () => {
  const volume = aVolume({ affine: affineOf('LPS', { spacingMm: [1, 2, 3] }) })

  it.each(['volume.nii', 'volume.nii.gz', 'new/folder/volume.nii.gz'])('reads back %s', async (name) => {
    await writeNiftiFile(join(folder, name), volume)
    expect((await readNiftiFile(join(folder, name))).volume).toEqual(volume)
  })

  it('compresses by name, gives equal bytes for equal volumes and leaves nothing else', async () => {
    const own = await mkdtemp(join(folder, 'own-'))
    const [plain, first, second] = ['plain.nii', 'first.nii.gz', 'second.nii.gz'].map((name) =>
      join(own, name),
    )
    for (const path of [plain, first, second]) await writeNiftiFile(path, volume)
    expect((await readFile(first)).subarray(0, 2)).toEqual(Buffer.of(0x1f, 0x8b))
    expect(await readFile(first)).toEqual(await readFile(second))
    expect((await readFile(plain)).length).toBe(352 + 4 * volume.data.length)
    expect((await readdir(own)).sort()).toEqual(['first.nii.gz', 'plain.nii', 'second.nii.gz'])
  })
})

const real = fileURLToPath(new URL('../../../../../shared/data/real/', import.meta.url))
if (!existsSync(real)) console.warn(`SKIPPED: the tests over real and tricky scans need ${real}`)

describe.skipIf(!existsSync(real))('real scans', () => {
  it.each([
    ['t1_mprage_1mm.nii.gz', 'RAS', [170, 256, 256]],
    ['flair_1mm.nii.gz', 'RAS', [176, 232, 159]],
    ['t1_sagittal_PIR.nii.gz', 'PIR', [192, 192, 176]],
    ['t2_axial_oblique.nii.gz', 'LAS', [384, 512, 56]],
    ['ct_head_1p1mm.nii.gz', 'LAS', [164, 194, 145]],
    ['t1_1p6mm.nii.gz', 'RAS', [104, 150, 133]],
    ['t1_2mm.nii.gz', 'RAS', [96, 128, 128]],
    ['t1_conformed_LIA.nii.gz', 'LIA', [256, 256, 256]],
    ['flair_thick_5p5mm.nii.gz', 'LAS', [320, 320, 26]],
    ['flair_defaced_LPS.nii.gz', 'LPS', [128, 256, 103]],
    ['t2_skullstripped.nii.gz', 'RAS', [124, 160, 140]],
  ])('reads %s, stored %s', async (name, orientation, dims) => {
    const { info, warnings } = await readNiftiFile(join(real, 'nifti', name))
    expect(info).toMatchObject({ orientation, dims })
    expect(warnings).toEqual([]) // among others: qform and sform agree
  })

  it('reads the same voxels from NIfTI-1, NIfTI-2 and a pair', async () => {
    const paths = [
      'nifti/t1_1p6mm.nii.gz',
      'nifti/t1_1p6mm_nifti2.nii.gz',
      'pair/t1_1p6mm_pair.hdr',
      'pair/t1_1p6mm_pair.img',
    ]
    const [first, ...others] = await Promise.all(paths.map((path) => readNiftiFile(join(real, path))))
    for (const other of others) expect(other.volume).toEqual(first.volume)
  })

  it.each([
    ['truncated.nii.gz', 'unreadable-file'],
    ['short_data.nii', 'unreadable-file'],
    ['wrong_magic.nii.gz', 'unreadable-file'],
    ['empty.nii.gz', 'unreadable-file'],
    ['text.nii', 'unreadable-file'],
    ['header_without_image.hdr', 'unreadable-file'],
    ['vox_offset_past_end.nii.gz', 'unreadable-file'],
    ['huge_dims.nii.gz', 'unsupported-file'],
    ['negative_dims.nii.gz', 'unreadable-file'],
    ['zero_spacing_no_orientation.nii.gz', 'no-geometry'],
    ['series_4d_5vols.nii.gz', 'unsupported-file'],
    ['rgb24.nii.gz', 'unsupported-file'],
  ])('refuses %s as %s', async (name, code) => {
    await expect(readNiftiFile(join(real, 'tricky', name))).rejects.toThrow(failure(code, name))
  })

  it.each<[string, string[], number]>([
    ['constant.nii.gz', ['constant-image'], 7],
    ['nan_inf.nii.gz', ['non-finite-voxels'], 1588],
    ['zero_spacing_good_sform.nii.gz', ['orientation-unusable'], 212],
    ['no_qform_sform.nii.gz', ['sides-unknown'], 212],
    ['qform_sform_disagree.nii.gz', ['qform-sform-disagree'], 212],
    ['sheared_sform.nii.gz', ['sheared'], 212],
    ['series_4d_1vol.nii.gz', [], 212],
    ['int16_scl_slope_ct.nii.gz', [], 1673.625],
    ['scl_slope_zero.nii.gz', [], 1696],
    ['big_endian.nii.gz', [], 848],
    ['with_extension.nii.gz', [], 212],
    ['gzip_but_named.nii', [], 212],
    ['plain_but_named.nii.gz', [], 212],
  ])('reads %s with the warnings %j', async (name, codes, largest) => {
    const { volume, warnings } = await readNiftiFile(join(real, 'tricky', name))
    expect(warnings.map((warning) => warning.code)).toEqual(codes)
    expect(volume.data.reduce((a, b) => Math.max(a, b))).toBe(largest)
  })
})
