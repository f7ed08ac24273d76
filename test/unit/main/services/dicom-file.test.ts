import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readDicomFile } from '../../../../src/main/services/dicom-file.ts'
import { dicomBytes, sliceBytes } from '../../../helpers/dicom-bytes.ts'
import { aFolder } from '../../../helpers/project.ts'

const compressed = fileURLToPath(new URL('../../../fixtures/dicom/jpeg-2000/1.dcm', import.meta.url))

function aFile(bytes: Uint8Array): string {
  const file = path.join(aFolder(), 'IM1')
  writeFileSync(file, bytes)
  return file
}

describe('readDicomFile', () => {
  it('finds nothing wrong with whole files, compressed or not', () => {
    expect(readDicomFile(aFile(sliceBytes())).damage).toBeNull()
    expect(readDicomFile(aFile(sliceBytes({ implicit: true, bare: true }))).damage).toBeNull()
    expect(readDicomFile(compressed).damage).toBeNull()
  })

  it('reads on where the attributes fill more than the first bytes of a file', () => {
    const tags = { '00091001': ['OB', new Uint8Array(3_000_000)] } as never
    const { header, damage } = readDicomFile(aFile(sliceBytes({ tags })))
    expect({ rows: header.rows, damage }).toEqual({ rows: 24, damage: null })
  })

  it.each([
    ['inside its pixels', sliceBytes().subarray(0, -100), /860 of 960 bytes of its pixels/],
    ['before its pixels', sliceBytes({ tags: { '7fe00010': undefined } }), /holds no pixels/],
    ['inside its attributes', sliceBytes().subarray(0, -980), /inside its attributes/],
    ['inside its compressed pixels', readFileSync(compressed).subarray(0, -60), /compressed pixels/],
    ['at the end of its compressed pixels', readFileSync(compressed).subarray(0, -8), /compressed pixels/],
  ])('says how a file is damaged: cut %s', (_, bytes, damage) => {
    expect(readDicomFile(aFile(bytes)).damage).toMatch(damage)
  })

  it('takes an odd fragment with padding that was not counted', () => {
    const bytes = readFileSync(compressed)
    const fragment = bytes.lastIndexOf(Buffer.from([0xfe, 0xff, 0x00, 0xe0]))
    const length = bytes.readUInt32LE(fragment + 4)
    bytes.writeUInt32LE(length - 1, fragment + 4)
    expect(readDicomFile(aFile(bytes)).damage).toBeNull()
  })

  it.each([
    ['no DICOM', Buffer.from('text'), 'unreadable-file'],
    ['nothing', Buffer.alloc(0), 'unreadable-file'],
    ['cut before it says what it belongs to', sliceBytes().subarray(0, 420), 'unreadable-file'],
    ['an image of no series', sliceBytes({ tags: { '0020000e': undefined } }), 'unreadable-file'],
  ])('refuses what belongs to no series: %s', (_, bytes, code) => {
    expect(() => readDicomFile(aFile(bytes))).toThrow(expect.objectContaining({ code }))
  })

  it('has no name of a file in what it says', () => {
    const folder = path.join(aFolder(), 'Mustermann')
    mkdirSync(folder)
    for (const file of [folder, path.join(folder, 'none')]) {
      let message = ''
      try {
        readDicomFile(file)
      } catch (error) {
        message = (error as Error).message
      }
      expect(message).toMatch(/cannot be read/)
      expect(message).not.toMatch(/Mustermann/)
    }
  })

  it('takes a directory of a disc for what it is: no image, nothing wrong', () => {
    const tags = { '00020002': ['UI', '1.2.840.10008.1.3.10'], '00041130': ['CS', 'DISC'] } as never
    expect(readDicomFile(aFile(dicomBytes({ tags })))).toMatchObject({ header: { frames: [] }, damage: null })
  })
})
