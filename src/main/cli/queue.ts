import { duration } from '../../shared/domain/duration.ts'
import { stageKinds } from '../../shared/domain/stage.ts'
import { runStates } from '../../shared/ipc/api.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listQueue } from '../db/stores/queue.ts'
import { readSetting } from '../db/stores/settings.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import type { ListedStage, StageFilter } from '../db/stores/stage-list.ts'
import { withProject } from '../project.ts'
import { ask } from '../study/requests.ts'
import { nameOf } from '../study/stage-name.ts'
import type { CliCommand, CommandResult } from './command.ts'
import { wholeNumber } from './numbers.ts'

const actions = ['pause', 'resume', 'add', 'move', 'retry'] as const
type Action = (typeof actions)[number]

interface Options {
  last?: boolean
  state?: string[]
  kind?: string[]
  method?: string[]
  experiment?: string
  limit: number
}

export const queue: CliCommand = {
  usage: 'queue <project> [action] [id]',
  summary:
    'list what waits, or: pause, resume, add <experiment>, move <experiment|stage>, retry [experiment|stage]',
  options: (command) =>
    command
      .option('--last', 'move: to the end instead of the front')
      .option('--state <states...>', `list only: ${runStates.join(', ')}`)
      .option('--kind <kinds...>', `list only: ${stageKinds.join(', ')}`)
      .option('--method <methods...>', 'list only stages of these pretraining methods')
      .option('--experiment <id>', 'list only stages of this experiment')
      .option('--limit <n>', 'list at most so many', wholeNumber, 50),
  run: async (_, [folder, action, id], given) => {
    const options = given as unknown as Options
    if (action === undefined) return list(folder, options)
    if (!isAction(action))
      throw wrong(
        `There is no action "${action}"; there are ${actions.join(', ')}. Without one the queue is listed.`,
      )
    switch (action) {
      case 'pause':
      case 'resume': {
        if (id !== undefined) throw wrong(`"queue ${action}" concerns the whole queue; leave "${id}" out.`)
        const json = await ask(folder, { action })
        const text = json.paused
          ? `Paused: trainers have saved a checkpoint and stopped. Go on with: antrum queue ${folder} resume`
          : 'The queue goes on.'
        return { json, text }
      }
      case 'add': {
        const json = await ask(folder, { action, id: needed(action, id) })
        return { json, text: `${asList(json.queue)}\nWork it off with: antrum run ${folder}` }
      }
      case 'move': {
        const to = options.last ? 'last' : 'first'
        const json = await ask(folder, { action, id: needed(action, id), to })
        return { json, text: `${json.stages} stages go ${to}. ${asList(json.queue)}` }
      }
      case 'retry': {
        const json = await ask(folder, { action, id: id ?? null })
        const next = json.stages > 0 ? `\nUnless it is being worked off already: antrum run ${folder}` : ''
        return { json, text: `${json.stages} failed stages are queued again.${next}` }
      }
    }
  },
}

const isAction = (text: string): text is Action => (actions as readonly string[]).includes(text)
const wrong = (message: string) => new AntrumError('usage', message)
const asList = (experiments: string[]) => `Queue: ${experiments.join(', ') || 'empty'}.`

function needed(action: Action, id: string | undefined): string {
  if (id === undefined) throw wrong(`"queue ${action}" wants an id: antrum queue <project> ${action} <id>`)
  return id
}

/** Without filters: what the queue has yet to do. */
async function list(folder: string, options: Options): Promise<CommandResult> {
  const { experiment, method, limit } = options
  const states = options.state && oneOf('--state', options.state, runStates)
  const kinds = options.kind && oneOf('--kind', options.kind, stageKinds)
  return withProject(folder, 'read', async ({ db }) => {
    const experiments = await listQueue(db)
    const filter: StageFilter = {
      experiments: experiment === undefined ? experiments : [experiment],
      states:
        states ?? (experiment === undefined ? ['running', 'interrupted', 'queued', 'failed'] : runStates),
      ...(kinds && { kinds }),
      ...(method && { methods: method }),
      limit: limit + 1,
    }
    const found = await listStagesBy(db, filter)
    const stages = found.slice(0, limit)
    const paused = (await readSetting(db, 'queuePaused')) ?? false
    const text = [
      `${asList(experiments)}${paused ? ' Paused.' : ''}`,
      ...stages.map((stage) => `  ${line(stage)}`),
      ...(found.length > limit ? [`  … more: --limit ${2 * limit}`] : []),
    ]
    return { json: { queue: experiments, paused, stages: stages.map(asJson) }, text: text.join('\n') }
  })
}

function line(stage: ListedStage): string {
  const { hash, state, experiment, expectedSeconds } = stage
  const takes = expectedSeconds === null || state === 'finished' ? '' : `, about ${duration(expectedSeconds)}`
  return `${hash.slice(0, 8)}  ${state.padEnd(11)}  ${nameOf(stage)} (${experiment}${takes})`
}

const asJson = ({ hash, ...stage }: ListedStage) => ({
  stage: hash,
  name: nameOf({ ...stage }),
  ...stage,
})

function oneOf<T extends string>(option: string, given: string[], known: readonly T[]): T[] {
  const all = given.flatMap((text) => text.split(','))
  const unknown = all.find((text) => !(known as readonly string[]).includes(text))
  if (unknown !== undefined) throw wrong(`${option} takes ${known.join(', ')}; "${unknown}" was given.`)
  return all as T[]
}
