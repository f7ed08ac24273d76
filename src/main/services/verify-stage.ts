import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { resultFiles, type Prediction } from '../../shared/ipc/trainer.ts'
import { listMetrics, listPredictions, type Metric } from '../db/stores/predictions.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { sha256OfFile, withHash } from '../study/hash.ts'
import { readDone, readPredictions, testMetrics, trainingMetrics } from '../study/ingest.ts'
import type { Findings } from './verify-findings.ts'

/** Another release may round a sum otherwise; nobody's table shows this digit. */
const tolerance = 1e-9

/**
 * A finished stage: its definition has the hash that names it, its files are those it was finished with, and what the
 * database says of it follows from them.
 */
export async function verifyStage(project: Project, record: StageRecord, findings: Findings): Promise<void> {
  const { stage } = record
  const folder = path.join(project.paths.stages, stage.hash)
  const named = (file: string) => `stages/${stage.hash}/${file}`
  findings.checked.stages++

  if (withHash(stage).hash !== stage.hash)
    findings.fail('antrum.sqlite', `the definition of stage ${stage.hash} does not have that hash`)
  await findings.check(named('stage.json'), async () => {
    findings.checked.files++
    if ((await readFile(path.join(folder, 'stage.json'), 'utf8')) !== JSON.stringify(stage))
      findings.fail(named('stage.json'), 'is not the definition in the database')
  })
  await findings.check(named('done.json'), () => verifyFiles(folder, record, findings))
  if (stage.kind === 'finetune' && stage.params.weights) {
    const file = `weights/${stage.params.weights}.safetensors`
    await findings.check(file, async () => {
      findings.checked.files++
      if ((await sha256OfFile(path.join(project.paths.root, file))) !== stage.params.weights)
        findings.fail(file, 'is not the encoder that fine-tuning started from')
    })
  }
  if (stage.kind === 'evaluate') await verifyPredictions(project, folder, stage.hash, findings)
  else await verifyHistory(project, folder, record, findings)
}

async function verifyFiles(folder: string, record: StageRecord, findings: Findings): Promise<void> {
  const { stage, seconds, device, finishedAt } = record
  const named = (file: string) => `stages/${stage.hash}/${file}`
  findings.checked.files++
  // A file that is not there is 'is missing', not one that cannot be understood.
  await readFile(path.join(folder, 'done.json'))
  const done = await withoutCode(readDone(folder))
  const known = { hash: stage.hash, seconds, device, finishedAt }
  for (const key of ['hash', 'seconds', 'device', 'finishedAt'] as const)
    if (done[key] !== known[key])
      findings.fail(named('done.json'), `says ${key} ${done[key]}, and the database ${known[key]}`)
  for (const file of resultFiles[stage.kind]) {
    const recorded = done.files[file] ?? ''
    if (!/^[0-9a-f]{64}$/.test(recorded)) findings.fail(named('done.json'), `records no hash of ${file}`)
    else
      await findings.check(named(file), async () => {
        findings.checked.files++
        if ((await sha256OfFile(path.join(folder, file))) !== recorded)
          findings.fail(
            named(file),
            'is not what was written when the stage finished, by the hash in its done.json',
          )
      })
  }
}

/** Predictions as filed and as stored, and the metrics they come to. */
async function verifyPredictions(
  { db }: Project,
  folder: string,
  hash: string,
  findings: Findings,
): Promise<void> {
  const stored = await listPredictions(db, hash)
  findings.checked.predictions += stored.length
  const file = `stages/${hash}/predictions.json`
  // Unreadable or missing: named already, with its hash.
  const filed = await readPredictions(folder).catch(() => null)
  const key = ({ sinus, subject, side, set, target, score }: Prediction) =>
    `${sinus} ${subject} ${side} ${set} ${target} ${score}`
  if (filed) {
    const inFile = new Set(filed.map(key))
    const differ =
      stored.filter((one) => !inFile.has(key(one))).length + Math.abs(filed.length - stored.length)
    if (differ > 0) findings.fail(file, `differs from the database in ${differ} predictions`)
  }
  compareMetrics(await listMetrics(db, hash), testMetrics(stored), hash, 'its stored predictions', findings)
}

async function verifyHistory(
  { db }: Project,
  folder: string,
  { stage }: StageRecord,
  findings: Findings,
): Promise<void> {
  const filed = await trainingMetrics(folder, stage).catch((error: unknown) => {
    if (!(error instanceof AntrumError)) throw error
    return null
  })
  if (filed)
    compareMetrics(await listMetrics(db, stage.hash), filed, stage.hash, 'its history.json', findings)
}

function compareMetrics(
  stored: Record<string, Metric>,
  computed: Record<string, Metric>,
  hash: string,
  from: string,
  findings: Findings,
): void {
  for (const name of new Set([...Object.keys(stored), ...Object.keys(computed)])) {
    findings.checked.metrics++
    const [a, b] = [stored[name], computed[name]]
    if (a && b && sameMetric(a, b)) continue
    findings.fail('antrum.sqlite', `${name} of stage ${hash} is ${said(a)}, and ${said(b)} by ${from}`)
  }
}

function sameMetric(a: Metric, b: Metric): boolean {
  if ('value' in a && 'value' in b)
    return Math.abs(a.value - b.value) <= tolerance * Math.max(1, Math.abs(b.value))
  return 'reason' in a && 'reason' in b
}

const said = (metric: Metric | undefined): string =>
  metric === undefined ? 'not there' : 'value' in metric ? String(metric.value) : 'undefined'

/** Our own errors have codes of their own; here the message is what counts. */
async function withoutCode<T>(result: Promise<T>): Promise<T> {
  try {
    return await result
  } catch (error) {
    throw new Error((error as Error).message, { cause: error })
  }
}
