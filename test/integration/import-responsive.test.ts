import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { insertScan } from '../../src/main/db/stores/scans.ts'
import { createProject, withProject } from '../../src/main/project.ts'
import { fingerprintLength } from '../../src/shared/imaging/fingerprint.ts'
import { encodeNifti } from '../../src/shared/imaging/nifti.ts'
import { createRandom } from '../../src/shared/random.ts'
import { aClient, finish } from '../helpers/api-client.ts'
import { aScan } from '../helpers/database.ts'
import { seriesBytes, writeDicom } from '../helpers/dicom-bytes.ts'
import { meterLoop, work } from '../helpers/loop-meter.ts'
import { aFolder, aVolume } from '../helpers/project.ts'

/** Longest stretch of work that leaves the window waiting, in this thread's own time. */
const limitMs = 100

/** A project of 2 600 scans that look a little like each other, so that each new one has to be held against all. */
async function aLargeProject(): Promise<string> {
  const folder = path.join(aFolder(), 'study')
  await createProject(folder)
  await withProject(folder, 'write', ({ db }) =>
    db.transaction().execute(async (tx) => {
      const random = createRandom(1)
      for (let i = 0; i < 2600; i++) {
        const look = Float32Array.from({ length: fingerprintLength }, (_, at) => Math.sin(at) * Math.SQRT2)
        for (let at = i % 7; at < fingerprintLength; at += 7) look[at] += random.normal()
        await insertScan(tx, aScan(`earlier-${i}`), look)
      }
    }),
  )
  return folder
}

/** 2 000 files: names that only their folders tell apart, BIDS, and DICOM studies of which one series can be taken. */
function manyFiles(): string {
  const folder = path.join(aFolder(), 'hospital')
  const write = (file: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), encodeNifti(aVolume(file)))
  }
  for (let i = 0; i < 350; i++) {
    write(`nifti/export/P${i}/scan.nii`)
    write(`bids/sub-${i}/anat/sub-${i}_FLAIR.nii`)
  }
  for (let i = 0; i < 100; i++) write(`sites/site${i % 2}/A${i >> 1}.nii`)
  for (let i = 0; i < 60; i++) {
    const series = { series: `1.9.${i}`, study: '1.8', description: i === 0 ? 'FLAIR' : 'scout' }
    writeDicom(
      path.join(folder, 'dicom', String(i)),
      seriesBytes(20, () => series),
    )
  }
  return folder
}

it('answers other calls at once while 2 000 files are imported', async () => {
  const [client, folder, files] = [await aClient(), await aLargeProject(), manyFiles()]
  await client.project.summary({ folder }) // what is done once is done
  const { turnsMs, stop } = meterLoop()
  let isOver = false
  const importing = finish(client.cohort.import({ folder, paths: [files] })).finally(() => (isOver = true))
  let answered = 0
  while (!isOver) {
    await client.project.recent()
    answered++
    await sleep(10)
  }
  const { result } = await importing
  stop()
  expect(result).toMatchObject({ added: 801, throughput: { scans: 801 }, lanes: { rejected: [] } })
  expect(result.dicom!.series).toHaveLength(60)
  // Many of them while the import went on, each in a turn of its own.
  expect(answered).toBeGreaterThan(50)
  expect(Math.max(...turnsMs)).toBeLessThan(limitMs)
})

it('would find out if it did not', async () => {
  const { turnsMs } = meterLoop()
  await sleep(20)
  work(limitMs + 20)
  await sleep(20)
  expect(Math.max(...turnsMs)).toBeGreaterThan(limitMs)
})
