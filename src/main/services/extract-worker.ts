import { createHash } from 'node:crypto'
import { extractSinus } from '../../shared/imaging/extract-sinus.ts'
import type { Side } from '../../shared/domain/sinus.ts'
import type { Affine } from '../../shared/imaging/volume.ts'
import { readNiftiFile, writeNiftiFile } from './nifti-file.ts'
import { serveTasks } from './worker-pool.ts'

/** One scan, read once, with the sinuses to cut from it. */
export interface ExtractTask {
  scanFile: string
  scanWorldFromFixed: Affine
  edgeMm: number
  voxels: number
  sinuses: { side: Side; centreInFixedMm: readonly [number, number, number]; outFile: string }[]
}

export interface ExtractResult {
  side: Side
  centreMm: [number, number, number]
  coverage: number
  sha256: string
}

serveTasks(async (task: ExtractTask): Promise<ExtractResult[]> => {
  const { volume: scan } = await readNiftiFile(task.scanFile)
  const results: ExtractResult[] = []
  for (const { side, centreInFixedMm, outFile } of task.sinuses) {
    const { volume, coverage, centreInScanMm } = extractSinus({
      scan,
      scanWorldFromFixedWorld: task.scanWorldFromFixed,
      centreMm: centreInFixedMm,
      edgeMm: task.edgeMm,
      voxels: task.voxels,
      side,
    })
    await writeNiftiFile(outFile, volume)
    const { buffer, byteOffset, byteLength } = volume.data
    const sha256 = createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex')
    results.push({ side, centreMm: centreInScanMm, coverage, sha256 })
  }
  return results
})
