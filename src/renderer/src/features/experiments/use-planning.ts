import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RecipeDraft } from '../../../../shared/ipc/experiments.ts'
import { client } from '../../lib/client.ts'
import { go } from '../../lib/route.ts'
import { useStart } from '../../lib/use-start.ts'

/** Stores a plan, puts it in the queue, and has that worked off if that is wanted. */
export function usePlanning(folder: string, done: () => void) {
  const queries = useQueryClient()
  const starting = useStart(folder)
  const planning = useMutation({
    mutationFn: async ({ draft, andStart }: { draft: RecipeDraft; andStart: boolean }) => {
      const { experiment } = await client.experiments.plan({ folder, draft })
      const status = await client.queue.ask({ folder, request: { action: 'add', id: experiment } })
      queries.setQueryData(['queue', folder], status)
      if (andStart && !status.holder) await starting.startAsync()
      return experiment
    },
    onSuccess: () => {
      done()
      go({ page: 'runs', folder })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['project', folder], exact: true }),
  })
  return {
    plan: (draft: RecipeDraft, andStart: boolean) => planning.mutate({ draft, andStart }),
    isPlanning: planning.isPending,
    andStarts: planning.variables?.andStart === true,
    canStart: starting.canStart,
    error: planning.error,
    dismiss: planning.reset,
  }
}
