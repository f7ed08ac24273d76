import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Stage } from '../../shared/domain/stage.ts'
import type { Db } from '../db/connection.ts'
import type { Metric } from '../db/stores/predictions.ts'
import { listRegistrations } from '../db/stores/registrations.ts'
import { listScans } from '../db/stores/scans.ts'
import { readSetting } from '../db/stores/settings.ts'
import { listSinuses } from '../db/stores/sinuses.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { CohortFacts, ReportData, StageFacts } from '../report/report-data.ts'
import { stageName } from '../study/stage-name.ts'
import { gitCommit } from './git-commit.ts'
import { describeInstallation } from './installation.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

export async function cohortFacts(db: Db): Promise<CohortFacts> {
  const scans = await listScans(db)
  const sinuses = await listSinuses(db)
  const fixed = await readSetting(db, 'fixedScan')
  const registrations = fixed === null ? [] : await listRegistrations(db, fixed)
  const used = new Set(scans.filter((scan) => scan.used).map(({ id }) => id))
  const transforms = registrations.flatMap(({ scan, transform }) =>
    used.has(scan) && transform !== 'identity' ? [transform] : [],
  )
  return {
    subjects: new Set(scans.map(({ subject }) => subject)).size,
    scans: scans.length,
    transforms: [...new Set(transforms)].sort(),
    sinuses: sinuses.length,
    flagged: sinuses.filter(({ flagged }) => flagged).length,
  }
}

/** @param metrics  Of every stage that has some, by hash. */
export function stageFacts(
  records: readonly StageRecord[],
  metrics: ReadonlyMap<string, Record<string, Metric>>,
): StageFacts[] {
  const stages = new Map(records.map(({ stage }) => [stage.hash, stage]))
  return records.map(({ stage, state, seconds, device }) => {
    const training = trainingOf(stage)
    return {
      hash: stage.hash,
      kind: stage.kind,
      method: methodOf(stage, stages),
      name: stageName(stage, stages),
      state,
      seed: training?.seed ?? null,
      epochs: training?.epochs ?? null,
      effort: effortOf(metrics.get(stage.hash) ?? {}),
      seconds,
      device,
    }
  })
}

const trainingOf = (stage: Stage) =>
  stage.kind === 'residuals' || stage.kind === 'evaluate' ? null : stage.params

/** The autoencoder of normals and its residuals are made for residual pretraining alone. */
function methodOf(stage: Stage, stages: ReadonlyMap<string, Stage>): string | null {
  switch (stage.kind) {
    case 'cae':
    case 'residuals':
      return 'residual'
    case 'pretrain':
    case 'finetune':
      return stage.params.method
    case 'evaluate': {
      const classifier = stages.get(stage.inputs.classifier)
      return classifier ? methodOf(classifier, stages) : null
    }
  }
}

function effortOf(metrics: Record<string, Metric>): StageFacts['effort'] {
  const value = (name: string) => {
    const metric = metrics[name]
    return metric && 'value' in metric ? metric.value : null
  }
  const [epochs, steps, samplesSeen, parameters] = ['epochs', 'steps', 'samplesSeen', 'parameters'].map(value)
  return epochs === null || steps === null || samplesSeen === null || parameters === null
    ? null
    : { epochs, steps, samplesSeen, parameters }
}

export function software(): ReportData['software'] {
  const { node, sqlite, setup } = describeInstallation()
  const { version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
    version: string
  }
  const commit = gitCommit(repository)
  return [
    { name: 'Antrum', version: commit ? `${version} (commit ${commit.slice(0, 12)})` : version },
    { name: 'Node', version: node },
    { name: 'SQLite', version: sqlite },
    // A file name only: where things lie on this machine is nobody's business in a report.
    ...(setup ? [{ name: 'TensorFlow', version: path.basename(setup.source.split(', ')[0]) }] : []),
  ]
}

export function machine(): string {
  const { cpu, memory } = describeInstallation()
  return `${cpu.name}, ${cpu.cores} cores, ${Math.round(memory.totalBytes / 1e9)} GB of memory, ${process.platform} ${process.arch}`
}
