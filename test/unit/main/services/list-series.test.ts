import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { listSeries } from '../../../../src/main/services/list-series.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { dicomBytes, person, seriesBytes, sliceBytes, writeDicom } from '../../../helpers/dicom-bytes.ts'
import { aContext, aFolder } from '../../../helpers/project.ts'

describe('listSeries', () => {
  it('says what an import would take, and why', async () => {
    const folder = aFolder()
    writeDicom(path.join(folder, 'one/t1'), seriesBytes())
    const flair = seriesBytes(24, () => ({
      series: '1.5',
      description: 't2 FLAIR',
      tags: { '00200011': ['IS', '2'] },
    }))
    writeDicom(path.join(folder, 'one/flair'), flair, (i) => `${i}`) // no extension: found by content
    const scout = [0, 1].map((k) =>
      sliceBytes({ series: '1.6', instance: k, position: [0, 0, 9 * k], description: 'scout' }),
    )
    writeDicom(path.join(folder, 'one'), scout)
    writeFileSync(path.join(folder, 'report'), dicomBytes({ tags: { '0020000e': ['UI', '1.9'] } }))
    writeFileSync(path.join(folder, 'broken.dcm'), 'text')
    const { series, rejected, withoutImages } = await listSeries([folder], aContext())
    expect(
      series.map(({ series: uid, file, number, contrast, proposed, why }) => ({
        uid,
        file,
        number,
        contrast,
        proposed,
        why,
      })),
    ).toEqual([
      {
        uid: '1.2.3.4',
        file: 'one/t1',
        number: 1,
        contrast: 'T1w',
        proposed: false,
        why: 'series 2 "t2 FLAIR" of this study is taken',
      },
      { uid: '1.6', file: 'one', number: 1, contrast: null, proposed: false, why: 'a localiser' },
      {
        uid: '1.5',
        file: 'one/flair',
        number: 2,
        contrast: 'FLAIR',
        proposed: true,
        why: 'the FLAIR of this study',
      },
    ])
    expect(series[2]).toMatchObject({
      patient: 1,
      study: 1,
      description: 't2 FLAIR',
      modality: 'MR',
      matrix: [20, 24],
      slices: 24,
      spacingMm: [2, 1.5, 5],
      plane: 'axial',
      leftEdge: 'right',
      files: 24,
      transferSyntax: 'explicit little endian',
      lossy: false,
      problems: [],
    })
    expect(series[2]).not.toHaveProperty('thumbnail')
    expect(rejected).toEqual([expect.objectContaining({ file: 'broken.dcm', code: 'unreadable-file' })])
    expect(withoutImages).toBe(1)
    expect(JSON.stringify(series)).not.toContain(person.id)
  })

  it('draws the middle of each series where asked, also of compressed ones, and of none that makes no volume', async () => {
    const folder = aFolder()
    writeDicom(path.join(folder, 'a'), seriesBytes())
    const repeated = seriesBytes(8, (k) => ({ series: '1.5', position: [0, 0, 5 * Math.floor(k / 2)] }))
    writeDicom(path.join(folder, 'b'), repeated)
    cpSync(
      fileURLToPath(new URL('../../../fixtures/dicom/jpeg-2000', import.meta.url)),
      path.join(folder, 'c'),
      { recursive: true },
    )
    const { series } = await listSeries([folder], aContext(), { thumbnails: true })
    const pictures = Object.fromEntries(series.map((one) => [one.series, one.thumbnail]))
    expect(pictures['1.5']).toBeNull()
    for (const uid of ['1.2.3.4', '2.25.1000']) {
      const png = Buffer.from(pictures[uid]!, 'base64')
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([96, 86]) // 40 × 36 mm
    }
  })

  it('counts patients and studies, and calls nobody by name', async () => {
    const folder = aFolder()
    writeDicom(path.join(folder, 'a'), seriesBytes(18))
    writeDicom(
      path.join(folder, 'b'),
      seriesBytes(18, () => ({ series: '1.5', study: '1.4' })),
    )
    const other = seriesBytes(18, () => ({ series: '1.7', study: '1.6', tags: { '00100020': ['LO', 'Z'] } }))
    writeDicom(path.join(folder, 'c'), other)
    const { series } = await listSeries([folder], aContext())
    expect(series.map(({ patient, study, proposed }) => [patient, study, proposed])).toEqual([
      [1, 1, true],
      [1, 2, true],
      [2, 3, true],
    ])
  })

  it('says so when there is no DICOM', async () => {
    const folder = aFolder()
    mkdirSync(path.join(folder, 'empty'))
    writeFileSync(path.join(folder, 'scan.nii'), 'x')
    await expect(listSeries([folder], aContext())).rejects.toMatchObject({ code: 'not-found' })
  })

  it('stops when cancelled', async () => {
    const folder = writeDicom(aFolder(), seriesBytes())
    const abort = new AbortController()
    abort.abort(new AntrumError('cancelled', 'Stopped.'))
    await expect(listSeries([folder], aContext(abort.signal))).rejects.toMatchObject({ code: 'cancelled' })
  })
})
