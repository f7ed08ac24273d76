import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import type { FreezeReport } from '../../../../shared/ipc/dataset.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { WorkProgress } from '../../components/work-progress.tsx'
import { useActions } from '../../lib/actions.ts'
import { client, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { useLongWork } from '../../lib/long-work.ts'
import type { Work } from '../../lib/long-work.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { useHost } from '../../lib/use-host.ts'
import { FreezeDialog } from './freeze-dialog.tsx'
import type { FreezeWish } from './freeze-dialog.tsx'
import { VersionDetail } from './version-detail.tsx'
import { VersionDiff } from './version-diff.tsx'
import { VersionTable } from './version-table.tsx'

interface DatasetPageProps {
  summary: ProjectSummary
  /** Version in the address; the newest where there is none. */
  wanted: string | undefined
}

/** Frozen versions of the data, each with the proof that nothing leaks, and the way to freeze another. */
export function DatasetPage({ summary: { folder }, wanted }: DatasetPageProps) {
  const queryClient = useQueryClient()
  const [isAsking, setIsAsking] = useState(false)
  const host = useHost()
  const versions = useQuery({
    queryKey: ['dataset', folder, 'versions'],
    queryFn: () => client.dataset.versions({ folder }),
  })
  const { work, isRunning, start, stop, forget } = useLongWork<never, FreezeReport>(`freeze ${folder}`)
  const words = strings.dataset
  const canChange = host?.readOnly === null
  const freeze = (wish: FreezeWish) => {
    setIsAsking(false)
    start((options) => client.dataset.freeze({ folder, ...wish }, options), {
      ended: () => {
        void queryClient.invalidateQueries({ queryKey: ['dataset', folder, 'versions'] })
        void queryClient.invalidateQueries({ queryKey: ['project', folder], exact: true })
        go({ page: 'dataset', folder })
      },
    })
  }
  const open: Parameters<typeof useActions>[0] = canChange
    ? [
        {
          ...{ id: 'freeze', name: words.freeze.open, group: strings.app.groups.page, keys: 'F' },
          run: () => setIsAsking(true),
        },
      ]
    : []
  useActions(open)
  const list = versions.data ?? []
  const shown = list.find(({ version }) => version === wanted) ?? list.at(-1)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box sx={{ flex: 1 }}>
          <PageTitle>{words.title}</PageTitle>
        </Box>
        {canChange && (
          <Button variant="contained" disabled={isRunning} onClick={() => setIsAsking(true)}>
            {words.freeze.open}
          </Button>
        )}
      </Box>
      {host && !canChange && (
        <Alert severity="info" variant="outlined">
          {words.readOnly}
        </Alert>
      )}
      {isRunning && <WorkProgress label={words.freeze.running} progress={work!.progress} stop={stop} />}
      <FreezeEnd work={work} forget={forget} />
      {versions.error && (
        <ErrorPanel title={words.failed} error={toPayload(versions.error)}>
          <Button variant="outlined" onClick={() => void versions.refetch()}>
            {strings.project.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {versions.isPending && <LoadingCard label={words.loading} heightPx={240} />}
      {versions.data && !shown && (
        <EmptyState title={words.empty.title} text={words.empty.text}>
          <Box>
            <Button variant="outlined" onClick={() => go({ page: 'regions', folder })}>
              {words.empty.go}
            </Button>
          </Box>
        </EmptyState>
      )}
      {shown && (
        <>
          <VersionTable folder={folder} versions={list} shown={shown.version} />
          <VersionDetail key={shown.version} folder={folder} version={shown} />
          {list.length > 1 && (
            <VersionDiff
              key={`diff ${shown.version}`}
              folder={folder}
              to={shown.version}
              others={list.map(({ version }) => version).filter((version) => version !== shown.version)}
            />
          )}
        </>
      )}
      {isAsking && <FreezeDialog close={() => setIsAsking(false)} freeze={freeze} />}
    </Box>
  )
}

/** How the last freezing ended, with what it has to say about the version. */
function FreezeEnd({ work, forget }: { work: Work<never, FreezeReport> | null; forget: () => void }) {
  const words = strings.dataset.freeze
  if (work?.state === 'failed') return <ErrorPanel title={words.failed} error={toPayload(work.error)} />
  if (work?.state !== 'finished') return null
  const { created, manifest, warnings } = work.result!
  return (
    <Alert
      severity={warnings.length > 0 ? 'warning' : 'success'}
      variant="outlined"
      onClose={forget}
      slotProps={{ closeButton: { 'aria-label': words.close } }}
    >
      <Typography>{(created ? words.created : words.known)(manifest.version)}</Typography>
      {warnings.map((warning) => (
        <Typography key={warning}>{inWords(warning)}</Typography>
      ))}
    </Alert>
  )
}
