import { canonicalJson, type Stage, type StageOf } from '../../shared/domain/stage.ts'
import type { StageGraph } from './find-stage.ts'

export interface Ensemble {
  /** Finished models, by fold and seed. */
  members: StageOf<'finetune'>[]
  /** Models of the same kind that were planned and are not finished. */
  unfinished: number
}

/**
 * The models that differ from one only in fold and seed, their ancestors' too: one answer to the question of the study,
 * reached on other training sets.
 */
export function ensembleOf({ records, stages }: StageGraph, model: StageOf<'finetune'>): Ensemble {
  const wanted = configuration(model, stages)
  const alike = [...records.values()].flatMap(({ stage, state }) =>
    stage.kind === 'finetune' && configuration(stage, stages) === wanted ? [{ stage, state }] : [],
  )
  const members = alike.filter(({ state }) => state === 'finished').map(({ stage }) => stage)
  return {
    members: members.sort((a, b) => a.params.foldIndex - b.params.foldIndex || a.params.seed - b.params.seed),
    unfinished: alike.length - members.length,
  }
}

/** All that shapes a stage but fold and seed, down to its roots. */
function configuration({ kind, params, dataset, inputs }: Stage, stages: ReadonlyMap<string, Stage>): string {
  const behind = Object.entries(inputs as Record<string, string>).map(([part, hash]) => {
    const input = stages.get(hash)
    return [part, input ? configuration(input, stages) : hash] as const
  })
  return canonicalJson({
    kind,
    params: { ...params, foldIndex: undefined, seed: undefined },
    dataset: dataset.hash,
    inputs: Object.fromEntries(behind),
  })
}
