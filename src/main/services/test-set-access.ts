import { appendFile, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SplitProof } from '../../shared/domain/split-proof.ts'
import type { TestSetAccess, TestSetReading } from '../../shared/ipc/results.ts'
import { listDatasets, type DatasetVersion } from '../db/stores/datasets.ts'
import type { Experiment } from '../db/stores/experiments.ts'
import { countEvaluated } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'

export type TestSetReader = 'results' | 'report' | 'export' | 'review'

/** A line of the log. */
interface TestSetRead {
  at: string
  /** Hash of the dataset version. */
  dataset: string
  experiment: string
  by: TestSetReader
}

/**
 * Beside the database, not in it: results are read while a run holds the project, and by that time nobody else may write
 * the database. A line is appended in one go, so that lines of two processes do not mix.
 */
const logFile = 'antrum.test-set.jsonl'

/**
 * Notes that the test predictions of an experiment are read, and says how often that has been done. Whoever shows a score
 * of the test set, or a number made of some, calls this. In a folder that may only be read it says that it could not.
 */
export async function openTestSet(
  project: Project,
  { id: experiment, datasetVersion: version }: Pick<Experiment, 'id' | 'datasetVersion'>,
  by: TestSetReader,
): Promise<TestSetReading> {
  const dataset = (await listDatasets(project.db)).find((each) => each.version === version)!
  const before = await testSetAccess(project, dataset)
  const straddlingSubjects = (dataset.proof as Partial<SplitProof>).straddlingTest ?? 0
  if (before.evaluatedModels === 0) return { version, recorded: true, straddlingSubjects, ...before }
  const read: TestSetRead = { at: new Date().toISOString(), dataset: dataset.hash, experiment, by }
  const recorded = await append(project, read)
  const access = recorded ? { ...before, reads: before.reads + 1, lastReadAt: read.at } : before
  return { version, recorded, straddlingSubjects, ...access }
}

const append = ({ paths }: Project, read: TestSetRead): Promise<boolean> =>
  appendFile(path.join(paths.root, logFile), `${JSON.stringify(read)}\n`, { flush: true }).then(
    () => true,
    () => false,
  )

export async function testSetAccess(
  { db, paths }: Project,
  { hash }: Pick<DatasetVersion, 'hash'>,
): Promise<TestSetAccess> {
  const log = await readFile(path.join(paths.root, logFile), 'utf8').catch(() => '')
  const reads = log.split('\n').filter((line) => line.includes(`"dataset":"${hash}"`))
  return {
    evaluatedModels: await countEvaluated(db, hash),
    reads: reads.length,
    lastReadAt: reads.length > 0 ? (/"at":"([^"]*)"/.exec(reads.at(-1)!)?.[1] ?? null) : null,
  }
}
