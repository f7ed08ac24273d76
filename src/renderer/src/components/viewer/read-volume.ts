import { parseNifti } from '../../../../shared/imaging/nifti.ts'
import type { Volume } from '../../../../shared/imaging/volume.ts'

/** The voxels of a NIfTI file as the core sends it, compressed or not. @throws AntrumError as `parseNifti`. */
export async function readVolume(file: Blob): Promise<Volume> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  const isGzip = first === 0x1f && second === 0x8b
  const content = isGzip ? new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))) : file
  return parseNifti(new Uint8Array(await content.arrayBuffer())).volume
}
