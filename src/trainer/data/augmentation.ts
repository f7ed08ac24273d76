import type { AugmentationKind } from '../../shared/domain/stage.ts'
import type { Random } from '../../shared/random.ts'
import { dtypes, type Attribute, type DType, type Graph, type Shape, type Tensor } from '../graph/graph.ts'
import type { Feeds } from '../graph/session.ts'

/**
 * Random augmentation on the device. `one-of-five`: with probability 0.5 exactly one of affine, flip, noise, blur,
 * affine-then-flip, 0.2 each; `all-five`: all but noise, always (method-spec section 2). The host draws the numbers, the graph does the voxels, and only of those samples
 * that drew something. Spatial changes hit image and target alike; intensity changes the image only, so that a target
 * stays in its range.
 */
export interface Augmentation {
  image: Tensor
  target: Tensor | null
  /** Feeds for one step. */
  draw: (random: Random) => Feeds
}

export interface AugmentationOptions {
  kind: Exclude<AugmentationKind, 'none'>
  /** Edge of a voxel: translations are drawn in mm. */
  voxelMm: number
  /** In front of the names of what is fed. */
  name: string
}

type Quad = [Tensor, Tensor, Tensor, Tensor]

const noiseDeviation = 0.25
const degrees = Math.PI / 180

/**
 * @param image   [batch, d, d, d, 1] float32.
 * @param target  The same shape, or null.
 */
export function augment(
  graph: Graph,
  image: Tensor,
  target: Tensor | null,
  { kind, voxelMm, name }: AugmentationOptions,
): Augmentation {
  const [n, d] = image.shape as [number, number]
  const feeds = {
    spatialIndex: graph.placeholder(`${name}/spatial_index`, [-1], dtypes.int32),
    spatialMatrix: graph.placeholder(`${name}/spatial_matrix`, [-1, 3, 4]),
    blurIndex: graph.placeholder(`${name}/blur_index`, [-1], dtypes.int32),
    blurMatrix: graph.placeholder(`${name}/blur_matrix`, [3, -1, d, d]),
    noiseIndex: graph.placeholder(`${name}/noise_index`, [-1], dtypes.int32),
    noiseSeed: graph.placeholder(`${name}/noise_seed`, [2], dtypes.int32),
  }
  const ops = new VoxelOps(graph, n, d)
  const moved = (x: Tensor) =>
    ops.update(x, feeds.spatialIndex, (part) => ops.affine(part, feeds.spatialMatrix))
  let y = moved(ops.flat(image))
  y = ops.update(y, feeds.blurIndex, (part) => ops.blur(part, feeds.blurMatrix))
  y = ops.update(y, feeds.noiseIndex, (part) => ops.noise(part, feeds.noiseSeed))

  const draw = (random: Random): Feeds => {
    const spatial: { index: number; matrix: number[] }[] = []
    const blur: { index: number; deviations: number[] }[] = []
    const noise: number[] = []
    const deviations = () => [0, 1, 2].map(() => 2 * random.uniform())
    for (let index = 0; index < n; index++) {
      if (kind === 'all-five') {
        // Affine, flip, blur, affine, flip: the spatial ones are one resampling here, and the blur comes after it.
        const [first, second] = [0, 1].map(() => samplingMatrix(random, d, voxelMm, true, true)) as [
          number[],
          number[],
        ]
        spatial.push({ index, matrix: composed(first, second) })
        blur.push({ index, deviations: deviations() })
        continue
      }
      if (random.uniform() >= 0.5) continue
      const transform = random.integer(5)
      if (transform === 2) noise.push(index)
      else if (transform === 3) blur.push({ index, deviations: deviations() })
      else
        spatial.push({ index, matrix: samplingMatrix(random, d, voxelMm, transform !== 1, transform !== 0) })
    }
    const blurs = new Float32Array(3 * blur.length * d * d)
    blur.forEach(({ deviations }, k) =>
      deviations.forEach((deviation, axis) =>
        blurs.set(gaussianMatrix(d, deviation), (axis * blur.length + k) * d * d),
      ),
    )
    const seed = Int32Array.of(random.integer(2 ** 31), random.integer(2 ** 31))
    return [
      [feeds.spatialIndex, Int32Array.from(spatial, (s) => s.index), [spatial.length]],
      [feeds.spatialMatrix, Float32Array.from(spatial.flatMap((s) => s.matrix)), [spatial.length, 3, 4]],
      [feeds.blurIndex, Int32Array.from(blur, (b) => b.index), [blur.length]],
      [feeds.blurMatrix, blurs, [3, blur.length, d, d]],
      [feeds.noiseIndex, Int32Array.from(noise), [noise.length]],
      [feeds.noiseSeed, seed],
    ]
  }
  return { image: ops.cubes(y), target: target && ops.cubes(moved(ops.flat(target))), draw }
}

/**
 * Where output voxel (depth, height, width, 1) comes from: 3×4, row-major, voxel coordinates.
 * Scale U(0.8, 1.2) and rotation U(−10°, 10°) per axis about the centre, translation U(−10, 10) mm; then flips of each
 * axis with probability 0.5.
 */
export function samplingMatrix(
  random: Random,
  d: number,
  voxelMm: number,
  affine: boolean,
  flip: boolean,
): number[] {
  const centre = (d - 1) / 2
  const between = (low: number, high: number) => low + (high - low) * random.uniform()
  let m = [1, 0, 0, 0, 1, 0, 0, 0, 1]
  let shift = [0, 0, 0]
  if (affine) {
    const [a, b, c] = [0, 1, 2].map(() => between(-10, 10) * degrees) as [number, number, number]
    const scales = [0, 1, 2].map(() => between(0.8, 1.2))
    const product = (p: number[], q: number[]) =>
      p.map((_, at) =>
        [0, 1, 2].reduce((total, k) => total + p[Math.floor(at / 3) * 3 + k] * q[k * 3 + (at % 3)], 0),
      )
    const rx = [1, 0, 0, 0, Math.cos(a), -Math.sin(a), 0, Math.sin(a), Math.cos(a)]
    const ry = [Math.cos(b), 0, Math.sin(b), 0, 1, 0, -Math.sin(b), 0, Math.cos(b)]
    const rz = [Math.cos(c), -Math.sin(c), 0, Math.sin(c), Math.cos(c), 0, 0, 0, 1]
    // The image grows by `scale`, so sampling positions shrink by it.
    m = product([1 / scales[0], 0, 0, 0, 1 / scales[1], 0, 0, 0, 1 / scales[2]], product(rz, product(ry, rx)))
    shift = [0, 1, 2].map(() => between(-10, 10) / voxelMm)
  }
  const signs = flip ? [0, 1, 2].map(() => (random.uniform() < 0.5 ? -1 : 1)) : [1, 1, 1]
  return [0, 1, 2].flatMap((row) => {
    const linear = [0, 1, 2].map((column) => m[row * 3 + column] * signs[column])
    const offset = centre + shift[row] - linear.reduce((total, value) => total + value * centre, 0)
    return [...linear, offset]
  })
}

/** The 3×4 of sampling through `first`, then where that leads through `second`. */
function composed(first: number[], second: number[]): number[] {
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2, 3].map((column) =>
      [0, 1, 2].reduce(
        (total, k) => total + second[row * 4 + k] * first[k * 4 + column],
        column === 3 ? second[row * 4 + 3] : 0,
      ),
    ),
  )
}

/** d×d matrix of a Gaussian filter, cut at 4 deviations, edge samples repeated by reflection (SciPy's `reflect`). */
export function gaussianMatrix(d: number, deviation: number): Float32Array {
  const matrix = new Float32Array(d * d)
  const radius = Math.ceil(4 * deviation)
  const weights = Array.from({ length: 2 * radius + 1 }, (_, k) =>
    deviation ? Math.exp(-((k - radius) ** 2) / (2 * deviation ** 2)) : 1,
  )
  const total = weights.reduce((a, b) => a + b, 0)
  for (let row = 0; row < d; row++) {
    weights.forEach((weight, k) => {
      let column = (((row + k - radius) % (2 * d)) + 2 * d) % (2 * d)
      if (column >= d) column = 2 * d - 1 - column
      matrix[row * d + column] += weight / total
    })
  }
  return matrix
}

const float: Attribute = ['type', dtypes.float32]
const int: Attribute = ['type', dtypes.int32]

/** Voxel operations on [n or k, d³] rows; k, how many samples drew the operation, is known only at run time. */
class VoxelOps {
  private readonly graph: Graph
  private readonly n: number
  private readonly d: number
  private readonly voxels: number

  constructor(graph: Graph, n: number, d: number) {
    this.graph = graph
    this.n = n
    this.d = d
    this.voxels = d ** 3
  }

  private op(
    operation: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute>,
    shape: Shape,
    dtype: DType = dtypes.float32,
  ): Tensor {
    return this.graph.node(operation, inputs, attributes, [[shape, dtype]])[0]
  }

  private shaped(x: Tensor, shape: Shape): Tensor {
    return this.op(
      'Reshape',
      [x, this.graph.integers(shape)],
      { T: ['type', x.dtype], Tshape: int },
      shape,
      x.dtype,
    )
  }

  flat(x: Tensor): Tensor {
    return this.shaped(x, [this.n, this.voxels])
  }

  cubes(x: Tensor): Tensor {
    return this.shaped(x, [this.n, this.d, this.d, this.d, 1])
  }

  /** x with the rows at `index` replaced by `change` of them. */
  update(x: Tensor, index: Tensor, change: (rows: Tensor) => Tensor): Tensor {
    const zero = this.graph.scalar(0, dtypes.int32)
    const rows = this.op(
      'GatherV2',
      [x, index, zero],
      { Tparams: float, Tindices: int, Taxis: int, batch_dims: ['integer', 0] },
      [-1, this.voxels],
    )
    const column = this.shaped(index, [-1, 1])
    return this.op('TensorScatterUpdate', [x, column, change(rows)], { T: float, Tindices: int }, x.shape)
  }

  noise(rows: Tensor, seed: Tensor): Tensor {
    const shape = this.op('Shape', [rows], { T: float, out_type: int }, [2], dtypes.int32)
    const normal = this.op(
      'StatelessRandomNormal',
      [shape, seed],
      { dtype: float, T: int, Tseed: int },
      rows.shape,
    )
    return this.binary('AddV2', rows, this.binary('Mul', normal, this.graph.scalar(noiseDeviation)))
  }

  blur(rows: Tensor, matrices: Tensor): Tensor {
    const { d } = this
    const axis = (k: number, shape: Shape) => {
      const sizes = [1, -1, d, d]
      const part = this.op(
        'Slice',
        [matrices, this.graph.integers([k, 0, 0, 0]), this.graph.integers(sizes)],
        { T: float, Index: int },
        sizes,
      )
      return this.shaped(part, shape)
    }
    let y = this.product(axis(0, [-1, d, d]), this.shaped(rows, [-1, d, d * d]))
    y = this.product(axis(1, [-1, 1, d, d]), this.shaped(y, [-1, d, d, d]))
    y = this.product(this.shaped(y, [-1, d * d, d]), axis(2, [-1, d, d]), true)
    return this.shaped(y, [-1, this.voxels])
  }

  /**
   * Trilinear sampling, zero outside. The eight corners of every voxel are put side by side and fetched together: eight
   * gathers of single values would take as long as everything else.
   */
  affine(rows: Tensor, matrix: Tensor): Tensor {
    const { d, voxels, graph } = this
    const grid = new Float32Array(4 * voxels)
    for (let v = 0; v < voxels; v++) {
      grid[v] = Math.floor(v / (d * d))
      grid[voxels + v] = Math.floor(v / d) % d
      grid[2 * voxels + v] = v % d
      grid[3 * voxels + v] = 1
    }
    const positions = this.product(matrix, graph.constant(grid, [1, 4, voxels], dtypes.float32)) // [k, 3, d³]
    const floor = this.op('Floor', [positions], { T: float }, positions.shape)
    const low = this.binary('Minimum', this.binary('Maximum', floor, graph.scalar(0)), graph.scalar(d - 2))
    const strides = graph.constant([d * d, d, 1], [1, 1, 3], dtypes.float32)
    const index = this.op(
      'Cast',
      [this.shaped(this.product(strides, low), [-1, voxels])],
      { SrcT: float, DstT: int, Truncate: ['boolean', false] },
      [-1, voxels],
      dtypes.int32,
    )
    const fetched = this.op(
      'GatherV2',
      [this.corners(rows), index, graph.scalar(1, dtypes.int32)],
      { Tparams: float, Tindices: int, Taxis: int, batch_dims: ['integer', 1] },
      [-1, voxels, 8],
    )
    const byCorner = this.op(
      'Transpose',
      [this.shaped(fetched, [-1, 8]), graph.integers([1, 0])],
      { T: float, Tperm: int },
      [8, -1],
    )
    const corner = (index: number) => {
      const size = [1, -1]
      const part = this.op(
        'Slice',
        [byCorner, graph.integers([index, 0]), graph.integers(size)],
        { T: float, Index: int },
        size,
      )
      return this.shaped(part, [-1, voxels])
    }
    const share = this.binary('Sub', positions, low)
    const [depth, height, width] = [0, 1, 2].map((axis) => this.row(share, axis)) as [Tensor, Tensor, Tensor]
    const mix = (a: Tensor, b: Tensor, t: Tensor) =>
      this.binary('AddV2', a, this.binary('Mul', this.binary('Sub', b, a), t))
    const edges = [0, 2, 4, 6].map((first) => mix(corner(first), corner(first + 1), width)) as Quad
    const y = mix(mix(edges[0], edges[1], height), mix(edges[2], edges[3], height), depth)
    return this.binary('Mul', y, this.inside(positions))
  }

  /** [k, d³, 8]: each voxel and its neighbours one further along depth (4), height (2) and width (1). */
  private corners(rows: Tensor): Tensor {
    const { d, voxels, graph } = this
    const picking = Float32Array.from({ length: 64 }, (_, at) => (at >> 3 === at % 8 ? 1 : 0))
    const beside = this.op(
      'Conv3D',
      [this.shaped(rows, [-1, d, d, d, 1]), graph.constant(picking, [2, 2, 2, 1, 8], dtypes.float32)],
      {
        T: float,
        strides: ['integers', [1, 1, 1, 1, 1]],
        padding: ['string', 'SAME'], // behind the last voxel, where no neighbourhood begins
        data_format: ['string', 'NDHWC'],
        dilations: ['integers', [1, 1, 1, 1, 1]],
      },
      [-1, d, d, d, 8],
    )
    return this.shaped(beside, [-1, voxels, 8])
  }

  /** [k, d³]: 1 where all three coordinates lie within the cube (a rounding error beyond counts as within), else 0. */
  private inside(positions: Tensor): Tensor {
    const { graph } = this
    const centre = (this.d - 1) / 2
    const away = this.op(
      'Abs',
      [this.binary('Sub', positions, graph.scalar(centre))],
      { T: float },
      positions.shape,
    )
    const within = this.holds('LessEqual', away, centre + 1e-3)
    const axes = this.product(graph.constant([1, 1, 1], [1, 1, 3], dtypes.float32), within)
    return this.holds('Greater', this.shaped(axes, [-1, this.voxels]), 2.5)
  }

  /** 1 where the comparison holds, else 0. */
  private holds(comparison: 'LessEqual' | 'Greater', x: Tensor, limit: number): Tensor {
    const is = this.op(comparison, [x, this.graph.scalar(limit)], { T: float }, x.shape, dtypes.boolean)
    return this.op(
      'Cast',
      [is],
      { SrcT: ['type', dtypes.boolean], DstT: float, Truncate: ['boolean', false] },
      x.shape,
    )
  }

  private row(x: Tensor, k: number): Tensor {
    const size = [-1, 1, this.voxels]
    return this.shaped(
      this.op(
        'Slice',
        [x, this.graph.integers([0, k, 0]), this.graph.integers(size)],
        { T: float, Index: int },
        size,
      ),
      [-1, this.voxels],
    )
  }

  private binary(operation: string, a: Tensor, b: Tensor): Tensor {
    return this.op(operation, [a, b], { T: float }, a.shape)
  }

  private product(a: Tensor, b: Tensor, transposeB = false): Tensor {
    const shape = [
      ...(a.shape.length >= b.shape.length ? a : b).shape.slice(0, -2),
      a.shape.at(-2)!,
      b.shape.at(transposeB ? -2 : -1)!,
    ]
    return this.op(
      'BatchMatMulV2',
      [a, b],
      { T: float, adj_x: ['boolean', false], adj_y: ['boolean', transposeB] },
      shape,
    )
  }
}
