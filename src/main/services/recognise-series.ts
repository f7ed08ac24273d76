import { access } from 'node:fs/promises'
import path from 'node:path'
import type { Series } from '../dicom/series.ts'
import { listConvertedSeries } from '../db/stores/converted-series.ts'
import { listScans } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import type { ContentHashTask } from './content-hash-worker.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers } from './worker-pool.ts'

const worker = new URL('./content-hash-worker.ts', import.meta.url)

/**
 * Finds the series that an earlier import converted, by the content of their files: they need not be converted again.
 *
 * @param keyed  What the project has in place of a content hash.
 * @returns Their scans' ids. A scan whose file is gone is not among them, so that it is stored again.
 * @throws AntrumError 'cancelled'.
 */
export async function recogniseSeries(
  { db, paths }: Project,
  series: readonly Series[],
  keyed: (contentHash: string) => string,
  { signal, progress }: ServiceContext,
): Promise<Map<Series, string>> {
  const found = new Map<Series, string>()
  const converted = await listConvertedSeries(db)
  if (converted.size === 0) return found // and no file is read twice
  const files = new Map((await listScans(db)).map(({ id, file }) => [id, path.join(paths.root, file)]))
  const tasks = series.map((one): ContentHashTask => one.files.map((file) => file.path))
  await runInWorkers<ContentHashTask, string>(worker, tasks, {
    threads: 2,
    signal,
    done: async (outcome, at) => {
      // A file that cannot be read any more is reported when the series is converted.
      const scan = 'result' in outcome ? converted.get(keyed(outcome.result)) : undefined
      if (scan !== undefined && (await isThere(files.get(scan)!))) found.set(series[at], scan)
      progress({ phase: 'Recognising DICOM series', done: at + 1, total: tasks.length })
    },
  })
  return found
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
