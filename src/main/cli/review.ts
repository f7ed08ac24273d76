import { Option } from 'commander'
import { duration } from '../../shared/domain/duration.ts'
import { worklists, type Worklist } from '../../shared/domain/review.ts'
import type { Label } from '../../shared/domain/sinus.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type {
  AnswerAgreement,
  ApplyReport,
  Disagreement,
  ReviewAgreement,
  ReviewSession,
  UncertainSinuses,
} from '../../shared/ipc/review.ts'
import { isUndefined } from '../../shared/metrics/outcome.ts'
import { withProject } from '../project.ts'
import { applyReview, reviewAgreement } from '../services/review-agreement.ts'
import { labelNext } from '../services/review-next.ts'
import { createReview, endReview, listReviews } from '../services/review-sessions.ts'
import { ask } from '../study/requests.ts'
import type { CliCommand, CommandContext, CommandResult } from './command.ts'
import { wholeNumber } from './numbers.ts'

const actions = ['list', 'create', 'next', 'end', 'agreement', 'adjudicate', 'apply'] as const
type Action = (typeof actions)[number]

interface Options {
  reader?: string[]
  version?: string
  worklist: Worklist
  experiment?: string
  method?: string
  most: number
  seed?: number
  annotator?: string
  sinus?: string
  label?: Label | 'none'
  by?: string
}

export const review: CliCommand = {
  usage: 'review <project> [action] [session]',
  summary:
    'blinded reading: list, create, next (what to label next), end, agreement, adjudicate, apply; reading itself is in the window',
  options: (command) =>
    command
      .option('--reader <name...>', 'create: who reads, by pseudonyms of their own')
      .option('--version <dataset>', 'create: dataset version; the newest when left out')
      .addOption(new Option('--worklist <which>', 'create: what is read').choices(worklists).default('all'))
      .option(
        '--experiment <id>',
        'create: whose models are revealed after an answer; next: whose models rank',
      )
      .option('--method <method>', 'next: whose models rank; "residual" when left out and there is one')
      .option('--most <n>', 'next, and create with --worklist next: at most so many', wholeNumber, 40)
      .option('--seed <n>', 'create: of the orders; another for every session when left out', wholeNumber)
      .option('--sinus <id>', 'adjudicate: which one is decided; without it those to be decided are listed')
      .addOption(
        new Option('--label <label>', 'adjudicate: what it is; "none" takes a decision back').choices([
          'normal',
          'anomalous',
          'none',
        ]),
      )
      .option('--by <name>', 'adjudicate: who decides, by a pseudonym; nobody who read')
      .option('--annotator <name>', 'apply: whose labels they become; named like the session when left out'),
  run: async (context, [folder, action = 'list', id], given) => {
    const options = given as unknown as Options
    if (!isAction(action))
      throw wrong(
        `There is no action "${action}"; there are ${actions.join(', ')}. Without one reviews are listed.`,
      )
    const session = needsSession(action) ? needed(action, id) : ''
    if (!needsSession(action) && id !== undefined)
      throw wrong(`"review ${action}" concerns no session; leave "${id}" out.`)
    switch (action) {
      case 'list':
        return withProject(folder, 'read', async (project) => {
          const reviews = await listReviews(project)
          return { json: { reviews }, text: reviews.map(sessionText).join('\n') || 'There is no review yet.' }
        })
      case 'create':
        return create(context, folder, options)
      case 'next': {
        const json = await rank(context, folder, options)
        return { json, text: nextText(json) }
      }
      case 'end':
        return withProject(folder, 'write', async (project) => {
          const json = await endReview(project, session)
          return {
            json,
            text: `${sessionText(json)}\nCompare with: antrum review ${folder} agreement ${session}`,
          }
        })
      case 'agreement':
        return withProject(folder, 'read', async (project) => {
          const json = await reviewAgreement(project, session)
          return { json, text: agreementText(json) }
        })
      case 'adjudicate':
        return decide(folder, session, options)
      case 'apply':
        return withProject(folder, 'write', async (project) => {
          const json = await applyReview(project, session, options.annotator)
          return { json, text: applyText(json, folder) }
        })
    }
  },
}

const isAction = (text: string): text is Action => (actions as readonly string[]).includes(text)
const needsSession = (action: Action) => ['end', 'agreement', 'adjudicate', 'apply'].includes(action)
const wrong = (message: string) => new AntrumError('usage', message)

function needed(action: Action, id: string | undefined): string {
  if (id === undefined)
    throw wrong(`"review ${action}" wants a session: antrum review <project> ${action} review-1`)
  return id
}

function rank(context: CommandContext, folder: string, { experiment, method, most }: Options) {
  if (experiment === undefined) throw wrong('Sinuses are ranked by models: name them with --experiment.')
  if (most < 1) throw wrong('--most wants 1 or more.')
  const wanted = { experiment, most, ...(method !== undefined && { method }) }
  return withProject(folder, 'read', (project) => labelNext(project, wanted, context))
}

async function create(context: CommandContext, folder: string, options: Options): Promise<CommandResult> {
  const { reader: readers = [], version, worklist, experiment, seed } = options
  if (readers.length === 0)
    throw wrong('Somebody has to read: antrum review <project> create --reader "reader A" "reader B"')
  const next = worklist === 'next' ? await rank(context, folder, options) : null
  const json = await withProject(folder, 'write', (project) =>
    createReview(project, {
      ...{ worklist, readers },
      ...(next
        ? { version: next.datasetVersion, sinuses: next.sinuses.map(({ sinus }) => sinus) }
        : version !== undefined && { version }),
      ...(experiment !== undefined && { experiment }),
      ...(seed !== undefined && { seed }),
    }),
  )
  return { json, text: `${sessionText(json)}\nRead it in the window, or with: antrum serve ${folder}` }
}

/** Lists what is to be decided, or decides one: here, or by whoever holds the project. */
async function decide(
  folder: string,
  session: string,
  { sinus, label, by }: Options,
): Promise<CommandResult> {
  if (sinus === undefined && (label !== undefined || by !== undefined))
    throw wrong('Which sinus is decided? Name it with --sinus, as "review adjudicate" lists them.')
  const known = () => withProject(folder, 'read', (project) => reviewAgreement(project, session))
  if (sinus === undefined) {
    const agreement = await known()
    return { json: decisionsOf(agreement), text: toDecideText(agreement, folder) }
  }
  if (label === undefined || by === undefined)
    throw wrong('A decision wants --label normal, anomalous or none, and --by with the name of who decides.')
  const { disagreements } = await known()
  const disagreement = disagreements.find((one) => one.sinus === sinus)
  if (!disagreement)
    throw new AntrumError(
      'not-found',
      `Readers of ${session} do not disagree about a sinus "${sinus}". List those to be decided with: antrum review <project> adjudicate ${session}`,
    )
  const { item } = disagreement
  const change = { what: 'adjudicate', item, by, label: label === 'none' ? null : label } as const
  const decided = (await ask(folder, { action: 'review', change })) as ReviewAgreement
  const done =
    label === 'none' ? `${sinus} is to be decided again.` : `${sinus} is ${label}, decided by ${by}.`
  return { json: decisionsOf(decided), text: `${done}\n${toDecideText(decided, folder)}` }
}

const decisionsOf = ({ session, disagreements, outcome }: ReviewAgreement) => ({
  ...{ session, disagreements, outcome },
})

function toDecideText({ session, disagreements, outcome }: ReviewAgreement, folder: string): string {
  const open = disagreements.filter(({ decision }) => decision === null)
  const end =
    open.length > 0
      ? `Decide one with: antrum review ${folder} adjudicate ${session} --sinus ${open[0].sinus} --label normal --by "panel"`
      : `Make labels of it with: antrum review ${folder} apply ${session}`
  return [
    `${outcome.open} to be decided, ${outcome.decided} decided`,
    ...open.map(disagreementText),
    end,
  ].join('\n')
}

function disagreementText({ sinus, answers, decision }: Disagreement): string {
  const given = answers.map(
    ({ reader, label, confidence, blind }) =>
      `${reader}: ${label} (${confidence}${blind ? '' : ', not blind'})`,
  )
  return `  ${sinus}  ${given.join(', ')}${decision ? `; decided ${decision.label} by ${decision.by}` : ''}`
}

function sessionText(review: ReviewSession): string {
  const { session, datasetVersion, worklist, experiment, sinuses, endedAt, appliedAs, readers } = review
  const state = appliedAs !== null ? `applied as ${appliedAs}` : endedAt !== null ? 'ended' : 'running'
  const models = experiment === null ? '' : `, models of ${experiment}`
  return [
    `${session}  ${state}  ${sinuses} sinuses of ${datasetVersion} (${worklist}${models})`,
    ...readers.map(
      ({ reader, done, total, secondsLeft }) =>
        `  ${reader}  ${done} of ${total}${secondsLeft ? `, about ${duration(secondsLeft)} left` : ''}`,
    ),
  ].join('\n')
}

function nextText({ sinuses, unlabelled, models, method, labelFraction }: UncertainSinuses): string {
  return [
    `${unlabelled} unlabelled sinuses, ranked by ${models} ${models === 1 ? 'model' : 'models'} of ${method} at label fraction ${labelFraction}:`,
    ...sinuses.map(({ sinus, uncertaintyBits }) => `  ${sinus}  ${uncertaintyBits.toFixed(3)} bits`),
  ].join('\n')
}

function agreementText({ readers, pairs, disagreements, outcome }: ReviewAgreement): string {
  return [
    ...pairs.map(
      ({ a, b, notBlind, ...pair }) =>
        `${a} and ${b}  ${pairText(pair)}${notBlind > 0 ? `; ${notBlind} not blind, left out` : ''}`,
    ),
    ...readers.map(({ reader, done, total, notBlind, undone, undoneAfterReveal, repeats }) =>
      [
        `${reader}  ${done} of ${total} read, ${notBlind} not blind, ${undone} taken back (${undoneAfterReveal} after a look)`,
        `  against themselves  ${pairText(repeats)}${repeats.afterReveal > 0 ? `; ${repeats.afterReveal} after a look at the first` : ''}`,
      ].join('\n'),
    ),
    `${outcome.agreed} agreed, ${outcome.decided} decided, ${outcome.open} to be decided, ${outcome.unread} not read by everybody`,
    ...disagreements.map(disagreementText),
  ].join('\n')
}

function pairText({ n, agreed, kappa, interval }: AnswerAgreement): string {
  if (n === 0) return 'nothing to compare'
  const share = `${agreed} of ${n} agree (${((100 * agreed) / n).toFixed(1)}%)`
  if (isUndefined(kappa)) return `${share}, no kappa: ${kappa.reason}`
  const range = isUndefined(interval)
    ? ''
    : ` (95% interval ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})`
  return `${share}, kappa ${kappa.toFixed(2)}${range}`
}

function applyText(
  { annotator, labels, changed, open, unread, gone, disputed }: ApplyReport,
  folder: string,
): string {
  return [
    `${labels} labels of ${annotator}, ${changed} of them new or different.`,
    ...(open > 0 ? [`  ${open} left out: readers disagree and nobody decided`] : []),
    ...(unread > 0 ? [`  ${unread} left out: not read by everybody`] : []),
    ...(gone > 0 ? [`  ${gone} left out: no longer in the project`] : []),
    ...(disputed > 0
      ? [`  ${disputed} about which as many annotators say the one as the other: frozen as unlabelled`]
      : []),
    `Frozen versions stay as they are. Count the labels with: antrum freeze ${folder}`,
  ].join('\n')
}
