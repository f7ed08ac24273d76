import type { StageKind } from '../../shared/domain/stage.ts'
import { methodName } from './names.ts'
import { count } from './numbers.ts'
import type { ReportData, StageFacts } from './report-data.ts'

/** What one kind of work took for one starting point. */
export interface BudgetLine {
  method: string
  kind: StageKind
  finished: number
  planned: number
  /** Of each training that is finished; one value where all agree. */
  epochs: number[]
  steps: number
  samplesSeen: number
  /** Of the network that was trained; null for work that trains none. */
  parameters: number | null
  seconds: number
}

/** Evaluation is the same for all and trains nothing. */
const order: readonly StageKind[] = ['cae', 'residuals', 'pretrain', 'finetune']
export const kindNames: Record<StageKind, string> = {
  cae: 'Autoencoder of normals',
  residuals: 'Residuals',
  pretrain: 'Pretraining',
  finetune: 'Fine-tuning',
  evaluate: 'Evaluation',
}

/** What every starting point cost, in the order of the recipe: an unequal budget is an unfair comparison. */
export function budgetOf({ stages, recipe }: Pick<ReportData, 'stages' | 'recipe'>): BudgetLine[] {
  return recipe.methods.flatMap((method) =>
    order.flatMap((kind) => {
      const own = stages.filter((stage) => stage.method === method && stage.kind === kind)
      return own.length === 0 ? [] : [lineOf(method, kind, own)]
    }),
  )
}

function lineOf(method: string, kind: StageKind, stages: readonly StageFacts[]): BudgetLine {
  const efforts = stages.flatMap(({ effort }) => (effort ? [effort] : []))
  const sum = (key: 'steps' | 'samplesSeen') => efforts.reduce((total, effort) => total + effort[key], 0)
  return {
    method,
    kind,
    finished: stages.filter(({ state }) => state === 'finished').length,
    planned: stages.length,
    epochs: [...new Set(efforts.map(({ epochs }) => epochs))].sort((a, b) => a - b),
    steps: sum('steps'),
    samplesSeen: sum('samplesSeen'),
    parameters: efforts[0]?.parameters ?? null,
    seconds: stages.reduce((total, { seconds }) => total + (seconds ?? 0), 0),
  }
}

/** Whether the methods were trained equally long, in a sentence or two; null where nothing can be compared yet. */
export function budgetVerdict(lines: readonly BudgetLine[]): string | null {
  const perTraining = (kind: StageKind) =>
    lines
      .filter((line) => line.kind === kind && line.finished > 0 && line.steps > 0)
      .map(({ method, steps, finished }) => ({ method, steps: Math.round(steps / finished) }))
  const said = [
    compare('A pretraining', perTraining('pretrain')),
    compare('A fine-tuning, on average over label fractions,', perTraining('finetune')),
  ].filter((text) => text !== null)
  const cae = lines.find(({ kind, finished }) => kind === 'cae' && finished > 0)
  if (cae)
    said.push(
      `${methodName(cae.method)} also needed ${count(cae.finished, 'autoencoder')} of normals (${count(cae.steps, 'step')} in all), which no other starting point has.`,
    )
  return said.join(' ') || null
}

function compare(what: string, steps: readonly { method: string; steps: number }[]): string | null {
  if (steps.length < 2) return null
  const sorted = steps.toSorted((a, b) => a.steps - b.steps)
  const [least, most] = [sorted[0], sorted.at(-1)!]
  return least.steps === most.steps
    ? `${what} took ${count(most.steps, 'step')} for every starting point.`
    : `${what} took from ${least.steps.toLocaleString('en-GB')} steps (${methodName(least.method)}) to ${most.steps.toLocaleString('en-GB')} (${methodName(most.method)}): not an equal budget.`
}
