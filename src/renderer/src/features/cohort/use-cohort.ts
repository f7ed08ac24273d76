import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ImportEvent, ImportReport, SettledFile } from '../../../../shared/ipc/cohort.ts'
import { client } from '../../lib/client.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { cohortRows } from './cohort-rows.ts'

/** While an import runs, the project is read again this often: contrast and size of a scan are known from there. */
const readAgainMs = 3000

/** The scans of a project and the import that adds to them. */
export function useCohort(folder: string) {
  const queryClient = useQueryClient()
  const { work, isRunning, start, stop } = useLongWork<SettledFile, ImportReport>(`import ${folder}`)
  const scans = useQuery({
    queryKey: ['cohort', folder, 'scans'],
    queryFn: () => client.cohort.scans({ folder }),
    refetchInterval: isRunning ? readAgainMs : false,
  })
  const items = work?.items
  const rows = useMemo(() => cohortRows(scans.data ?? [], items ?? []), [scans.data, items])
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: ['cohort', folder] })
    void queryClient.invalidateQueries({ queryKey: ['project', folder], exact: true })
  }
  const importScans = (asked: { paths: string[]; series?: string[]; pseudonyms?: boolean }) =>
    start<ImportEvent>((options) => client.cohort.import({ folder, ...asked }, options), {
      itemsOf: ({ settled }) => settled,
      ended: refresh,
    })
  return { scans, rows, work, isImporting: isRunning, importScans, stop, refresh }
}

export type Cohort = ReturnType<typeof useCohort>
