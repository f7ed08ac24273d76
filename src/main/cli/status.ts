import { duration } from '../../shared/domain/duration.ts'
import { withProject } from '../project.ts'
import { projectStatus } from '../study/status.ts'
import type { ExperimentStatus, RunningStage } from '../study/status.ts'
import type { CliCommand } from './command.ts'

export const status: CliCommand = {
  usage: 'status <project>',
  summary: 'how far the experiments of a project are',
  run: async (_, [folder]) =>
    withProject(folder, 'read', async (project) => {
      const experiments = await projectStatus(project)
      const text =
        experiments.map(asText).join('\n') ||
        `No experiments yet. Plan one with: antrum plan ${folder} --recipe quick`
      return { json: { experiments }, text }
    }),
}

function asText({
  experiment,
  dataset,
  cancelledAt,
  states,
  running,
  failures,
  secondsLeft,
}: ExperimentStatus): string {
  const counts = Object.entries(states).filter(([, count]) => count > 0)
  const left = secondsLeft > 0 ? `; about ${duration(secondsLeft)} left` : ''
  return [
    `${experiment} on ${dataset}${cancelledAt ? ' (cancelled)' : ''}: ${counts.map(([state, count]) => `${count} ${state}`).join(', ')}${left}`,
    ...running.map((stage) => `  running  ${describe(stage)}`),
    ...failures.map(({ name, message }) => `  failed   ${name}: ${message}`),
  ].join('\n')
}

function describe({ name, epochIndex, epochs, loss, heartbeatSeconds, alive }: RunningStage): string {
  const epoch = epochIndex === null ? '' : `, epoch ${epochIndex + 1}${epochs ? `/${epochs}` : ''}`
  const heard = heartbeatSeconds === null ? '' : `; last heard of ${duration(heartbeatSeconds)} ago`
  const gone = alive === false ? '; its process is gone, "antrum run" resumes it' : ''
  return `${name}${epoch}${loss === null ? '' : `, loss ${loss.toPrecision(3)}`}${heard}${gone}`
}
