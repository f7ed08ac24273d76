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

interface Slice {
  positionMm: Vector
  orientation: readonly number[]
  spacingMm: readonly number[]
}

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
 * @returns The stack, null when no order exists; and what is wrong with it.
 */
export function stackFrames(
  frames: readonly Frame[],
  matrix: readonly [number, number],
): { stack: Stack | null; problems: SeriesProblem[] } {
  const slices = frames.flatMap(asSlice)
  const unlike = slices.length < frames.length ? unplaced(frames.length, slices.length) : findUnlike(slices)
  if (unlike) return { stack: null, problems: [unlike] }

  const [{ orientation, spacingMm }] = slices
  const [row, column] = [orientation.slice(0, 3), orientation.slice(3)] as unknown as [Vector, Vector]
  const normal = cross(row, column)
  const heights = slices.map(({ positionMm }) => dot(positionMm, normal))
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b])
  const steps = order.slice(1).map((index, i) => heights[index] - heights[order[i]])
  const repeats = findRepeats(steps)
  if (repeats) return { stack: null, problems: [repeats] }

  const positions = order.map((index) => slices[index].positionMm)
  const first = positions[0]
  const along = first.map((mm, axis) => (positions.at(-1)![axis] - mm) / steps.length) as unknown as Vector
  const [rowsMm, columnsMm] = spacingMm
  const toRas = [-1, -1, 1]
  const affine = [0, 1, 2].flatMap((axis) =>
    [row[axis] * columnsMm, column[axis] * rowsMm, along[axis], first[axis]].map((mm) => toRas[axis] * mm),
  )
  const stack: Stack = {
    shape: [...matrix, order.length],
    spacingMm: [columnsMm, rowsMm, Math.hypot(...along)],
    affine: [...affine, 0, 0, 0, 1],
    plane: (['sagittal', 'coronal', 'axial'] as const)[largestAxis(normal)],
    order,
  }
  return { stack, problems: judgeSpacing(steps, positions, along) }
}

function asSlice({ positionMm, orientation, spacingMm }: Frame): Slice[] {
  if (!positionMm || !orientation || !spacingMm) return []
  if (!spacingMm.every((mm) => mm > 0) || !isRightAngled(orientation)) return []
  return [{ positionMm: positionMm as Vector, orientation, spacingMm }]
}

const blocked = (code: SeriesProblem['code'], reason: string): SeriesProblem => ({
  code,
  reason,
  blocks: true,
})

const unplaced = (all: number, placed: number) =>
  blocked(
    'no-geometry',
    `${all - placed} of ${all} slices do not say where they lie (position, orientation, pixel spacing). Export the series again, with all attributes.`,
  )

/** Slices that cannot be one volume wherever they lie. */
function findUnlike(slices: readonly Slice[]): SeriesProblem | null {
  const [first] = slices
  if (slices.length < 2)
    return blocked('single-slice', 'It holds a single slice, not a volume. Choose the whole series.')
  const turned = slices.filter(
    ({ orientation }) => degreesApart(orientation, first.orientation) > parallelDegrees,
  ).length
  if (turned > 0) {
    return blocked(
      'mixed-orientation',
      `Its slices are not parallel (${Math.min(turned, slices.length - turned)} of ${slices.length} lie differently), as in a localiser. Choose another series, or export this one again.`,
    )
  }
  const differs = (slice: Slice) =>
    slice.spacingMm.some((mm, i) => Math.abs(mm / first.spacingMm[i] - 1) > 0.01)
  if (slices.some(differs)) {
    return blocked('mixed-matrix', 'Its slices differ in pixel size. Export the series again.')
  }
  return null
}

/** The distance most slices have from their neighbour; 0 when all are in one place. */
function usualStep(steps: readonly number[]): number {
  const apart = steps.filter((step) => step > 0.01).sort((a, b) => a - b)
  return apart[Math.floor(apart.length / 2)] ?? 0
}

function findRepeats(steps: readonly number[]): SeriesProblem | null {
  const step = usualStep(steps)
  const images = steps.length + 1
  const repeated = steps.filter((mm) => mm < 0.05 * step || step === 0).length
  if (repeated === 0) return null
  const places = images - repeated
  return Number.isInteger(images / places)
    ? blocked(
        'several-volumes',
        `It holds ${images / places} images of each slice position (time points, echoes or repetitions). Antrum takes one volume: choose another series, or export one of them alone.`,
      )
    : blocked(
        'repeated-slices',
        `${repeated} of its ${images} images show a slice position that another shows, too. Export the series again, once.`,
      )
}

/** @param along  From each slice to the next if they were even. */
function judgeSpacing(
  steps: readonly number[],
  positions: readonly Vector[],
  along: Vector,
): SeriesProblem[] {
  const step = usualStep(steps)
  const gapAt = steps.findIndex((mm) => mm > gap * step)
  if (gapAt >= 0) {
    const missing = steps.reduce((sum, mm) => sum + (mm > gap * step ? Math.round(mm / step) - 1 : 0), 0)
    return [
      blocked(
        'missing-slices',
        `${missing === 1 ? 'A slice is' : `${missing} slices are`} missing: after slice ${gapAt + 1} comes a gap of ${steps[gapAt].toFixed(1)} mm where slices lie ${step.toFixed(1)} mm apart. Export the whole series again.`,
      ),
    ]
  }
  const off = Math.max(
    ...positions.map((position, k) =>
      Math.hypot(...position.map((mm, axis) => mm - positions[0][axis] - k * along[axis])),
    ),
  )
  if (off <= uneven * step) return []
  return [
    off > scattered * step
      ? blocked(
          'uneven-slices',
          `Its slices are not evenly spaced: one lies ${off.toFixed(1)} mm from where it should. Export the series again.`,
        )
      : {
          code: 'uneven-slices',
          reason: `Its slices are not quite evenly spaced: up to ${off.toFixed(1)} mm off, at ${step.toFixed(1)} mm from slice to slice, and taken as even. Look whether the head is distorted.`,
          blocks: false,
        },
  ]
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
