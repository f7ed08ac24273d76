import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { defaultSplitOptions } from '../../shared/domain/splits.ts'
import type { SampleSize } from '../../shared/ipc/api.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listLabels } from '../db/stores/labels.ts'
import { listUsedScans } from '../db/stores/scans.ts'
import { createProject, withProject, type Project } from '../project.ts'
import { overlapSummary, type OverlapSummary } from '../report/overlap-summary.ts'
import { engineOf } from '../study/outline.ts'
import { planExperiment } from '../study/plan.ts'
import { loadRecipe } from '../study/recipe-file.ts'
import { runExperiment } from '../study/run.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { setCentroids } from './centroids.ts'
import { DemoProgress, untilPlanned } from './demo-progress.ts'
import { engineInfo } from './engine-info.ts'
import { extractSinuses } from './extract.ts'
import { freezeDataset } from './freeze.ts'
import { importCohort } from './import-cohort.ts'
import { importLabels } from './label-sheet.ts'
import { setKnownLesions } from './known-lesions.ts'
import { openLesionTruth } from './lesion-truth.ts'
import { registerProject } from './register.ts'
import { writeReport } from './report.ts'
import type { ResultTable } from '../../shared/ipc/results.ts'
import { resultTable } from './results.ts'
import { sampleCohort, type SampleReport } from './sample-cohort.ts'
import { readFinished } from './sample-truth.ts'
import { subjectName } from '../../shared/phantom/cohort.ts'
import type { ServiceContext } from './service-context.ts'

/** Labelled and unlabelled heads. The quick recipe is sized for 130 of them; with 60 its first residuals come in a minute. */
const headsOf = {
  small: { labelled: 40, unlabelled: 20 },
  usual: { labelled: 100, unlabelled: 30 },
} satisfies Record<SampleSize, unknown>

const sampleSettings = { seed: 1, spacingMm: 2 }
const cube = { edgeMm: 64, voxels: 32 }
/** As many as the method's authors marked. */
const markedSubjects = 20

export interface SampleStudy {
  project: string
  experiment: string
}

export interface DemoReport extends SampleStudy {
  folder: string
  rows: ResultTable['rows']
  overlap: OverlapSummary | null
  report: string
  /** Of this call; what an earlier one had finished is not in it. */
  seconds: number
}

/**
 * A synthetic cohort in `<folder>/heads` and a project in `<folder>/study` with the published study planned on it, ready to
 * run. Every step keeps what is there already, so that one killed anywhere continues when it is started again.
 */
export const makeSampleStudy = (
  folder: string,
  size: SampleSize,
  context: ServiceContext,
): Promise<SampleStudy> =>
  planned(folder, size, new DemoProgress(context, untilPlanned), async (project, experiment) => ({
    project: project.paths.root,
    experiment,
  }))

/** The same, run to the end, and `report.html` beside it. */
export function runDemo(
  folder: string,
  context: ServiceContext,
  warn: (message: string) => void,
): Promise<DemoReport> {
  const startedMs = Date.now()
  const root = path.resolve(folder)
  const report = path.join(root, 'report.html')
  const steps = new DemoProgress(context)
  return planned(folder, 'usual', steps, async (project, experiment) => {
    await steps.run('study', async (step) => {
      const { failures } = await runExperiment(project, experiment, step, { warn })
      const [first] = failures
      if (first)
        throw new AntrumError(
          first.reason.code,
          `${failures.length} stages failed, first ${first.name}: ${first.reason.message} Start the demo again to retry.`,
          failures,
        )
    })
    const { overlaps } = await steps.run('report', async (step) =>
      writeReport(project, experiment, report, await openLesionTruth(headsIn(root)), step),
    )
    const { rows } = await resultTable(project, experiment)
    return {
      folder: root,
      project: project.paths.root,
      experiment,
      rows,
      overlap: overlapSummary(overlaps),
      report,
      seconds: (Date.now() - startedMs) / 1000,
    }
  })
}

const headsIn = (root: string) => path.join(root, 'heads')

/** What a sample study keeps in its folder. */
const ownEntries = ['heads', 'study', 'centroids.csv', 'report.html']

/** @throws AntrumError 'already-exists' when there are other things in it, 'usage' when it cannot be made. */
async function claimFolder(root: string): Promise<void> {
  let entries: string[]
  try {
    await mkdir(root, { recursive: true })
    entries = await readdir(root)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC') throw error
    throw new AntrumError(
      'usage',
      `No sample study can be made at ${root}: ${message}. Choose a folder you may write.`,
    )
  }
  const foreign = entries.filter((name) => !name.startsWith('.') && !ownEntries.includes(name))
  if (foreign.length > 0)
    throw new AntrumError(
      'already-exists',
      `A sample study wants a folder of its own and ${root} holds other things (${foreign.slice(0, 3).join(', ')}). Name a new or empty folder.`,
    )
}

/** Goes from nothing to a planned study, and on while the project is held. */
async function planned<T>(
  folder: string,
  size: SampleSize,
  steps: DemoProgress,
  goOn: (project: Project, experiment: string) => Promise<T>,
): Promise<T> {
  const root = path.resolve(folder)
  const [heads, study] = [headsIn(root), path.join(root, 'study')]
  await claimFolder(root)
  const cohort = await steps.run('sample', (step) =>
    sampleCohort(heads, { ...headsOf[size], ...sampleSettings }, step),
  )
  await createProject(study)
  return withProject(study, 'write', async (project) => {
    await steps.run('import', (step) => importSample(project, cohort, step))
    await setKnownLesions(project, heads)
    await steps.run('register', (step) => registerProject(project, {}, step))
    await steps.run('extract', async (step) => {
      await setCentroids(project, await writeCentroids(root, heads))
      await extractSinuses(project, cube, step)
    })
    const experiment = await steps.run('plan', async (step) => {
      await freezeDataset(project, { split: defaultSplitOptions, leaveOutFlagged: false, leaveOut: [] }, step)
      const measure = async () => engineOf(await engineInfo({ signal: step.signal }))
      return (await planExperiment(project, loadRecipe('quick'), measure)).experiment
    })
    return goOn(project, experiment)
  })
}

/** Reading a hundred scans again would cost a demo that is continued half a minute. */
async function importSample(
  project: Project,
  { scans, labels, subjects, labelledSinuses }: SampleReport,
  step: ServiceContext,
): Promise<void> {
  if ((await listUsedScans(project.db)).length < subjects) await importCohort(project, [scans], step)
  if ((await listLabels(project.db)).length < labelledSinuses) await importLabels(project, labels)
}

/** The true centres of a few subjects, as a reader would have marked them. */
async function writeCentroids(folder: string, heads: string): Promise<string> {
  const rows: string[] = []
  for (let index = 1; index <= markedSubjects; index++) {
    const truth = await readFinished(heads, subjectName(index))
    for (const { side, centreMm } of truth?.sinuses ?? [])
      rows.push([truth!.subject, side, ...centreMm].join(','))
  }
  const file = path.join(folder, 'centroids.csv')
  await writeFileAtomic(file, ['subject,side,x_mm,y_mm,z_mm', ...rows, ''].join('\n'))
  return file
}
