import { readFile } from 'node:fs/promises'
import { convertDicom } from '../dicom/dcm2niix.ts'
import { contentHash } from '../dicom/content-hash.ts'
import { parseDicom } from '../dicom/data-set.ts'
import { readHeader } from '../dicom/header.ts'
import { placeVolume } from '../dicom/place-volume.ts'
import type { Stack } from '../dicom/stack.ts'
import { blankIdentity } from '../deidentify/blank-identity.ts'
import {
  removalReport,
  storedAcquisition,
  type RemovalReport,
  type StoredAcquisition,
} from '../deidentify/deidentify.ts'
import type { ScanNote } from '../db/stores/scans.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { parseNifti } from '../../shared/imaging/nifti.ts'
import { storeScan, type StoredScan } from './store-scan.ts'
import { serveTasks } from './worker-pool.ts'

/** A series to be converted and stored. */
export interface DicomTask {
  paths: readonly string[]
  stack: Stack
  notes: ScanNote[]
  daysEarlier: number
  scansFolder: string
}

export interface DicomScan extends StoredScan {
  kept: StoredAcquisition
  removal: RemovalReport
  contentHash: string
}

serveTasks(async ({ paths, stack, notes, daysEarlier, scansFolder }: DicomTask): Promise<DicomScan> => {
  const files = await readFiles(paths)
  const hash = contentHash(files) // before anything in them is overwritten
  const parsed = files.map(parseDicom)
  const removal = removalReport(parsed.map(({ dataSet }) => dataSet))
  const kept = storedAcquisition(readHeader(parsed[0]), daysEarlier)
  for (const { dataSet } of parsed) blankIdentity(dataSet)
  const nifti = await convertDicom(files)
  placeVolume(nifti, stack)
  const stored = await storeScan(parseNifti(nifti), scansFolder)
  return { ...stored, notes: [...notes, ...stored.notes], kept, removal, contentHash: hash }
})

async function readFiles(paths: readonly string[]): Promise<Uint8Array[]> {
  try {
    return await Promise.all(paths.map((path) => readFile(path)))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw new AntrumError(
      'unreadable-file',
      `A file of the series cannot be read any more (${code}). Check the disk, and import again.`,
    )
  }
}
