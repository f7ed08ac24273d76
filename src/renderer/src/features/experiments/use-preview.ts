import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { PlanPreview, RecipeDraft } from '../../../../shared/ipc/experiments.ts'
import { client } from '../../lib/client.ts'

/** For a key that is pressed again and again; a click waits no longer than is felt. */
const settleMs = 80

export const previewKey = (folder: string) => ['experiments', folder, 'preview']

/** A value once it has been left alone for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** What a draft comes to, live; what it came to before stays in sight meanwhile. */
export function usePreview(folder: string, draft: RecipeDraft | null) {
  // It decides what `auto` stands for: once it is known, the plan has a name.
  const engine = useQuery({
    queryKey: ['engine'],
    queryFn: () => client.engine.info({}),
    staleTime: Infinity,
  })
  const settled = useSettled(draft)
  const preview = useQuery({
    queryKey: [...previewKey(folder), settled, engine.isSuccess],
    queryFn: () => client.experiments.preview({ folder, draft: settled! }),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  })
  const [last, setLast] = useState<PlanPreview | null>(null)
  if (preview.data && preview.data !== last) setLast(preview.data)
  return {
    preview: preview.data ?? null,
    /** The last that could be made, of this draft or an earlier one. */
    last,
    error: preview.error,
    /** What is shown is of an earlier draft, or the plan has no name yet. */
    isBehind: settled !== draft || preview.isFetching || preview.isPlaceholderData,
    engineError: engine.error,
  }
}
