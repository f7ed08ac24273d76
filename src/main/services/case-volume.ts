import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { saliencyEdge, saliencyOf, type SaliencyStage } from '../../shared/domain/saliency.ts'
import type { DatasetManifest, DatasetSinus } from '../../shared/domain/dataset.ts'
import { upsampleCube } from '../../shared/imaging/upsample.ts'
import type { CaseLayer, ExplainedLayer } from '../../shared/ipc/cases.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Project } from '../project.ts'
import { readManifest } from '../study/manifest.ts'
import { openKnownLesions } from './known-lesions.ts'
import { lesionInCube } from './lesion-overlap.ts'
import { readNiftiFile } from './nifti-file.ts'
import { openResiduals } from './residual-volumes.ts'

export interface WantedVolume {
  /** Dataset version. */
  version: string
  sinus: string
  layer: CaseLayer
  /** Hash of its source; null for `input` and `lesion`. */
  stage: string | null
  encoderStage: SaliencyStage
}

/**
 * One layer of one sinus, [voxels³] float32, first axis fastest.
 *
 * @returns null when it was not computed yet (`explainCases` does that), or the sinus has no known lesion.
 * @throws AntrumError 'not-found' for a sinus that is not in the dataset, 'corrupt-data', 'usage'.
 */
export async function caseVolume(project: Project, wanted: WantedVolume): Promise<Float32Array | null> {
  const { version, layer, encoderStage } = wanted
  const manifest = await readManifest(project, version)
  const sinus = findSinusOf(manifest, wanted.sinus)
  const input = async () =>
    (await readNiftiFile(path.join(project.paths.volumes, version, sinus.file))).volume.data
  const source = () => {
    if (wanted.stage !== null) return wanted.stage
    throw new AntrumError('usage', `The layer ${layer} comes from a stage, and none was named.`)
  }
  const residuals = () => openResiduals(path.join(project.paths.stages, source()))
  switch (layer) {
    case 'input':
      return input()
    case 'reconstruction': {
      const difference = await (await residuals()).difference(sinus.id)
      return (await input()).map((value, voxel) => value - difference[voxel])
    }
    case 'difference':
      return (await (await residuals()).difference(sinus.id)).map(Math.abs)
    case 'residual':
      return (await residuals()).residual(sinus.id)
    case 'prediction':
      return readExplained(project, 'prediction', source(), sinus.id)
    case 'saliency': {
      const cells = saliencyEdge(encoderStage, manifest.voxels)
      const maps = await readExplained(project, 'saliency', source(), sinus.id)
      return maps && upsampleCube(saliencyOf(maps, encoderStage, manifest.voxels), cells, manifest.voxels)
    }
    case 'lesion': {
      const truth = await openKnownLesions(project)
      return truth ? lesionInCube(project, manifest, sinus, truth) : null
    }
  }
}

/** @throws AntrumError 'not-found'. */
export function findSinusOf({ version, sinuses }: DatasetManifest, id: string): DatasetSinus {
  const sinus = sinuses.find((one) => one.id === id)
  if (!sinus) throw new AntrumError('not-found', `Dataset version ${version} has no sinus ${id}.`)
  return sinus
}

/** Where a computed layer of a sinus is kept: derived, so that the whole folder can be deleted. */
export const explainedFile = (
  { paths }: Pick<Project, 'paths'>,
  layer: ExplainedLayer,
  stage: string,
  sinus: string,
): string => path.join(paths.cases, stage, layer, `${sinus}.f32`)

/** null when there is no such file. */
async function readExplained(
  project: Project,
  layer: ExplainedLayer,
  stage: string,
  sinus: string,
): Promise<Float32Array | null> {
  const bytes = await readFile(explainedFile(project, layer, stage, sinus)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    },
  )
  return bytes && new Float32Array(new Uint8Array(bytes).buffer)
}
