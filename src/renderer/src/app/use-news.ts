import { useEffect, useRef, useState } from 'react'
import type { ShownProgress } from '../../../shared/ipc/shell.ts'
import { client, isInWindow } from '../lib/client.ts'
import { follow } from '../lib/connection.ts'
import { titleShare } from '../lib/document-title.ts'
import { formatCount, formatExperiment, formatShare } from '../lib/format.ts'
import { useAnyWork } from '../lib/long-work.ts'
import { RunReporter } from '../lib/run-news.ts'
import type { Ending } from '../lib/run-news.ts'
import { strings } from '../lib/strings.ts'

/** Until a project that could not be read is looked at again. */
const againMs = 4000

/**
 * What those are told who look elsewhere: how far the run of the open project is, or long work of this page, on the icon
 * of the window (in a browser in the title of the page), and by a note of the system that a run has ended.
 *
 * @param isQuiet  No notes: who reads blind is told nothing of models.
 */
export function useNews(folder: string | null, isQuiet: boolean) {
  const run = useRun(folder, isQuiet)
  const work = useAnyWork()
  const { share = null, state = null } = run ?? work ?? {}
  const rounded = share === null ? null : Math.floor(100 * share) / 100
  useEffect(() => {
    if (isInWindow) void client.host.showProgress({ progress: state && { share: rounded, state } })
    else titleShare(rounded === null ? '' : formatShare(rounded))
  }, [rounded, state])
}

/** The core tells of changes: timers of a page that nobody sees hardly run. */
function useRun(folder: string | null, isQuiet: boolean): ShownProgress | null {
  const [progress, setProgress] = useState<ShownProgress | null>(null)
  const quiet = useRef(isQuiet)
  useEffect(() => {
    quiet.current = isQuiet
  })
  useEffect(() => {
    if (folder === null) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const watch = () => {
      const reporter = new RunReporter()
      follow(
        (options) => client.queue.watch({ folder }, options),
        (status) => {
          const news = reporter.hear(status)
          setProgress(news.progress)
          if (isInWindow && !quiet.current)
            for (const ending of news.endings) void tell(folder, ending).catch(() => {})
        },
        abort.signal,
      ).catch(() => {
        // The page says why the project cannot be read.
        setProgress(null)
        timer = setTimeout(watch, againMs)
      })
    }
    watch()
    return () => {
      abort.abort()
      clearTimeout(timer)
      setProgress(null)
    }
  }, [folder])
  return progress
}

async function tell(folder: string, { experiment, how, finished, runs }: Ending): Promise<void> {
  const { experiments } = await client.project.summary({ folder })
  const recipe = experiments.find(({ id }) => id === experiment)?.recipe ?? ''
  const words = strings.news.endings[how]
  await client.host.notify({
    ...words(formatExperiment(recipe, experiment), formatCount(finished), formatCount(runs)),
    goTo: { folder, experiment, page: how === 'finished' || how === 'partly' ? 'results' : 'runs' },
  })
}
