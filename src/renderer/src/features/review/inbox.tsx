import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { useActions } from '../../lib/actions.ts'
import { toPayload } from '../../lib/client.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { useHost } from '../../lib/use-host.ts'
import { CreateDialog } from './create-dialog.tsx'
import type { Ranked } from './create-dialog.tsx'
import { LabelNextCard } from './label-next-card.tsx'
import { SessionCard } from './session-card.tsx'
import { useSessions } from './use-sessions.ts'

/** The reviews of a project, newest first, with what each still takes. */
export function Inbox({ summary: { folder, datasets, experiments } }: { summary: ProjectSummary }) {
  const [asked, setAsked] = useState<{ ranked: Ranked | null } | null>(null)
  const host = useHost()
  const sessions = useSessions(folder)
  const words = strings.review
  const canChange = host?.readOnly === null
  const canCreate = canChange && datasets.length > 0
  const create = () => setAsked({ ranked: null })
  useActions(
    canCreate
      ? [
          {
            id: 'new review',
            name: words.create.open,
            group: strings.app.groups.page,
            keys: 'N',
            run: create,
          },
        ]
      : [],
  )
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box sx={{ flex: 1 }}>
          <PageTitle>{words.title}</PageTitle>
        </Box>
        {canCreate && (
          <Button variant="contained" onClick={create} aria-keyshortcuts="N">
            {words.create.open}
          </Button>
        )}
      </Box>
      <Typography sx={{ color: 'text.secondary', maxWidth: '80ch' }}>{words.intro}</Typography>
      {host && !canChange && (
        <Alert severity="info" variant="outlined">
          {words.readOnly}
        </Alert>
      )}
      {sessions.error && (
        <ErrorPanel title={words.failed} error={toPayload(sessions.error)}>
          <Button variant="outlined" onClick={() => void sessions.refetch()}>
            {words.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {sessions.isPending && <LoadingCard label={words.loading} heightPx={200} />}
      {sessions.data?.length === 0 && (
        <EmptyState
          title={words.empty.title}
          text={datasets.length > 0 ? words.empty.text : words.empty.noData}
        >
          {datasets.length === 0 && (
            <Box>
              <Button variant="outlined" onClick={() => go({ page: 'dataset', folder })}>
                {words.empty.toDataset}
              </Button>
            </Box>
          )}
        </EmptyState>
      )}
      {sessions.data?.map((session) => (
        <SessionCard key={session.session} folder={folder} session={session} canChange={canChange} />
      ))}
      {experiments.length > 0 && (
        <LabelNextCard
          {...{ folder, experiments }}
          {...(canCreate && { review: (ranked: Ranked) => setAsked({ ranked }) })}
        />
      )}
      {asked && (
        <CreateDialog
          {...{ folder, datasets, experiments, ranked: asked.ranked }}
          close={() => setAsked(null)}
        />
      )}
    </Box>
  )
}
