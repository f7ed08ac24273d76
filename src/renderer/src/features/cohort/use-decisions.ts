import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Decisions } from '../../../../shared/ipc/cohort.ts'
import { client } from '../../lib/client.ts'

type Decided = Decisions['decided'][number]

/** What has to be decided before scans are cut, and what was. */
export const useDecisions = (folder: string) =>
  useQuery({
    queryKey: ['cohort', folder, 'decisions'],
    queryFn: () => client.cohort.decisions({ folder }),
  })

export function useDecide(folder: string, changed: () => void) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (ask: () => Promise<Decisions>) => ask(),
    onSuccess: (decisions) => {
      queryClient.setQueryData(['cohort', folder, 'decisions'], decisions)
      changed()
    },
  })
}

/** A scan was stored anew with its orientation: what was decided about the one that came is about it too. */
export const isAbout = ({ scan, orientedScan }: Pick<Decided, 'scan' | 'orientedScan'>, id: string) =>
  scan === id || orientedScan === id
