import { randomFillSync } from 'node:crypto'
import { link, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetManifest, DatasetSinus } from '../../shared/domain/dataset.ts'
import type { Stage, TrainingParams } from '../../shared/domain/stage.ts'
import type { CostModel, TrainingSize } from './costs.ts'
import { withHash } from './hash.ts'

/** A stage of a study with its small twin: same network, same kind of steps, few of them. */
export interface Twin {
  stage: Stage
  mini: Stage
  /** What the twin works on. */
  manifest: DatasetManifest
}

const stepsPerEpoch = 2
/** The first epoch compiles; the others are what is measured. */
const fewestEpochs = 2
const mostEpochs = 60
/** A step should not take longer: large batches are cut, and the cost model makes up for it. */
const longestStepSeconds = 0.75
/** A residuals stage works in batches of eight. */
const residualSinuses = 24

export interface MiniStudyOf {
  /** By hash, inputs included. */
  stages: ReadonlyMap<string, Stage>
  manifest: DatasetManifest
  model: CostModel
  /** Of this machine over the reference, roughly. */
  slowness: number
}

/**
 * Writes a project folder with twins of the given stages and of all that they read, each to be measured for about so
 * many seconds. Voxels are noise: no step depends on their values. Nor does one of a fine-tuning on what it starts
 * from, so its twin starts from scratch.
 */
export async function writeMiniStudy(
  folder: string,
  wanted: readonly { stage: Stage; seconds: number }[],
  { stages, manifest, model, slowness }: MiniStudyOf,
): Promise<Twin[]> {
  const twins = new Map<string, Twin>()
  const sinusesNeeded = () =>
    Math.max(...[...twins.values()].map(({ manifest: { sinuses } }) => sinuses.length))

  function twinOf(stage: Stage, seconds: number): Twin {
    const known = twins.get(stage.hash)
    if (known) return known
    const read = stage.kind === 'finetune' ? {} : (stage.inputs as Record<string, string>)
    const inputs = new Map(Object.entries(read).map(([part, hash]) => [part, twinOf(stages.get(hash)!, 0)]))
    const version = `m${twins.size + 1}`
    const size = model.trainingSize(stage)
    const effort = size && effortOf(stage.params as TrainingParams, size, slowness, seconds)
    const params = {
      ...stage.params,
      ...effort,
      // A training that gives up early would measure less.
      ...('patienceEpochs' in stage.params && { patienceEpochs: undefined }),
      ...('foldIndex' in stage.params && { foldIndex: 0 }),
      ...('normalFraction' in stage.params && { normalFraction: 1 }),
      ...(stage.kind === 'finetune' && { labelFraction: 1, method: 'scratch', weights: undefined }),
    }
    // An evaluation reads the sinuses its classifier was validated on.
    const data =
      inputs.get('classifier')?.manifest ??
      miniManifest(version, manifest, stage.kind, effort?.batchSize ?? residualSinuses, size)
    const mini = withHash({
      kind: stage.kind,
      params,
      dataset: { version: data.version, hash: data.hash },
      inputs: Object.fromEntries([...inputs].map(([part, { mini }]) => [part, mini.hash])),
    } as never) as Stage
    const twin = { stage, mini, manifest: data }
    twins.set(stage.hash, twin)
    return twin
  }
  for (const { stage, seconds } of wanted) twinOf(stage, seconds)

  const count = sinusesNeeded()
  const all = [...twins.values()].map((twin) => ({ ...twin, manifest: padded(twin.manifest, count) }))
  await writeVolumes(folder, all, count)
  for (const { mini } of all) {
    const stageFolder = join(folder, 'stages', mini.hash)
    await mkdir(stageFolder, { recursive: true })
    await writeFile(join(stageFolder, 'stage.json'), JSON.stringify(mini))
  }
  return all
}

function effortOf(params: TrainingParams, size: TrainingSize, slowness: number, seconds: number) {
  const perSample = (size.stepSeconds / size.batch) * slowness
  const affordable = Math.max(2, Math.floor(longestStepSeconds / perSample))
  const batchSize = Math.min(size.batch, affordable)
  const epochs = Math.round(seconds / (stepsPerEpoch * batchSize * perSample))
  return {
    batchSize,
    ...(params.microBatchSize !== undefined && {
      microBatchSize: Math.min(batchSize, params.microBatchSize),
    }),
    epochs: 1 + Math.min(mostEpochs, Math.max(fewestEpochs, epochs)),
  }
}

/** Enough sinuses for two steps and a proportional validation, each a subject of its own. */
function miniManifest(
  version: string,
  { edgeMm, voxels }: DatasetManifest,
  kind: Stage['kind'],
  batch: number,
  size: TrainingSize | null,
): DatasetManifest {
  const training = size ? stepsPerEpoch * batch : 0
  const heldOut =
    size && size.heldOut > 0 ? Math.max(1, Math.round((training * size.heldOut) / size.samples)) : 0
  const count = size ? training + heldOut : residualSinuses
  const sinuses = Array.from({ length: count }, (_, k) =>
    sinus(k, kind === 'finetune' ? ((k % 2) as 0 | 1) : 0),
  )
  const ids = sinuses.map(({ subject }) => subject)
  const [train, validation] = [ids.slice(0, training), ids.slice(training)]
  return {
    schema: 1,
    version,
    hash: version,
    edgeMm,
    voxels,
    sinuses,
    split: {
      seed: 0,
      test: [],
      folds: [{ train, validation, fractions: { '1': train } }],
      unlabelled: { train, validation },
    },
  }
}

const sinus = (k: number, target: 0 | 1): DatasetSinus => {
  const id = `noise-${String(k).padStart(4, '0')}`
  return { id, subject: id, side: 'left', file: `${id}.nii`, sha256: '', target, finding: null }
}

/** All share one file of volumes, so each lists all of them: what a pretraining reads has to have a residual. */
const padded = (manifest: DatasetManifest, count: number): DatasetManifest => ({
  ...manifest,
  sinuses: Array.from({ length: count }, (_, k) => manifest.sinuses[k] ?? sinus(k, 0)),
})

async function writeVolumes(folder: string, twins: readonly Twin[], count: number): Promise<void> {
  const shared = join(folder, 'noise.f32')
  const voxels = twins[0].manifest.voxels ** 3
  const noise = randomFillSync(new Uint16Array(count * voxels))
  await writeFile(
    shared,
    Float32Array.from(noise, (value) => value / 65_535),
  )
  const manifests = new Map(twins.map(({ manifest }) => [manifest.version, manifest]))
  for (const [version, manifest] of manifests) {
    const versionFolder = join(folder, 'volumes', version)
    await mkdir(versionFolder, { recursive: true })
    await writeFile(join(versionFolder, 'dataset.json'), JSON.stringify(manifest))
    await link(shared, join(versionFolder, 'packed.f32'))
  }
}
