import path from 'node:path'
import type { Side } from '../../shared/domain/sinus.ts'
import { applyAffine, type Point } from '../../shared/imaging/affine.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listRegistrations } from '../db/stores/registrations.ts'
import { findScan, listUsedScans } from '../db/stores/scans.ts'
import { readSetting } from '../db/stores/settings.ts'
import { blankPicture, placePicture, type Picture } from '../montage/picture.ts'
import type { Project } from '../project.ts'
import { encodePngOffThread } from '../report/png.ts'
import { showCentroids } from './centroids.ts'
import type { MontageTask } from './montage-worker.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers } from './worker-pool.ts'

export interface MontageOptions {
  /** At most this many heads, the doubtful ones first. */
  most?: number
  /** Only these subjects; every registered one when left out. */
  subjects?: readonly string[]
  edgeMm?: number
  pixelsPerMm?: number
}

export interface Montage {
  png: Uint8Array
  /** Subjects from the top. */
  rows: string[]
  leftOut: number
  failed: { subject: string; reason: string }[]
}

const worker = new URL('./montage-worker.ts', import.meta.url)

/** Before centres are marked: what is shown of a head around the middle of the fixed scan, in fewer pixels. */
const wholeHead = { edgeMm: 200, pixelShare: 0.5 } as const

/**
 * A picture of what registration found: one row per head, lowest score first, with slices through both sinus centres
 * and the cubes that would be cut out; before any centre is marked, with slices through the middle of the head.
 *
 * @throws AntrumError 'invalid-state' when nothing is registered, 'not-found' when no head is left, 'cancelled'.
 */
export async function drawMontage(
  project: Project,
  { most = 40, subjects, edgeMm = 64, pixelsPerMm = 2 }: MontageOptions,
  context: ServiceContext,
): Promise<Montage> {
  const { db, paths } = project
  const fixed = await readSetting(db, 'fixedScan')
  const registrations = fixed === null ? [] : await listRegistrations(db, fixed)
  if (fixed === null || registrations.length === 0)
    throw new AntrumError('invalid-state', 'The scans are not registered yet. Run: antrum register <project>')
  const scans = new Map((await listUsedScans(db)).map((scan) => [scan.id, scan]))
  const heads = registrations
    .flatMap((registration) => {
      const scan = scans.get(registration.scan)
      return scan && (subjects?.includes(scan.subject) ?? true)
        ? [{ ...registration, score: registration.score ?? Infinity, subject: scan.subject, file: scan.file }]
        : []
    })
    .sort((a, b) => a.score - b.score || (a.subject < b.subject ? -1 : 1))
  if (heads.length === 0) throw new AntrumError('not-found', 'No registered head is left to be shown.')
  const centresMm = await meanCentres(project)
  const middleMm = await middleOf(project, fixed)
  const view = centresMm
    ? { centresMm, edgeMm, pixelsPerMm, cubes: true }
    : {
        centresMm: { left: middleMm, right: middleMm },
        edgeMm: wholeHead.edgeMm,
        pixelsPerMm: wholeHead.pixelShare * pixelsPerMm,
        cubes: false,
      }
  const shown = heads.slice(0, most)
  const tasks = shown.map(
    ({ file, subject, scanWorldFromFixed, score, flagged, transform }): MontageTask => ({
      ...view,
      subject,
      scanFile: path.join(paths.root, file),
      scanWorldFromFixed,
      caption: `${subject}  ${transform === 'identity' ? 'fixed scan' : `score ${score.toFixed(2)}`}${flagged ? '  look!' : ''}`,
      flagged,
    }),
  )
  const montage = await drawRows(worker, 'Drawing heads', tasks, ({ subject }) => subject, context)
  return { ...montage, leftOut: heads.length - shown.length }
}

/** Has a row drawn of each task and puts them below each other. A row that cannot be drawn is named in `failed`. */
export async function drawRows<Task>(
  script: URL,
  phase: string,
  tasks: readonly Task[],
  subjectOf: (task: Task) => string,
  { signal, progress }: ServiceContext,
): Promise<Omit<Montage, 'leftOut'>> {
  const pictures: Picture[] = []
  const rows: string[] = []
  const failed: Montage['failed'] = []
  await runInWorkers<Task, Picture>(script, tasks, {
    threads: 2,
    signal,
    done: (outcome, at) => {
      const subject = subjectOf(tasks[at])
      if ('error' in outcome) failed.push({ subject, reason: outcome.error.message })
      else {
        pictures.push(outcome.result)
        rows.push(subject)
      }
      progress({ phase, done: at + 1, total: tasks.length, note: subject })
    },
  })
  const { rgb, width, height } = stack(pictures)
  return { png: await encodePngOffThread(rgb, width, height), rows, failed }
}

/** null until both sides are marked on a registered scan. */
async function meanCentres(project: Project): Promise<Record<Side, Point> | null> {
  const [left, right] = await showCentroids(project)
  return left.meanMm && right.meanMm ? { left: left.meanMm, right: right.meanMm } : null
}

async function middleOf({ db }: Project, scanId: string): Promise<Point> {
  const { affine, shape } = (await findScan(db, scanId))!
  return applyAffine(affine, shape.map((n) => (n - 1) / 2) as unknown as Point)
}

function stack(pictures: readonly Picture[]): Picture {
  const gap = 3
  const width = Math.max(1, ...pictures.map((picture) => picture.width))
  const height = pictures.reduce((sum, picture) => sum + picture.height + gap, 1)
  const whole = blankPicture(width, height)
  let y = 0
  for (const picture of pictures) {
    placePicture(whole, picture, 0, y)
    y += picture.height + gap
  }
  return whole
}
