import { applyAffine, invert, multiply } from '../../shared/imaging/affine.ts'
import type { Point } from '../../shared/imaging/affine.ts'
import type { Affine } from '../../shared/imaging/volume.ts'
import type { HeadImage } from './head-image.ts'
import { midfaceMm } from './head-place.ts'
import type { HeadPlace } from './head-place.ts'
import type { SamplePoints } from './sample-points.ts'
import { trilinear } from './trilinear.ts'

/** Why a scan does not show whole sinuses, however well it is aligned. */
export interface SinusFault {
  code: 'face-removed' | 'skull-stripped' | 'cut-off'
  /** Part of a sentence. */
  reason: string
}

/** A region of the head, by x, y, z in mm from the midpoint of the sinuses in an upright head. */
type Region = (x: number, y: number, z: number) => boolean

/** Cheeks, nose and lips. */
const front: Region = (x, y, z) => Math.abs(x) < 45 && y > 12 && Math.abs(z) < 25
/** Skull base, jaw joints and what is between them: behind the sinuses, below the brain. */
const behind: Region = (x, y, z) => Math.abs(x) < 55 && y > -30 && y < -5 && Math.abs(z) < 24

/** A region that lies outside the scan to more than this cannot be judged. */
const leastSeen = 0.3
/**
 * Shares of the fixed head's tissue that are tissue in the scan, too. With seven real heads as the fixed one, of the face:
 * 0.04 to 0.23 where it was removed, else 0.55 and more; of what is behind: 0 to 0.22 with brain alone, else 0.72 and more
 * (0.37 once, where the fixed head's vertex was not scanned and its midface thus looked for too low: little is therefore not
 * enough unless the whole is of a brain's size). docs/real-heads.md.
 */
const faceShown = 0.4
const nothingBehind = { surely: 0.1, ifSmall: 0.5 }
/** Width and length of what is no larger than a brain; of heads these are 148 and 181 mm and more. */
const brainMm = [142, 172]

/** Half the size of a maxillary sinus, and how far its centre lies from the midline, mm. */
const sinusHalfMm: Point = [14, 17, 18]
const fromMidlineMm = 26
/** The sinuses are known to about a centimetre before any centre is marked. */
const toleranceMm = 12

/**
 * Looks for what was taken away from a scan or not scanned: the face removed for privacy, everything but the brain removed,
 * or an edge of the scan that cuts the sinuses.
 *
 * @param scanWorldFromFixed  As registered. With brain alone no pose is right, but at any pose found there is nothing
 *   behind the sinuses' place.
 * @param points  Of the fixed head, all over the face.
 */
export function findSinusFaults(
  scanWorldFromFixed: Affine,
  points: SamplePoints,
  fixedPlace: HeadPlace,
  scan: HeadImage,
  scanPlace: HeadPlace,
): SinusFault[] {
  const voxelFromFixed = multiply(scan.voxelFromWorld, scanWorldFromFixed)
  const [faceIn, tissueIn] = sharesOfTissue(
    [front, behind],
    points,
    midfaceMm(fixedPlace),
    scan,
    voxelFromFixed,
  )
  const isSmall = brainMm.every((mm, axis) => scanPlace.highMm[axis] - scanPlace.lowMm[axis] < mm)
  if (tissueIn !== null && tissueIn < (isSmall ? nothingBehind.ifSmall : nothingBehind.surely)) {
    return [
      {
        code: 'skull-stripped',
        reason: 'no tissue around the sinuses: the scan is skull-stripped, only the brain is left',
      },
    ]
  }
  const faults: SinusFault[] = []
  if (faceIn !== null && faceIn < faceShown)
    faults.push({
      code: 'face-removed',
      reason: 'the face was removed, and the front of the sinuses with it',
    })
  // Two estimates of where the sinuses are, the fixed head's and the scan's own, err independently.
  const own = applyAffine(invert(scanWorldFromFixed), midfaceMm(scanPlace))
  const middle = midfaceMm(fixedPlace).map((mm, axis) => (mm + own[axis]) / 2) as unknown as Point
  return [...faults, ...findCuts(middle, scan, voxelFromFixed)]
}

/** For each region, of the fixed head's tissue there that the scan covers, what share is tissue; null when it covers too little. */
function sharesOfTissue(
  regions: readonly Region[],
  { count, xyzMm, tissue }: SamplePoints,
  [mx, my, mz]: Point,
  scan: HeadImage,
  voxelFromFixed: Affine,
): (number | null)[] {
  return regions.map((isIn) => {
    let [wanted, seen, found] = [0, 0, 0]
    for (let i = 0; i < count; i++) {
      const point: Point = [xyzMm[3 * i], xyzMm[3 * i + 1], xyzMm[3 * i + 2]]
      if (!tissue[i] || !isIn(point[0] - mx, point[1] - my, point[2] - mz)) continue
      wanted++
      const level = trilinear(scan.levels, scan.shape, applyAffine(voxelFromFixed, point))
      if (Number.isNaN(level)) continue
      seen++
      if (level > scan.tissueLevel) found++
    }
    return wanted > 0 && seen > leastSeen * wanted ? found / seen : null
  })
}

/** The faces of the scanned box that run through a sinus, the worst one per direction of the head. */
function findCuts(middle: Point, scan: HeadImage, voxelFromFixed: Affine): SinusFault[] {
  const box = tissueBox(scan)
  const lacking = new Map<string, number>()
  for (const side of [-1, 1]) {
    const centre = applyAffine(voxelFromFixed, [middle[0] + side * fromMidlineMm, middle[1], middle[2]])
    for (let axis = 0; axis < 3; axis++) {
      // The gradient of this voxel coordinate in the fixed world: its length is voxels per millimetre.
      const gradient = [0, 1, 2].map((world) => voxelFromFixed[4 * axis + world])
      const perMm = Math.hypot(...gradient)
      for (const outwards of [-1, 1]) {
        const normal = gradient.map((value) => (outwards * value) / perMm)
        const insideMm = (outwards > 0 ? box.high[axis] - centre[axis] : centre[axis] - box.low[axis]) / perMm
        const reachMm = Math.hypot(...normal.map((value, world) => value * sinusHalfMm[world]))
        const edge = nameEdge(normal, side)
        lacking.set(edge, Math.max(lacking.get(edge) ?? 0, reachMm - insideMm))
      }
    }
  }
  return [...lacking]
    .filter(([, mm]) => mm > toleranceMm)
    .map(([edge, mm]) => ({ code: 'cut-off', reason: `the scan ends about ${Math.round(mm)} mm ${edge}` }))
}

function nameEdge(normal: readonly number[], side: number): string {
  const lengths = normal.map(Math.abs)
  const axis = lengths.indexOf(Math.max(...lengths))
  if (axis === 2) return normal[2] < 0 ? 'above the floor of the sinuses' : 'below the roof of the sinuses'
  if (axis === 1)
    return normal[1] > 0 ? 'behind the front wall of the sinuses' : 'before the back wall of the sinuses'
  return normal[0] * side > 0 ? 'inside the outer wall of a sinus' : 'inside the inner wall of a sinus'
}

/** The part of the scan, in voxels, that shows anything: padding with emptiness is not scanned. */
function tissueBox({ levels, shape, tissueLevel }: HeadImage): { low: number[]; high: number[] } {
  const counts = shape.map((length) => new Uint32Array(length))
  for (let k = 0, voxel = 0; k < shape[2]; k++)
    for (let j = 0; j < shape[1]; j++)
      for (let i = 0; i < shape[0]; i++, voxel++) {
        if (!(levels[voxel] > tissueLevel)) continue
        counts[0][i]++
        counts[1][j]++
        counts[2][k]++
      }
  const least = shape.map((_, axis) => 0.005 * shape[(axis + 1) % 3] * shape[(axis + 2) % 3])
  return {
    low: counts.map(
      (count, axis) =>
        Math.max(
          0,
          count.findIndex((n) => n > least[axis]),
        ) - 0.5,
    ),
    high: counts.map((count, axis) => count.findLastIndex((n) => n > least[axis]) + 0.5),
  }
}
