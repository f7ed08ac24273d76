import type { Affine } from '../../shared/imaging/volume.ts'
import type { Frame } from './header.ts'

/** Why a series needs a look or cannot be used. */
export interface SeriesProblem {
  code:
    | 'damaged-slices'
    | 'colour'
    | 'transfer-syntax'
    | 'burned-in-text'
    | 'no-geometry'
    | 'mixed-matrix'
    | 'mixed-orientation'
    | 'mixed-patients'
    | 'single-slice'
    | 'several-volumes'
    | 'repeated-slices'
    | 'missing-slices'
    | 'uneven-slices'
    | 'patient-unknown'
    | 'patient-mismatch'
  reason: string
  /** Whether the series cannot be imported because of it. */
  blocks: boolean
}

/** Slices in their order in space. */
export interface Stack {
  /** [columns, rows, slices]. */
  shape: [number, number, number]
  /** Between columns, between rows, between slices. */
  spacingMm: [number, number, number]
  /**
   * Row-major 4×4, [column, row, slice] to RAS mm. It runs straight from the first slice's centre to the last one's, so
   * a tilted gantry comes out as shear.
   */
  affine: Affine
  /** Which way the slices lie. */
  plane: 'axial' | 'coronal' | 'sagittal'
  /** Indices into the frames, by place. */
  order: number[]
}

type Vector = readonly [number, number, number]

/** Slices count as parallel up to this. */
const parallelDegrees = 0.5
/** In distances between slices: where a step is so much longer than most, a slice is missing. */
const gap = 1.5
/** In the same: slices this far from an even spacing are worth a look, this far are not a volume. */
const [uneven, scattered] = [0.1, 0.5]

/**
 * Puts slices in order and judges whether they make one volume.
 *
 * @param frames  Slices of one matrix size, in any order.
 * @param matrix  Columns and rows of each.
 * @returns The stack, null when no order exists; and what is wrong with it, what blocks first.
 */
export function stackFrames(
  frames: readonly Frame[],
  matrix: readonly [number, number],
): { stack: Stack | null; problems: SeriesProblem[] } {
  const blocked = (code: SeriesProblem['code'], reason: string) => ({
    stack: null,
    problems: [{ code, reason, blocks: true }],
  })
  const placed = frames.flatMap(({ positionMm, orientation, spacingMm }) =>
    positionMm && orientation && spacingMm && spacingMm.every((mm) => mm > 0) && isRightAngled(orientation)
      ? [{ positionMm: positionMm as Vector, orientation, spacingMm }]
      : [],
  )
  if (placed.length < frames.length) {
    return blocked(
      'no-geometry',
      `${frames.length - placed.length} of ${frames.length} slices do not say where they lie (position, orientation, pixel spacing). Export the series again, with all attributes.`,
    )
  }
  const [first] = placed
  const [row, column] = [first.orientation.slice(0, 3), first.orientation.slice(3)] as unknown as [
    Vector,
    Vector,
  ]
  const normal = cross(row, column)
  const turned = placed.filter(
    ({ orientation }) => degreesApart(orientation, first.orientation) > parallelDegrees,
  )
  if (turned.length > 0) {
    return blocked(
      'mixed-orientation',
      `Its slices are not parallel (${Math.min(turned.length, frames.length - turned.length)} of ${frames.length} lie differently), as in a localiser. Choose another series, or export this one again.`,
    )
  }
  if (placed.some(({ spacingMm }) => spacingMm.some((mm, i) => Math.abs(mm / first.spacingMm[i] - 1) > 0.01)))
    return blocked('mixed-matrix', 'Its slices differ in pixel size. Export the series again.')
  if (frames.length < 2)
    return blocked('single-slice', 'It holds a single slice, not a volume. Choose the whole series.')

  const heights = placed.map(({ positionMm }) => dot(positionMm, normal))
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b])
  const steps = order.slice(1).map((index, i) => heights[index] - heights[order[i]])
  const usual = steps.filter((step) => step > 0.01).sort((a, b) => a - b)
  const step = usual[Math.floor(usual.length / 2)]
  if (step === undefined) {
    return blocked(
      'several-volumes',
      `All its ${frames.length} images show one slice position (time points or echoes of a single slice). Choose another series.`,
    )
  }
  const repeated = steps.filter((mm) => mm < 0.05 * step).length
  if (repeated > 0) {
    const places = frames.length - repeated
    return Number.isInteger(frames.length / places)
      ? blocked(
          'several-volumes',
          `It holds ${frames.length / places} images of each slice position (time points, echoes or repetitions). Antrum takes one volume: choose another series, or export one of them alone.`,
        )
      : blocked(
          'repeated-slices',
          `${repeated} slice positions occur more than once among ${frames.length} images. Export the series again, once.`,
        )
  }
  const [low, high] = [placed[order[0]].positionMm, placed[order.at(-1)!].positionMm]
  const along = low.map((mm, axis) => (high[axis] - mm) / (order.length - 1)) as unknown as Vector
  const problems: SeriesProblem[] = []
  const gapAt = steps.findIndex((mm) => mm > gap * step)
  const off = Math.max(
    ...order.map((index, k) =>
      Math.hypot(...placed[index].positionMm.map((mm, axis) => mm - low[axis] - k * along[axis])),
    ),
  )
  if (gapAt >= 0) {
    const missing = steps.reduce((sum, mm) => sum + (mm > gap * step ? Math.round(mm / step) - 1 : 0), 0)
    problems.push({
      code: 'missing-slices',
      reason: `${missing === 1 ? 'A slice is' : `${missing} slices are`} missing: after slice ${gapAt + 1} comes a gap of ${steps[gapAt].toFixed(1)} mm where slices lie ${step.toFixed(1)} mm apart. Export the whole series again.`,
      blocks: true,
    })
  } else if (off > scattered * step) {
    problems.push({
      code: 'uneven-slices',
      reason: `Its slices are not evenly spaced: one lies ${off.toFixed(1)} mm from where it should. Export the series again.`,
      blocks: true,
    })
  } else if (off > uneven * step) {
    problems.push({
      code: 'uneven-slices',
      reason: `Its slices are not quite evenly spaced: up to ${off.toFixed(1)} mm off, at ${step.toFixed(1)} mm from slice to slice. They are taken as even; look whether the head is distorted.`,
      blocks: false,
    })
  }
  const [rowsMm, columnsMm] = first.spacingMm as [number, number]
  const toRas = [-1, -1, 1]
  const affine = [0, 1, 2].flatMap((axis) =>
    [row[axis] * columnsMm, column[axis] * rowsMm, along[axis], low[axis]].map((mm) => toRas[axis] * mm),
  )
  return {
    stack: {
      shape: [...matrix, order.length],
      spacingMm: [columnsMm, rowsMm, Math.hypot(...along)],
      affine: [...affine, 0, 0, 0, 1],
      plane: (['sagittal', 'coronal', 'axial'] as const)[largestAxis(normal)],
      order,
    },
    problems,
  }
}

const dot = (a: readonly number[], b: readonly number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const cross = ([a, b, c]: Vector, [d, e, f]: Vector): Vector => [b * f - c * e, c * d - a * f, a * e - b * d]

/** Both directions of unit length and at right angles. */
function isRightAngled(orientation: readonly number[]): boolean {
  const [row, column] = [orientation.slice(0, 3), orientation.slice(3)]
  const unit = (v: readonly number[]) => Math.abs(dot(v, v) - 1) < 0.01
  return unit(row) && unit(column) && Math.abs(dot(row, column)) < 0.01
}

/** The larger of the angles by which rows and columns differ. */
function degreesApart(a: readonly number[], b: readonly number[]): number {
  const angle = (from: number) =>
    Math.acos(Math.min(1, dot(a.slice(from, from + 3), b.slice(from, from + 3))))
  return (Math.max(angle(0), angle(3)) * 180) / Math.PI
}

function largestAxis(vector: Vector): number {
  const lengths = vector.map(Math.abs)
  return lengths.indexOf(Math.max(...lengths))
}
