import { duration } from '../../shared/domain/duration.ts'
import { withProject } from '../project.ts'
import { projectStatus } from '../study/status.ts'
import type { ExperimentStatus, ProjectStatus, RunningStage } from '../../shared/ipc/queue.ts'
import type { CliCommand } from './command.ts'

export const status: CliCommand = {
  usage: 'status <project>',
  summary: 'how far the experiments of a project are',
  run: async (_, [folder]) =>
    withProject(folder, 'read', async (project) => {
      const status = await projectStatus(project)
      return { json: status, text: asText(status, folder) }
    }),
}

function asText({ paused, holder, experiments }: ProjectStatus, folder: string): string {
  if (experiments.length === 0)
    return `No experiments yet. Plan one with: antrum plan ${folder} --recipe quick`
  return [
    ...(holder ? [`Being written by process ${holder.pid} on ${holder.host}, since ${holder.since}.`] : []),
    ...(paused ? [`The queue is paused. Go on with: antrum queue ${folder} resume`] : []),
    ...experiments.flatMap(describeExperiment),
  ].join('\n')
}

function describeExperiment(status: ExperimentStatus): string[] {
  const { experiment, dataset, cancelledAt, queuePosition, states, running, failures, progress } = status
  const counts = Object.entries(states).filter(([, count]) => count > 0)
  const place = cancelledAt
    ? ' (cancelled)'
    : queuePosition === null
      ? ''
      : ` (in the queue, place ${queuePosition + 1})`
  const left = status.secondsLeft ? `; ${Math.floor(progress * 100)}% done, ${timeLeft(status)} left` : ''
  return [
    `${experiment} on ${dataset}${place}: ${counts.map(([state, count]) => `${count} ${state}`).join(', ')}${left}`,
    ...running.map((stage) => `  running  ${describeRunning(stage)}`),
    ...failures.flatMap(({ name, message, lines, log }) => [
      `  failed   ${name}: ${message}`,
      ...lines.slice(-3).map((line) => `             ${line}`),
      ...(log && lines.length > 0 ? [`           all of it: ${log}`] : []),
    ]),
  ]
}

function timeLeft({ secondsLeft, secondsLeftRange }: ExperimentStatus): string {
  const range = secondsLeftRange ? ` (${secondsLeftRange.map(duration).join(' to ')})` : ''
  return `about ${duration(secondsLeft ?? 0)}${range}`
}

function describeRunning(stage: RunningStage): string {
  const {
    name,
    epochIndex,
    epochs,
    loss,
    stepSeconds,
    epochSecondsLeft,
    secondsLeft,
    heartbeatSeconds,
    alive,
  } = stage
  return [
    name,
    ...(epochIndex === null ? [] : [`epoch ${epochIndex + 1}${epochs ? `/${epochs}` : ''}`]),
    ...(loss === null ? [] : [`loss ${loss.toPrecision(3)}`]),
    ...(stepSeconds === null ? [] : [`${stepSeconds.toPrecision(2)} s a step`]),
    ...(epochSecondsLeft === null ? [] : [`epoch done in ${duration(epochSecondsLeft)}`]),
    ...(secondsLeft === null ? [] : [`stage in ${duration(secondsLeft)}`]),
    ...(heartbeatSeconds === null ? [] : [`last heard of ${duration(heartbeatSeconds)} ago`]),
    ...(alive === false ? ['its process is gone, "antrum run" resumes it'] : []),
  ].join(', ')
}
