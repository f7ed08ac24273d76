import { queryOptions, useQuery } from '@tanstack/react-query'
import type { CaseArm, CaseLayer, CaseModel, Worklist } from '../../../../shared/ipc/cases.ts'
import type { SaliencyStage } from '../../../../shared/domain/saliency.ts'
import { client } from '../../lib/client.ts'

/** How often to look whether a first evaluation has finished. */
const lookAgainMs = 2000

export const useArms = (folder: string) =>
  useQuery({
    queryKey: ['cases', folder, 'arms'],
    queryFn: () => client.cases.arms({ folder }),
    refetchInterval: ({ state }) => (state.data?.length === 0 ? lookAgainMs : false),
  })

/** Kept while the window is open, since reading it counts as a look at the test set. */
export const useWorklist = (folder: string, arm: CaseArm | null) =>
  useQuery({
    queryKey: ['cases', folder, 'worklist', arm?.experiment, arm?.method, arm?.labelFraction],
    queryFn: () => {
      const { experiment, method, labelFraction } = arm!
      return client.cases.worklist({ folder, experiment, method, labelFraction })
    },
    enabled: arm !== null,
    staleTime: Infinity,
    gcTime: Infinity,
  })

export const useKnownLesions = (folder: string, version: string) =>
  useQuery({
    queryKey: ['cases', folder, 'lesions', version],
    queryFn: () => client.cases.knownLesions({ folder, version }),
    staleTime: Infinity,
  })

/** What tells one picture's voxels from all others. */
export interface VolumeName {
  version: string
  sinus: string
  layer: CaseLayer
  stage: string | null
  encoderStage: SaliencyStage
}

/** Voxels of one layer of one sinus, saliency as a share of its maximum; null when it is not computed yet, or there is none. */
export const volumeQuery = (folder: string, name: VolumeName) =>
  queryOptions({
    queryKey: ['cases', folder, 'volume', name],
    queryFn: async () => {
      const blob = await client.cases.volume({ folder, ...name })
      if (blob === null) return null
      const voxels = new Float32Array(await blob.arrayBuffer())
      return name.layer === 'saliency' ? shareOfMaximum(voxels) : voxels
    },
    // A stage's result never changes; what was missing is asked for again once it has been computed.
    staleTime: Infinity,
    // A handful of cases around the one that is looked at.
    gcTime: 60_000,
  })

/** Its units, those of a logit, say little; a map that is 0 everywhere stays so. */
function shareOfMaximum(voxels: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const most = voxels.reduce((a, b) => Math.max(a, b), 0)
  return most > 0 ? voxels.map((value) => value / most) : voxels
}

/** The layers that a model shows of a sinus, as far as it has them. */
export function volumesOf(
  { version }: Pick<Worklist, 'version'>,
  { sinus, hasLesion }: { sinus: string; hasLesion: boolean },
  model: CaseModel | null,
  encoderStage: SaliencyStage,
): VolumeName[] {
  const name = (layer: CaseLayer, stage: string | null): VolumeName => ({
    ...{ version, sinus, layer, stage },
    encoderStage: layer === 'saliency' ? encoderStage : 4,
  })
  const own = Object.entries(model?.layers ?? {}) as [
    keyof CaseModel['layers'],
    CaseModel['layers']['saliency'],
  ][]
  return [
    name('input', null),
    ...(hasLesion ? [name('lesion', null)] : []),
    ...own.flatMap(([layer, source]) => ('stage' in source ? [name(layer, source.stage)] : [])),
  ]
}
