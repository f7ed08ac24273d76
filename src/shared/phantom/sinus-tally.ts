import type { Finding, Side } from '../domain/sinus.ts'
import { applyAffine, determinant, multiply } from '../imaging/affine.ts'
import type { Volume } from '../imaging/volume.ts'
import type { Sinus } from './sinus.ts'

export interface SinusTruth {
  side: Side
  finding: Finding | null
  /** Centre of mass of the bony cavity in the scan's world, mm RAS. */
  centreMm: [number, number, number]
  cavityVolumeMm3: number
  lesionVolumeMm3: number
  /** 1 in the lesion, else 0: the part of the scan's grid that holds it. null without a finding, or when it lies between voxels. */
  lesionMask: Volume | null
}

/** Adds up, voxel by voxel, where a sinus and its lesion are. */
export class SinusTally {
  readonly #sinus: Sinus
  readonly #grid: Pick<Volume, 'shape' | 'affine'>
  readonly #sum = [0, 0, 0]
  #cavity = 0
  #lesion = 0
  readonly #voxels: { at: readonly [number, number, number]; share: number }[] = []

  constructor(sinus: Sinus, grid: Pick<Volume, 'shape' | 'affine'>) {
    this.#sinus = sinus
    this.#grid = grid
  }

  /** Call after the sinus painted voxel (i, j, k). */
  add(i: number, j: number, k: number): void {
    const { cavityShare, lesionShare } = this.#sinus
    this.#cavity += cavityShare
    this.#sum[0] += i * cavityShare
    this.#sum[1] += j * cavityShare
    this.#sum[2] += k * cavityShare
    if (lesionShare === 0) return
    this.#lesion += lesionShare
    this.#voxels.push({ at: [i, j, k], share: lesionShare })
  }

  finish(): SinusTruth {
    const { side, finding } = this.#sinus
    const { affine } = this.#grid
    const voxelMm3 = Math.abs(determinant(affine))
    const [i, j, k] = this.#sum.map((total) => total / this.#cavity)
    return {
      side,
      finding,
      centreMm: applyAffine(affine, [i, j, k]),
      cavityVolumeMm3: this.#cavity * voxelMm3,
      lesionVolumeMm3: this.#lesion * voxelMm3,
      lesionMask: this.#voxels.length > 0 ? this.#mask() : null,
    }
  }

  /** Voxels at least half full of lesion; of a lesion too thin for that, those at least half as full as its fullest. */
  #mask(): Volume {
    const fullest = this.#voxels.reduce((most, { share }) => Math.max(most, share), 0)
    const chosen = this.#voxels.filter(({ share }) => share >= Math.min(0.5, fullest / 2)).map(({ at }) => at)
    // One empty voxel all round: a NIfTI one voxel thick is a flat image to every reader, ours included.
    const low = [0, 1, 2].map((axis) => Math.min(...chosen.map((at) => at[axis])) - 1)
    const shape = [0, 1, 2].map((axis) => Math.max(...chosen.map((at) => at[axis])) - low[axis] + 2)
    const data = new Float32Array(shape[0] * shape[1] * shape[2])
    for (const [i, j, k] of chosen) data[i - low[0] + shape[0] * (j - low[1] + shape[1] * (k - low[2]))] = 1
    const shift = [1, 0, 0, low[0], 0, 1, 0, low[1], 0, 0, 1, low[2], 0, 0, 0, 1]
    const affine = multiply(this.#grid.affine, shift).map(Math.fround)
    return { data, shape: [shape[0], shape[1], shape[2]], affine }
  }
}
