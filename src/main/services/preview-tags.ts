import type { AttributePreview } from '../deidentify/preview.ts'
import type { ScanNote } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import { personOf, readChoice } from './choose-series.ts'
import { findScans } from './find-scans.ts'
import { noDicom } from './list-series.ts'
import { knownPseudonyms } from './project-pseudonyms.ts'
import type { ServiceContext } from './service-context.ts'
import type { TagTask } from './tag-worker.ts'
import { runInWorkers } from './worker-pool.ts'

export interface TagPreview {
  /** Those that would be imported. */
  series: { series: string; file: string; attributes: AttributePreview[] }[]
  rejected: (ScanNote & { file: string })[]
}

const worker = new URL('./tag-worker.ts', import.meta.url)
/** Reading attributes takes milliseconds a file. */
const limitMs = 120_000

/**
 * What an import would make of each attribute of the series it takes. Changes nothing.
 *
 * @param project  Whose pseudonyms are shown; null for none.
 * @param wanted  As `chooseSeries`.
 * @throws AntrumError 'not-found' when there is no DICOM or no such series, 'cancelled'.
 */
export async function previewTags(
  project: Project | null,
  paths: readonly string[],
  context: ServiceContext,
  wanted?: readonly string[],
): Promise<TagPreview> {
  const { signal, progress } = context
  progress({ phase: 'Looking for DICOM files', done: 0 })
  const found = (await findScans(paths)).filter(({ kind }) => kind === 'dicom')
  if (found.length === 0) throw noDicom()
  const { taken, rejected, names } = await readChoice(found, wanted, context)
  const pseudonyms = project && (await knownPseudonyms(project.db))
  const tasks = taken.map((one): TagTask => {
    const person = personOf(one)
    const alias = pseudonyms && {
      subject: pseudonyms.subject(person),
      daysEarlier: pseudonyms.daysEarlier(person),
    }
    return { paths: one.files.map((file) => file.path), alias }
  })
  const preview: TagPreview = { series: [], rejected }
  await runInWorkers<TagTask, AttributePreview[]>(worker, tasks, {
    threads: 2,
    limitMs,
    signal,
    done: (outcome, at) => {
      const file = names.get(taken[at])!
      if ('error' in outcome)
        preview.rejected.push({ file, code: outcome.error.code, reason: outcome.error.message })
      else preview.series.push({ series: taken[at].id, file, attributes: outcome.result })
      progress({ phase: 'Reading attributes', done: at + 1, total: tasks.length })
    },
  })
  return preview
}
