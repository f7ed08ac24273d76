import { withProject } from '../project.ts'
import { listCohort, type CohortScan } from '../services/cohort-scans.ts'
import { nextSteps, type NextStep } from '../services/next-steps.ts'
import type { CliCommand } from './command.ts'

export const cohort: CliCommand = {
  usage: 'cohort <project>',
  summary: 'list the scans of a project, what deserves a look, and what to do next',
  options: (command) => command.option('--all', 'every scan, not only those that deserve a look'),
  run: async (_, [folder], { all }) =>
    withProject(folder, 'read', async (project) => {
      const scans = await listCohort(project)
      const next = await nextSteps(project)
      const subjects = new Set(scans.map(({ subject }) => subject)).size
      const lanes = { ok: inLane(scans, 'ok').length, look: inLane(scans, 'look').length }
      return {
        json: { subjects, lanes, scans, next },
        text: asText(folder, subjects, scans, next, all === true),
      }
    }),
}

const inLane = (scans: readonly CohortScan[], lane: CohortScan['lane']) =>
  scans.filter((scan) => scan.lane === lane)

function asText(
  folder: string,
  subjects: number,
  scans: readonly CohortScan[],
  next: readonly NextStep[],
  all: boolean,
): string {
  const [ok, look] = [inLane(scans, 'ok'), inLane(scans, 'look')]
  const leftOut = scans.filter((scan) => scan.used && scan.leftOut !== null).length
  return [
    `${scans.length} scans of ${subjects} subjects: ${ok.length} ok, ${look.length} need a look, ${leftOut} left out.`,
    ...(all ? scans : look).flatMap((scan) => [
      facts(scan),
      ...scan.notes.map(({ reason }) => `      ${reason}`),
    ]),
    ...next.map(({ command, reason }) => `next: antrum ${command} ${folder}  (${reason})`),
  ].join('\n')
}

function facts({ lane, subject, contrast, shape, spacingMm, used, leftOut, scan }: CohortScan): string {
  return [
    `  ${lane.padEnd(4)}  ${subject}`,
    ...(contrast === null ? [] : [contrast]),
    shape.join(' × '),
    `${spacingMm.map((mm) => mm.toFixed(2)).join(' × ')} mm`,
    used ? (leftOut === null ? 'used' : `left out: ${leftOut}`) : 'not used',
    scan.slice(0, 12),
  ].join('  ')
}
