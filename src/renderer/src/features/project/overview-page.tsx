import Box from '@mui/material/Box'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { ExperimentList } from './experiment-list.tsx'
import { NextStepCard } from './next-step-card.tsx'
import { ProjectFacts } from './project-facts.tsx'

/** What is in a project, and what it wants next. */
export function OverviewPage({ summary }: { summary: ProjectSummary }) {
  return (
    <Box sx={{ display: 'grid', gap: 4 }}>
      <ProjectFacts summary={summary} />
      <NextStepCard summary={summary} />
      {summary.experiments.length > 0 && <ExperimentList summary={summary} />}
    </Box>
  )
}
