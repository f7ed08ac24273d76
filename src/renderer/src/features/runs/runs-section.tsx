import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import type { Experiment } from '../../../../shared/ipc/api.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import { ExperimentCard } from './experiment-card.tsx'
import { useRuns } from './use-runs.ts'

/** Every run of the project, by experiment, newest first. */
export function RunsSection({ folder, experiments }: { folder: string; experiments: Experiment[] }) {
  const { runs, error, retry } = useRuns(folder)
  const byExperiment = Map.groupBy(runs?.values() ?? [], ({ experiment }) => experiment)
  return (
    <Box component="section" aria-labelledby="runs-title" sx={{ display: 'grid', gap: 2 }}>
      <Typography variant="h2" id="runs-title">
        {strings.runs.title}
      </Typography>
      {error !== null && (
        <ErrorPanel title={strings.runs.failed} error={toPayload(error)}>
          <Button variant="outlined" onClick={retry}>
            {strings.runs.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {runs === null && error === null && (
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
