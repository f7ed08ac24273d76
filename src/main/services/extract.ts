import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Millimetres } from '../../shared/domain/centroids.ts'
import { sinusId, type Side } from '../../shared/domain/sinus.ts'
import { canonicalJson } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { createRandom, type Random } from '../../shared/random.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { listUsedScans, type Scan } from '../db/stores/scans.ts'
import { saveSetting } from '../db/stores/settings.ts'
import { deleteSinus, listSinuses, saveSinus, type ExtractedSinus } from '../db/stores/sinuses.ts'
import type { Project } from '../project.ts'
import { sha256 } from '../study/hash.ts'
import { removeLeftovers } from './atomic-file.ts'
import { showCentroids } from './centroids.ts'
import { leftOutScans } from './decisions.ts'
import type { ExtractResult, ExtractTask } from './extract-worker.ts'
import { listPlacements, type Placement } from './placements.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers } from './worker-pool.ts'

export interface CubeSize {
  /** Edge of the physical cube in mm. */
  edgeMm: number
  /** Voxels along each edge. */
  voxels: number
}

export const defaultCubeSize: CubeSize = { edgeMm: 64, voxels: 64 }

export interface CubeOptions extends CubeSize {
  /**
   * Moves each cube off the mean centre by chance, normally distributed with the spread of the marked centres along each
   * axis, as the released code did (method-spec 1.4). The same seed moves a sinus by the same; null: no jitter.
   */
  jitterSeed?: number | null
}

/** A sinus as it should be cut out, given scans, registrations and centroids as they are now. */
export interface PlannedSinus {
  subject: string
  side: Side
  scan: Scan
  placement: Placement
  centreInFixedMm: readonly [number, number, number]
  /** Relative to the project folder. */
  file: string
  recipeHash: string
}

export interface ExtractReport {
  sinuses: (ExtractedSinus & { reasons: string[] })[]
  failed: { subject: string; code: string; reason: string }[]
  /** Subjects whose scan is not registered, so nothing was cut out. */
  unregistered: string[]
  /** Subjects whose scan is left out until something is decided, or because it was. */
  leftOut: { subject: string; reason: string }[]
}

/** Below this share inside the field of view a cube deserves a look. */
const sufficientCoverage = 0.98
/** Raise when the bytes that extraction makes change. */
const method = 1
const worker = new URL('./extract-worker.ts', import.meta.url)

/**
 * What there is to cut out: both sinuses of every registered scan in use that nobody has to decide about first.
 *
 * @throws AntrumError 'invalid-state' when registration or centroids are missing, 'usage' for an impossible size.
 */
export async function planExtraction(
  project: Project,
  { edgeMm, voxels, jitterSeed = null }: CubeOptions,
): Promise<{ planned: PlannedSinus[] } & Pick<ExtractReport, 'unregistered' | 'leftOut'>> {
  checkSize({ edgeMm, voxels })
  const placements = await listPlacements(project.db)
  if (placements.size === 0) throw missing('The scans are not registered yet', 'antrum register <project>')
  const centres = (await showCentroids(project)).map(({ side, meanMm, sdMm }) => {
    if (!meanMm) {
      throw missing(
        `No centroid of a ${side} sinus is set on a registered scan`,
        'antrum centroids <project> set <file.csv>',
      )
    }
    if (jitterSeed !== null && !sdMm) {
      throw missing(
        `Jitter follows the spread of the marked centres, and only one ${side} sinus is marked`,
        'antrum centroids <project> mark <subject> <side> --at x,y,z',
      )
    }
    return { side, meanMm, sdMm: jitterSeed === null ? null : sdMm }
  })
  const reasons = await leftOutScans(project.db)
  const [out, scans] = partition(await listUsedScans(project.db), ({ id }) => reasons.has(id))
  return {
    leftOut: out.map(({ id, subject }) => ({ subject, reason: reasons.get(id)! })),
    planned: scans.flatMap((scan) => {
      const placement = placements.get(scan.id)
      if (!placement) return []
      return centres.map(({ side, meanMm, sdMm }): PlannedSinus => {
        const { scanWorldFromFixed } = placement
        const random = createRandom(jitterSeed ?? 0).fork(`jitter of ${sinusId(scan.subject, side)}`)
        const centreInFixedMm = sdMm ? jittered(meanMm, sdMm, random) : meanMm
        const recipe = { method, scan: scan.id, scanWorldFromFixed, centreInFixedMm, edgeMm, voxels, side }
        return {
          subject: scan.subject,
          side,
          scan,
          placement,
          centreInFixedMm,
          file: `volumes/draft/${sinusId(scan.subject, side)}.nii`,
          recipeHash: sha256(canonicalJson(recipe)),
        }
      })
    }),
    unregistered: scans.filter(({ id }) => !placements.has(id)).map(({ subject }) => subject),
  }
}

function jittered(mean: Millimetres, sd: Millimetres, random: Random): Millimetres {
  return [0, 1, 2].map((axis) => mean[axis] + sd[axis] * random.normal()) as unknown as Millimetres
}

function partition<T>(all: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((item) => !isFirst(item))]
}

/** Why a cut-out deserves a look; empty when it does not. */
export function flagReasons(
  coverage: number,
  { placement }: { placement: Pick<Placement, 'flagged'> },
): string[] {
  return [
    ...(coverage < sufficientCoverage
      ? [`only ${Math.floor(coverage * 100)}% of the cube is inside the scan`]
      : []),
    ...(placement.flagged ? ['the registration of this scan is doubtful'] : []),
  ]
}

/**
 * Cuts both sinuses out of every registered scan, into volumes/draft. What is there already, made the same way, is kept:
 * an interrupted extraction goes on where it was.
 *
 * @throws AntrumError as `planExtraction`; 'disk-full', 'cancelled'.
 */
export async function extractSinuses(
  project: Project,
  { jitterSeed = null, ...size }: CubeOptions,
  { signal, progress }: ServiceContext,
): Promise<ExtractReport> {
  const { db, paths } = project
  const { planned, unregistered, leftOut } = await planExtraction(project, { ...size, jitterSeed })
  await saveSetting(db, 'cubeJitterSeed', jitterSeed)
  const plan = new Map(planned.map((sinus) => [sinus.file, sinus]))
  const kept = new Set<string>()
  await removeLeftovers(path.join(paths.volumes, 'draft'))
  for (const sinus of await listSinuses(db)) {
    const file = path.join(paths.root, sinus.file)
    const isCurrent = plan.get(sinus.file)?.recipeHash === sinus.recipeHash && existsSync(file)
    if (isCurrent) kept.add(sinus.file)
    else {
      await deleteSinus(db, sinus)
      await rm(file, { force: true })
    }
  }

  const todo = planned.filter(({ file }) => !kept.has(file))
  const scans = [...Map.groupBy(todo, ({ scan }) => scan.id).values()]
  const tasks = scans.map((sinuses): ExtractTask => ({
    scanFile: path.join(paths.root, sinuses[0].scan.file),
    scanWorldFromFixed: sinuses[0].placement.scanWorldFromFixed,
    ...size,
    sinuses: sinuses.map(({ side, centreInFixedMm, file }) => ({
      side,
      centreInFixedMm,
      outFile: path.join(paths.root, file),
    })),
  }))
  const failed: ExtractReport['failed'] = []
  await runInWorkers<ExtractTask, ExtractResult[]>(worker, tasks, {
    threads: 2,
    signal,
    done: async (outcome, at) => {
      const sinuses = scans[at]
      const { subject } = sinuses[0]
      if ('error' in outcome) {
        const { code, message } = outcome.error
        if (code === 'disk-full') throw outcome.error
        failed.push({ subject, code, reason: message })
      } else {
        for (const { side, ...result } of outcome.result) {
          const { file, recipeHash, scan, placement } = sinuses.find((sinus) => sinus.side === side)!
          const flagged = flagReasons(result.coverage, { placement }).length > 0
          await saveSinus(db, { subject, side, scan: scan.id, file, ...size, ...result, flagged, recipeHash })
        }
      }
      progress({ phase: 'Extracting sinuses', done: at + 1, total: tasks.length, note: subject })
    },
  })
  await refreshFlags(project, plan)
  const sinuses = await showSinuses(project)
  await logAction(db, 'extract', { ...size, jitterSeed, sinuses: sinuses.length, failed: failed.length })
  return { sinuses, failed, unregistered, leftOut }
}

/** What has been cut out, by subject and side, with why some of it deserves a look. */
export async function showSinuses({ db }: Project): Promise<ExtractReport['sinuses']> {
  const placements = await listPlacements(db)
  return (await listSinuses(db)).map((sinus) => {
    const placement = placements.get(sinus.scan)
    return { ...sinus, reasons: placement ? flagReasons(sinus.coverage, { placement }) : [] }
  })
}

/** @throws AntrumError 'not-found' when it has not been cut out. */
export async function findSinus({ db }: Project, subject: string, side: Side): Promise<ExtractedSinus> {
  const sinus = (await listSinuses(db)).find((each) => each.subject === subject && each.side === side)
  if (sinus) return sinus
  throw new AntrumError(
    'not-found',
    `The ${side} sinus of ${subject} has not been extracted. Check the id, or run: antrum extract <project>`,
  )
}

/** A scan registered anew to the same place may be doubtful now, or no longer. */
async function refreshFlags({ db }: Project, plan: ReadonlyMap<string, PlannedSinus>): Promise<void> {
  for (const sinus of await listSinuses(db)) {
    const flagged = flagReasons(sinus.coverage, plan.get(sinus.file)!).length > 0
    if (flagged !== sinus.flagged) await saveSinus(db, { ...sinus, flagged })
  }
}

function checkSize({ edgeMm, voxels }: CubeSize): void {
  if (!(edgeMm > 0 && edgeMm <= 300)) {
    throw new AntrumError('usage', `The cube's edge must be above 0 and at most 300 mm; found ${edgeMm}.`)
  }
  if (!Number.isInteger(voxels) || voxels < 8 || voxels > 256) {
    throw new AntrumError('usage', `The cube must have 8 to 256 voxels along an edge; found ${voxels}.`)
  }
}

const missing = (what: string, command: string) =>
  new AntrumError('invalid-state', `${what}. Run: ${command}`)
