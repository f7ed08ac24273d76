import { useCallback, useEffect, useState } from 'react'
import type { Run } from '../../../../shared/ipc/api.ts'
import { client } from '../../lib/client.ts'
import { follow } from '../../lib/connection.ts'

/** The runs of a project, kept current while they change. `runs` is null until the first answer. */
export function useRuns(folder: string) {
  const [runs, setRuns] = useState<ReadonlyMap<string, Run> | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    const abort = new AbortController()
    follow(
      (options) => client.runs.watch({ folder }, options),
      (changed) => {
        setError(null)
        setRuns(
          (known) =>
            new Map([
              ...(known ?? []),
              ...changed.map((run) => [`${run.experiment} ${run.stage}`, run] as const),
            ]),
        )
      },
      abort.signal,
    ).catch(setError)
    return () => abort.abort()
  }, [folder, attempt])

  const retry = useCallback(() => setAttempt((count) => count + 1), [])
  return { runs, error, retry }
}
