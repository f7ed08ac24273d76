import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import { ExperimentCard } from './experiment-card.tsx'
import { useRuns } from './use-runs.ts'

/** Every run of the project, by experiment, newest first. */
export function RunsPage({ summary: { folder, experiments } }: { summary: ProjectSummary }) {
  const { runs, error, retry } = useRuns(folder)
  const byExperiment = Map.groupBy(runs?.values() ?? [], ({ experiment }) => experiment)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
      <PageTitle>{strings.runs.title}</PageTitle>
      {error !== null && (
        <ErrorPanel title={strings.runs.failed} error={toPayload(error)}>
          <Button variant="outlined" onClick={retry}>
            {strings.runs.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {experiments.length === 0 && (
        <EmptyState title={strings.runs.empty.title} text={strings.runs.empty.text} />
      )}
      {runs === null && error === null && experiments.length > 0 && (
        <Skeleton variant="rounded" height={240} aria-label={strings.runs.loading} />
      )}
      {runs !== null &&
        experiments
          .toReversed()
          .map((experiment) => (
            <ExperimentCard
              key={experiment.id}
              folder={folder}
              experiment={experiment}
              runs={byExperiment.get(experiment.id) ?? []}
            />
          ))}
    </Box>
  )
}
