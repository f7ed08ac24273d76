import path from 'node:path'
import type { Side } from '../../shared/domain/sinus.ts'
import type { Point } from '../../shared/imaging/affine.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listRegistrations } from '../db/stores/registrations.ts'
import { listUsedScans } from '../db/stores/scans.ts'
import { readSetting } from '../db/stores/settings.ts'
import { blankPicture, placePicture, type Picture } from '../montage/picture.ts'
import type { Project } from '../project.ts'
import { encodePng } from '../report/png.ts'
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

/**
 * A picture of what registration found: one row per head, lowest score first, with slices through both sinus centres
 * and the cubes that would be cut out.
 *
 * @throws AntrumError 'invalid-state' when registration or centroids are missing, 'not-found' when no head is left,
 *   'cancelled'.
 */
export async function drawMontage(
  project: Project,
  { most = 40, subjects, edgeMm = 64, pixelsPerMm = 2 }: MontageOptions,
  { signal, progress }: ServiceContext,
): Promise<Montage> {
  const { db, paths } = project
  const centresMm = await meanCentres(project)
  const scans = new Map((await listUsedScans(db)).map((scan) => [scan.id, scan]))
  const fixed = await readSetting(db, 'fixedScan')
  const heads = (fixed === null ? [] : await listRegistrations(db, fixed))
    .flatMap((registration) => {
      const scan = scans.get(registration.scan)
      return scan && (subjects?.includes(scan.subject) ?? true)
        ? [{ ...registration, score: registration.score ?? 1, subject: scan.subject, file: scan.file }]
        : []
    })
    .sort((a, b) => a.score - b.score || (a.subject < b.subject ? -1 : 1))
  if (heads.length === 0) throw new AntrumError('not-found', 'No registered head is left to be shown.')
  const shown = heads.slice(0, most)
  const tasks = shown.map(
    ({ subject, file, scanWorldFromFixed, score, flagged, transform }): MontageTask => ({
      scanFile: path.join(paths.root, file),
      scanWorldFromFixed,
      centresMm,
      edgeMm,
      pixelsPerMm,
      caption: `${subject}  ${transform === 'identity' ? 'fixed scan' : `score ${score.toFixed(2)}`}${flagged ? '  look!' : ''}`,
      flagged,
    }),
  )
  const pictures: Picture[] = []
  const rows: string[] = []
  const failed: Montage['failed'] = []
  await runInWorkers<MontageTask, Picture>(worker, tasks, {
    threads: 2,
    signal,
    done: (outcome, at) => {
      const { subject } = shown[at]
      if ('error' in outcome) failed.push({ subject, reason: outcome.error.message })
      else {
        pictures.push(outcome.result)
        rows.push(subject)
      }
      progress({ phase: 'Drawing heads', done: at + 1, total: tasks.length, note: subject })
    },
  })
  const picture = stack(pictures)
  return {
    png: encodePng(picture.rgb, picture.width, picture.height),
    rows,
    leftOut: heads.length - shown.length,
    failed,
  }
}

async function meanCentres(project: Project): Promise<Record<Side, Point>> {
  const [left, right] = await showCentroids(project)
  if (!left.meanMm || !right.meanMm) {
    throw new AntrumError(
      'invalid-state',
      'Sinus centres are not marked yet, or not on a registered scan. Run: antrum centroids <project> set <file.csv>',
    )
  }
  return { left: left.meanMm, right: right.meanMm }
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
