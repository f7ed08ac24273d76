import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { headlineMetrics } from '../../../../shared/metrics/index.ts'
import type { HeadlineMetric } from '../../../../shared/metrics/index.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { go } from '../../lib/route.ts'
import { formatExperiment } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { ExperimentResults } from './experiment-results.tsx'

interface ResultsPageProps {
  summary: ProjectSummary
  /** Id of the experiment in the address; the newest where there is none. */
  wanted: string | undefined
}

/** What the methods of an experiment score, and whether that is a difference. */
export function ResultsPage({ summary: { folder, experiments }, wanted }: ResultsPageProps) {
  const [metric, setMetric] = useState<HeadlineMetric>('auroc')
  const { results } = strings
  const experiment = experiments.find(({ id }) => id === wanted) ?? experiments.at(-1)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 200 }}>
          <PageTitle>{results.title}</PageTitle>
        </Box>
        {experiment && (
          <>
            <PickOne
              label={results.metric}
              value={metric}
              choose={setMetric}
              options={headlineMetrics.map((value) => ({ value, name: results.metrics[value] }))}
            />
            <TextField
              select
              size="small"
              label={results.experiment}
              value={experiment.id}
              onChange={({ target }) => go({ page: 'results', folder, params: { experiment: target.value } })}
              sx={{ minWidth: 200 }}
            >
              {experiments.toReversed().map(({ id, recipe }) => (
                <MenuItem key={id} value={id}>
                  {formatExperiment(recipe, id)}
                </MenuItem>
              ))}
            </TextField>
          </>
        )}
      </Box>
      {experiment ? (
        <ExperimentResults key={experiment.id} folder={folder} experiment={experiment.id} metric={metric} />
      ) : (
        <EmptyState title={results.empty.title} text={results.empty.text}>
          <Box>
            <Button variant="outlined" onClick={() => go({ page: 'overview', folder })}>
              {strings.project.next}
            </Button>
          </Box>
        </EmptyState>
      )}
    </Box>
  )
}
