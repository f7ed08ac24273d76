import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { toPayload } from '../../lib/client.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { ExperimentCard } from './experiment-card.tsx'
import { QueueCard } from './queue-card.tsx'
import { StagePage } from './stage-page.tsx'
import { useQueue } from '../../lib/use-queue.ts'
import { useRuns } from './use-runs.ts'

interface RunsPageProps {
  summary: ProjectSummary
  /** Hash of the one stage that is shown. */
  stage: string | undefined
}

/** Every run of the project, by experiment, newest first; or one of them. */
export function RunsPage({ summary: { folder, experiments }, stage }: RunsPageProps) {
  const { runs, error, retry } = useRuns(folder)
  const queue = useQueue(folder)
  if (stage !== undefined) {
    const run = [...(runs?.values() ?? [])].find((one) => one.stage === stage)
    return <StagePage key={stage} {...{ folder, stage, run, queue }} />
  }
  const byExperiment = Map.groupBy(runs?.values() ?? [], ({ experiment }) => experiment)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <PageTitle>{strings.runs.title}</PageTitle>
      {error !== null && (
        <ErrorPanel title={strings.runs.failed} error={toPayload(error)}>
          <Button variant="outlined" onClick={retry}>
            {strings.runs.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {experiments.length === 0 && (
        <EmptyState title={strings.runs.empty.title} text={strings.runs.empty.text}>
          <Box>
            <Button variant="contained" onClick={() => go({ page: 'experiments', folder })}>
              {strings.app.pages.experiments}
            </Button>
          </Box>
        </EmptyState>
      )}
      {experiments.length > 0 && <QueueCard {...{ folder, experiments, queue }} />}
      {runs === null && error === null && experiments.length > 0 && (
        <LoadingCard label={strings.runs.loading} heightPx={240} />
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
              queue={queue}
            />
          ))}
    </Box>
  )
}
