import type { Random } from '../random.ts'
import type { Tissues } from './tissues.ts'

/** The signal at a point of the anatomy (mm, RAS axes, origin in the middle of the head) over what lies there so far. */
export type Painter = (signal: number, x: number, y: number, z: number) => number

/** A part of the head. Parts are painted one over the other, in order. */
export interface Structure {
  /** Nothing is painted outside: [low, high] per axis, mm. */
  bounds: readonly [x: readonly [number, number], y: readonly [number, number], z: readonly [number, number]]
  paint: Painter
}

/** What every part of one head is built from. */
export interface Build {
  random: Random
  tissues: Tissues
  /** Width over which a surface goes from one tissue to the next, mm: the voxel's partial volume. */
  edgeMm: number
}
