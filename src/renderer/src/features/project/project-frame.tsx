import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { client, isInWindow, toPayload } from '../../lib/client.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { WorkBanner } from './work-banner.tsx'

/** How often to look whether somebody imported, froze or planned meanwhile. */
const lookAgainMs = 4000

interface ProjectFrameProps {
  folder: string
  /** Says nothing of runs: who reads blind is told nothing of models. */
  isQuiet: boolean
  children: (summary: ProjectSummary) => ReactNode
}

/** Opens the project that a page is about, keeps what is known of it fresh, and says why it cannot be opened. */
export function ProjectFrame({ folder, isQuiet, children }: ProjectFrameProps) {
  const opened = useQuery({
    queryKey: ['project', folder, 'open'],
    queryFn: () => client.project.open({ folder }),
    gcTime: 0,
  })
  const current = useQuery({
    queryKey: ['project', folder],
    queryFn: () => client.project.summary({ folder }),
    enabled: opened.isSuccess,
    refetchInterval: lookAgainMs,
  })
  const error = opened.error ?? current.error
  const summary = current.data ?? opened.data

  if (error)
    return <CannotOpen error={error} retry={() => void (opened.error ? opened : current).refetch()} />
  if (!summary)
    return (
      <Box sx={{ display: 'grid', gap: 3 }}>
        <Skeleton variant="text" sx={{ typography: 'h1', width: 200 }} />
        <LoadingCard label={strings.project.opening} />
      </Box>
    )
  return (
    <>
      {!isQuiet && <WorkBanner folder={folder} />}
      {children(summary)}
    </>
  )
}

function CannotOpen({ error, retry }: { error: unknown; retry: () => void }) {
  const choose = useMutation({
    mutationFn: () => client.project.choose(),
    onSuccess: ({ folder }) => folder && go({ page: 'overview', folder }),
  })
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <PageTitle>{strings.project.failed}</PageTitle>
      <ErrorPanel
        title={strings.project.errors[toPayload(error).code] ?? strings.project.errors.other}
        error={toPayload(error)}
      >
        {isInWindow && (
          <Button variant="contained" onClick={() => choose.mutate()}>
            {strings.project.openAnother}
          </Button>
        )}
        <Button variant="outlined" onClick={retry}>
          {strings.project.tryAgain}
        </Button>
        <Button onClick={() => go({ page: 'home' })}>{strings.project.back}</Button>
      </ErrorPanel>
    </Box>
  )
}
