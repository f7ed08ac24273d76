import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storeZip, unzip } from '../../../../src/main/services/zip-archive.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'

const all = { wanted: () => true, limitBytes: 1e6 }
const workbook = readFileSync(
  fileURLToPath(new URL('../../../fixtures/sheets/befunde.xlsx', import.meta.url)),
)

describe('unzip', () => {
  it('unpacks what another program has packed, only what is wanted', () => {
    const files = unzip(workbook, { ...all, wanted: (name) => name.endsWith('workbook.xml') })
    expect([...files.keys()]).toEqual(['xl/workbook.xml'])
    expect(files.get('xl/workbook.xml')!.toString()).toContain('name="Befunde 2026"')
  })

  it('stops at its limit, whatever size the archive states', () => {
    const zeros = Buffer.alloc(5e6)
    const packed = deflateRawSync(zeros)
    const archive = storeZip(new Map([['bomb.xml', packed]]))
    // Made a deflated entry of it, said to be 10 bytes long.
    const directory = archive.lastIndexOf('PK\x01\x02', undefined, 'latin1')
    archive.writeUInt16LE(8, directory + 10)
    archive.writeUInt32LE(10, directory + 24)
    expect(() => unzip(archive, { ...all, limitBytes: 2 ** 20 })).toThrow(/unpacks to more than 1 MB/)
    const two = storeZip(
      new Map([
        ['a', Buffer.alloc(6e5)],
        ['b', Buffer.alloc(6e5)],
      ]),
    )
    expect(() => unzip(two, { ...all, limitBytes: 2 ** 20 })).toThrow(/unpacks to more/)
  })

  it('never returns other bytes than were packed, wherever the archive is damaged or cut', () => {
    const good = unzip(workbook, all)
    const damaged = fc
      .tuple(fc.nat(workbook.length - 1), fc.integer({ min: 1, max: 255 }))
      .map(([at, change]) => {
        const bytes = Buffer.from(workbook)
        bytes[at] ^= change
        return bytes
      })
    const cut = fc.nat(workbook.length - 1).map((length) => workbook.subarray(0, length))
    fc.assert(
      fc.property(fc.oneof(damaged, cut, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        try {
          // A name may be damaged; what is found under a good one must be good.
          for (const [name, content] of unzip(bytes, all)) {
            if (good.has(name)) expect(content.equals(good.get(name)!), name).toBe(true)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(AntrumError)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('storeZip', () => {
  it('is read back as it was', () => {
    const files = new Map([
      ['empty', Buffer.alloc(0)],
      ['ordner/ä.xml', Buffer.from('ä')],
    ])
    expect(unzip(storeZip(files), all)).toEqual(files)
  })
})
