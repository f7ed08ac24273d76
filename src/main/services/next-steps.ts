import { sides } from '../../shared/domain/sinus.ts'
import { listDatasets } from '../db/stores/datasets.ts'
import { listLabels } from '../db/stores/labels.ts'
import { listRegistrations } from '../db/stores/registrations.ts'
import { listUsedScans } from '../db/stores/scans.ts'
import { readSetting } from '../db/stores/settings.ts'
import { listSinuses } from '../db/stores/sinuses.ts'
import type { Project } from '../project.ts'
import { showCentroids } from './centroids.ts'
import { leftOutScans, showDecisions } from './decisions.ts'

export interface NextStep {
  /** The command that does it. */
  command: 'import' | 'decide' | 'labels' | 'register' | 'centroids' | 'extract' | 'freeze' | 'plan'
  /** Why, as a sentence. */
  reason: string
}

/**
 * What is to be done with a cohort next: questions and labels that are missing, which can wait, and the first step on the
 * way to an experiment that has not been done for every scan.
 */
export async function nextSteps(project: Project): Promise<NextStep[]> {
  const { db } = project
  const leftOut = await leftOutScans(db)
  const inUse = await listUsedScans(db)
  if (inUse.length === 0) return [{ command: 'import', reason: 'There is no scan yet.' }]
  const scans = inUse.filter(({ id }) => !leftOut.has(id))
  const steps: NextStep[] = []
  const { open } = await showDecisions(project)
  if (open.length > 0)
    steps.push({
      command: 'decide',
      reason: `Open questions that keep scans from being used: ${open.length}.`,
    })
  const labelled = new Set((await listLabels(db)).map(({ subject }) => subject))
  if (labelled.size === 0) steps.push({ command: 'labels', reason: 'No subject has a label.' })
  if (scans.length === 0) return steps

  const fixed = await readSetting(db, 'fixedScan')
  const registered = new Set(
    fixed === null ? [] : [fixed, ...(await listRegistrations(db, fixed)).map(({ scan }) => scan)],
  )
  const unregistered = scans.filter(({ id }) => !registered.has(id)).length
  if (unregistered > 0) {
    const reason = `Scans not registered to the fixed scan: ${unregistered} of ${scans.length}.`
    return [...steps, { command: 'register', reason }]
  }
  const marked = await showCentroids(project)
  const unmarked = sides.filter((side) => !marked.some((one) => one.side === side && one.meanMm !== null))
  if (unmarked.length > 0) {
    const reason = `No centre of a ${unmarked.join(' or ')} sinus is marked.`
    return [...steps, { command: 'centroids', reason }]
  }
  const cut = new Set((await listSinuses(db)).map(({ scan }) => scan))
  const uncut = scans.filter(({ id }) => !cut.has(id)).length
  if (uncut > 0) {
    const reason = `Scans whose sinuses are not cut out: ${uncut} of ${scans.length}.`
    return [...steps, { command: 'extract', reason }]
  }
  const versions = (await listDatasets(db)).length
  return [
    ...steps,
    versions === 0
      ? { command: 'freeze', reason: 'Every sinus is cut out, and no dataset version is frozen.' }
      : { command: 'plan', reason: `Dataset versions to train on: ${versions}.` },
  ]
}
