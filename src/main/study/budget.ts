import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type { Stage, StageOf, StudyArm } from '../../shared/domain/stage.ts'
import type { Budget, BudgetRow, Effort } from '../../shared/ipc/experiments.ts'
import { costModel, type CostModel } from './costs.ts'
import type { Plan } from './expand.ts'

type Training = StageOf<'cae'> | StageOf<'pretrain'> | StageOf<'finetune'>

/**
 * How long every row of a plan is trained, and in what the pretrainings differ: an unequal budget is an unfair
 * comparison. Fine-tuning is the recipe's for all rows. Steps and samples are those of the whole budget of epochs.
 */
export function budgetOf({ stages, runs }: Plan, manifest: DatasetManifest): Budget {
  const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
  const { trainingSize } = costModel(manifest)
  const trainings = new Map<StudyArm, Set<Training>>()
  for (const { method, stage } of runs) {
    const own = trainings.get(method) ?? new Set()
    for (const ancestor of ancestorsOf(stage, byHash)) own.add(ancestor)
    trainings.set(method, own)
  }
  const rows = [...trainings].map(([arm, own]): BudgetRow => {
    const of = (kind: Training['kind']) =>
      effortOf(
        [...own].filter((stage) => stage.kind === kind),
        trainingSize,
      )
    return { arm, normals: of('cae'), pretrain: of('pretrain'), finetune: of('finetune')! }
  })
  return { rows, unequal: differences(rows.flatMap(({ pretrain }) => pretrain ?? [])) }
}

function ancestorsOf(hash: string, stages: ReadonlyMap<string, Stage>): Training[] {
  const stage = stages.get(hash)
  if (!stage) return []
  const above = Object.values(stage.inputs as Record<string, string>).flatMap((input) =>
    ancestorsOf(input, stages),
  )
  return stage.kind === 'residuals' || stage.kind === 'evaluate' ? above : [...above, stage]
}

function effortOf(trainings: readonly Training[], sizeOf: CostModel['trainingSize']): Effort | null {
  const [first] = trainings
  if (!first) return null
  const { epochs, patienceEpochs = null } = first.params
  const range = (values: number[]): [number, number] => [
    values.reduce((least, value) => Math.min(least, value)),
    values.reduce((most, value) => Math.max(most, value)),
  ]
  const sizes = trainings.map((stage) => sizeOf(stage)!)
  return {
    trainings: trainings.length,
    epochs,
    steps: range(sizes.map(({ samples, batch }) => epochs * Math.ceil(samples / batch))),
    samples: range(sizes.map(({ samples }) => epochs * samples)),
    patienceEpochs,
  }
}

function differences(efforts: readonly Effort[]): Budget['unequal'] {
  const differ = (value: (effort: Effort) => unknown) => new Set(efforts.map(value)).size > 1
  return [
    ...(differ(({ epochs }) => epochs) ? (['epochs'] as const) : []),
    ...(differ(({ steps }) => steps.join()) ? (['steps'] as const) : []),
    ...(differ(({ samples }) => samples.join()) ? (['samples'] as const) : []),
    ...(differ(({ patienceEpochs }) => patienceEpochs) ? (['patience'] as const) : []),
  ]
}
