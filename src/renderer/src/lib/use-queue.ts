import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ProjectStatus, QueueRequest } from '../../../shared/ipc/queue.ts'
import { client } from './client.ts'
import { queueOf } from './open-work.ts'
import { useCanChange } from './use-host.ts'

/** How often to look while the queue is what the page is about. */
const oftenMs = 2000

/** The queue of a project and what can be asked of it; what was asked is on the screen before it has happened. */
export function useQueue(folder: string, everyMs = oftenMs) {
  const queries = useQueryClient()
  const queryKey = ['queue', folder]
  const status = useQuery({
    queryKey,
    queryFn: () => client.queue.status({ folder }),
    refetchInterval: everyMs,
  })
  const canAsk = useCanChange()
  const asking = useMutation({
    mutationFn: (request: QueueRequest) => client.queue.ask({ folder, request }),
    onMutate: async (request) => {
      await queries.cancelQueries({ queryKey })
      queries.setQueryData<ProjectStatus>(queryKey, (known) => known && foresee(known, request))
    },
    onSuccess: (known) => queries.setQueryData(queryKey, known),
    onError: () => queries.invalidateQueries({ queryKey }),
  })
  return {
    status: status.data,
    ask: asking.mutate,
    isAsking: asking.isPending,
    error: asking.error,
    dismiss: asking.reset,
    canAsk,
  }
}

/** What will be the answer, as far as that is sure. */
export function foresee(known: ProjectStatus, request: QueueRequest): ProjectStatus {
  if (request.action === 'pause' || request.action === 'resume')
    return { ...known, paused: request.action === 'pause' }
  if (request.action !== 'move' || typeof request.to !== 'number') return known
  const order = queueOf(known).map(({ experiment }) => experiment)
  const others = order.filter((id) => id !== request.id)
  const places = others.toSpliced(request.to, 0, request.id)
  return {
    ...known,
    experiments: known.experiments.map((one) =>
      places.includes(one.experiment) ? { ...one, queuePosition: places.indexOf(one.experiment) } : one,
    ),
  }
}
