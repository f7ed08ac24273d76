import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Centroids } from '../../../../shared/ipc/regions.ts'
import { client } from '../../lib/client.ts'

/** The marked centres; every change answers with all of them, means and outliers included. */
export function useCentroids(folder: string) {
  const queryClient = useQueryClient()
  const queryKey = ['regions', folder, 'centroids']
  const centroids = useQuery({ queryKey, queryFn: () => client.regions.centroids({ folder }) })
  const change = useMutation({
    mutationFn: (ask: () => Promise<Centroids>) => ask(),
    onSuccess: (changed) => queryClient.setQueryData(queryKey, changed),
  })
  return { centroids, change }
}
