import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import { NextStepCard } from './next-step-card.tsx'
import { ProjectFacts } from './project-facts.tsx'

/** How often to look whether somebody imported, froze or planned meanwhile. */
const lookAgainMs = 4000

interface ProjectPageProps {
  folder: string
  goHome: () => void
  openProject: (folder: string) => void
  children: (summary: ProjectSummary) => ReactNode
}

export function ProjectPage({ folder, goHome, openProject, children }: ProjectPageProps) {
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
    return (
      <CannotOpen
        error={error}
        retry={() => void (opened.error ? opened : current).refetch()}
        goHome={goHome}
        openProject={openProject}
      />
    )
  if (!summary) return <Skeleton variant="rounded" height={96} aria-label={strings.project.opening} />
  return (
    <Box sx={{ display: 'grid', gap: 4 }}>
      <ProjectFacts summary={summary} />
      <NextStepCard summary={summary} />
      {summary.experiments.length > 0 && children(summary)}
    </Box>
  )
}

interface CannotOpenProps extends Pick<ProjectPageProps, 'goHome' | 'openProject'> {
  error: unknown
  retry: () => void
}

function CannotOpen({ error, retry, goHome, openProject }: CannotOpenProps) {
  const choose = useMutation({
    mutationFn: () => client.project.choose(),
    onSuccess: ({ folder }) => folder && openProject(folder),
  })
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <PageTitle>{strings.project.failed}</PageTitle>
      <ErrorPanel
        title={strings.project.errors[toPayload(error).code] ?? strings.project.errors.other}
        error={toPayload(error)}
      >
        <Button variant="contained" onClick={() => choose.mutate()}>
          {strings.project.openAnother}
        </Button>
        <Button variant="outlined" onClick={retry}>
          {strings.project.tryAgain}
        </Button>
        <Button onClick={goHome}>{strings.project.back}</Button>
      </ErrorPanel>
    </Box>
  )
}
