import { sql } from 'kysely'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type { LineageProof } from '../../shared/domain/lineage.ts'
import { isFinished, type Evaluation } from '../../shared/metrics/index.ts'
import { listDatasets } from '../db/stores/datasets.ts'
import { listEvaluations, listExperiments, type Experiment } from '../db/stores/experiments.ts'
import { listStages, type StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { findExperiment } from '../study/experiments.ts'
import { auditLineage } from '../study/lineage-audit.ts'
import type { Recipe } from '../study/recipe.ts'
import type { ServiceContext } from './service-context.ts'
import { verifyDataset, verifyScans } from './verify-cohort.ts'
import { Findings } from './verify-findings.ts'
import { verifyStage } from './verify-stage.ts'
import type { VerifyReport } from '../../shared/ipc/outputs.ts'

/**
 * Recomputes what a project's numbers rest on: the hash of every scan, frozen volume and stage result, the test metrics
 * from the stored predictions, and who was behind every evaluated model. Reads only. Logs and checkpoints are no
 * results and are not looked at.
 *
 * @param experiment  One experiment with its dataset; null for all of the project.
 * @throws AntrumError 'not-found' for an experiment that is not there, 'cancelled'.
 */
export async function verifyProject(
  project: Project,
  experiment: string | null,
  context: ServiceContext,
): Promise<VerifyReport> {
  const experiments =
    experiment === null ? await listExperiments(project.db) : [await findExperiment(project.db, experiment)]
  const findings = new Findings()
  await verifyDatabase(project, findings)
  await verifyScans(project, findings, context)
  const manifests = await verifyDatasets(project, experiment === null ? null : experiments, findings, context)
  const stages = await verifyStages(project, experiments, findings, context)
  const lineage: VerifyReport['lineage'] = []
  for (const one of experiments) {
    const manifest = manifests.get(one.datasetVersion)
    if (manifest) lineage.push(await verifyLineage(project, one, stages.get(one.id)!, manifest, findings))
  }
  const { failures, notes, checked } = findings
  return { ok: failures.length === 0, failures, notes, checked, lineage }
}

async function verifyDatabase({ db }: Project, findings: Findings): Promise<void> {
  const { rows } = await sql<{ integrityCheck: string }>`PRAGMA integrity_check`.execute(db)
  for (const { integrityCheck } of rows)
    if (integrityCheck !== 'ok') findings.fail('antrum.sqlite', `is damaged: ${integrityCheck}`)
  const broken = await sql<{ table: string }>`PRAGMA foreign_key_check`.execute(db)
  for (const { table } of broken.rows)
    findings.fail('antrum.sqlite', `a row of ${table} refers to one that is not there`)
}

/** @param experiments  Those whose datasets are asked for; null: every version. */
async function verifyDatasets(
  project: Project,
  experiments: readonly Experiment[] | null,
  findings: Findings,
  context: ServiceContext,
): Promise<Map<string, DatasetManifest>> {
  const wanted = experiments && new Set(experiments.map(({ datasetVersion }) => datasetVersion))
  const manifests = new Map<string, DatasetManifest>()
  for (const dataset of await listDatasets(project.db)) {
    if (wanted && !wanted.has(dataset.version)) continue
    const manifest = await verifyDataset(project, dataset, findings, context)
    if (manifest) manifests.set(dataset.version, manifest)
  }
  return manifests
}

/** Every stage once, however many experiments share it. */
async function verifyStages(
  project: Project,
  experiments: readonly Experiment[],
  findings: Findings,
  { signal, progress }: ServiceContext,
): Promise<Map<string, StageRecord[]>> {
  const byExperiment = new Map<string, StageRecord[]>()
  for (const { id } of experiments) byExperiment.set(id, await listStages(project.db, id))
  const records = new Map([...byExperiment.values()].flat().map((record) => [record.stage.hash, record]))
  let done = 0
  for (const record of records.values()) {
    signal.throwIfAborted()
    if (record.state === 'finished') await verifyStage(project, record, findings)
    progress({ phase: 'Verifying stages', done: ++done, total: records.size })
  }
  const open = [...records.values()].filter(({ state }) => state !== 'finished').length
  if (open > 0) findings.note(`${open} of ${records.size} stages are not finished and were not looked at.`)
  return byExperiment
}

async function verifyLineage(
  { db }: Project,
  experiment: Experiment,
  records: readonly StageRecord[],
  manifest: DatasetManifest,
  findings: Findings,
): Promise<LineageProof & { experiment: string }> {
  const stages = new Map(records.map(({ stage }) => [stage.hash, stage]))
  const evaluations: Evaluation[] = await listEvaluations(db, experiment.id)
  const evaluated = new Map(
    evaluations.filter(isFinished).map(({ stage, predictions }) => {
      const of = (wanted: string) => predictions.filter(({ set }) => set === wanted).map(({ sinus }) => sinus)
      return [stage, { test: of('test'), validation: of('validation') }]
    }),
  )
  const { proof, declared, broken } = auditLineage(stages, manifest, experiment.recipe as Recipe, evaluated)
  for (const { name, found, because } of declared)
    findings.note(`Of experiment ${experiment.id}, ${because}, so this does not hold: ${name} (${found}).`)
  for (const { name, found } of broken) {
    const model = proof.leaks[0]?.model
    const file = model ? `stages/${model}/stage.json` : 'antrum.sqlite'
    findings.fail(file, `of experiment ${experiment.id}, this does not hold: ${name} (${found})`)
  }
  if (proof.outside.length > 0)
    findings.note(
      `Models of ${experiment.id} start from weights of another project (${proof.outside.map((hash) => hash.slice(0, 12)).join(', ')}): whom those have seen is not known here.`,
    )
  return { experiment: experiment.id, ...proof }
}
