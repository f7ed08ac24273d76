import { canonicalJson } from '../../shared/domain/stage.ts'
import type { Stage } from '../../shared/domain/stage.ts'
import { perStageSeconds } from './costs.ts'
import type { Cost } from './costs.ts'

/** How this machine does stages of one signature. */
export interface Pace {
  /** Seconds it takes over what the reference machine does; null where too little was done to tell. */
  ratio: number | null
  setupSeconds: number
  /** Peak of the trainer process over what was expected of it; null where nothing was heard of it. */
  memoryRatio: number | null
}

/** By signature; what was not measured goes by what was. */
export type Calibration = ReadonlyMap<string, Pace>

/** Amounts, drawn numbers and places in the study, which leave the pace of a step alone. */
const amounts = new Set([
  ...['epochs', 'seed', 'schedule', 'patienceEpochs', 'keep', 'normalFraction', 'foldIndex', 'labelFraction'],
])

/** What a stage's pace depends on: stages of one signature differ in how much they do, not in what. */
export function signatureOf(stage: Stage, stages: ReadonlyMap<string, Stage>, voxels: number): string {
  const { kind, params } = stage
  const start: readonly string[] = kind === 'finetune' ? ['method', 'weights'] : []
  const own = Object.fromEntries(
    Object.entries(params).filter(([name]) => !amounts.has(name) && !start.includes(name)),
  )
  // Residuals and evaluations run the network of what they read.
  const network = stages.get(
    stage.kind === 'residuals' ? stage.inputs.cae : stage.kind === 'evaluate' ? stage.inputs.classifier : '',
  )
  const size =
    network?.kind === 'cae'
      ? network.params.latent
      : network?.kind === 'finetune'
        ? network.params.width
        : null
  return canonicalJson({ kind, voxels, ...own, network: size })
}

export interface Expectation {
  seconds: number
  /** Peak of its trainer process. */
  memoryBytes: number
  /** A stage like it was measured on this machine. */
  measured: boolean
}

/**
 * What is expected of each stage on this machine, in the given order; the first of a signature sets up for the others.
 *
 * @param slowness  Of stages nothing like which was measured, over the reference machine.
 */
export function expectations(
  stages: readonly Stage[],
  voxels: number,
  costs: ReadonlyMap<string, Cost>,
  calibration: Calibration,
  slowness: number,
): Map<string, Expectation> {
  const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
  const other = typicalPace(calibration, slowness)
  const seen = new Set<string>()
  return new Map(
    stages.map((stage): [string, Expectation] => {
      const { setupSeconds, workSeconds, memoryBytes } = costs.get(stage.hash)!
      const signature = signatureOf(stage, byHash, voxels)
      const pace = calibration.get(signature)
      const setup = seen.has(signature) ? 0 : (pace?.setupSeconds ?? setupSeconds * other.ratio)
      seen.add(signature)
      const { ratio, memoryRatio } = pace ?? other
      return [
        stage.hash,
        {
          seconds: perStageSeconds + setup + workSeconds * (ratio ?? other.ratio),
          memoryBytes: memoryBytes * (memoryRatio ?? other.memoryRatio),
          measured: pace !== undefined,
        },
      ]
    }),
  )
}

/** Of all that was measured: geometric means, so that twice as fast and twice as slow cancel. */
function typicalPace(calibration: Calibration, slowness: number): { ratio: number; memoryRatio: number } {
  const paces = [...calibration.values()]
  const mean = (values: number[], none: number) =>
    values.length === 0
      ? none
      : Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
  const memory = paces.flatMap(({ memoryRatio }) => memoryRatio ?? [])
  return {
    ratio: mean(
      paces.flatMap(({ ratio }) => ratio ?? []),
      slowness,
    ),
    memoryRatio: mean(memory, 1),
  }
}
