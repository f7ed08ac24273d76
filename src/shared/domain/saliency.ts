/** Stages of the encoder that a saliency map can be taken from, fine to coarse. */
export const saliencyStages = [2, 3, 4] as const
export type SaliencyStage = (typeof saliencyStages)[number]

/** Cells along the edge of a stage's activations, for cubes of so many voxels: an eighth, a sixteenth, a thirty-second. */
export const saliencyEdge = (stage: SaliencyStage, voxels: number): number => voxels / 2 ** (stage + 1)

/** The map of one stage out of those of all stages, one after the other. */
export function saliencyOf(maps: Float32Array, stage: SaliencyStage, voxels: number): Float32Array {
  let start = 0
  for (const each of saliencyStages) {
    const cells = saliencyEdge(each, voxels) ** 3
    if (each === stage) return maps.subarray(start, start + cells)
    start += cells
  }
  return new Float32Array()
}

/** The last stage, as Grad-CAM has it, unless all of it is one cell, which says nothing about a place. */
export const usualSaliencyStage = (voxels: number): SaliencyStage =>
  [...saliencyStages].reverse().find((stage) => saliencyEdge(stage, voxels) > 1) ?? 2
