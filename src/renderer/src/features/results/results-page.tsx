import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { headlineMetrics } from '../../../../shared/metrics/index.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { go, replaceRoute } from '../../lib/route.ts'
import type { Route } from '../../lib/route.ts'
import { formatExperiment } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { ExperimentResults } from './experiment-results.tsx'

interface ResultsPageProps {
  summary: ProjectSummary
  /** experiment (the newest where there is none), metric, method and labels (fraction) of the cell that is looked into. */
  params: Route['params']
}

/** What the methods of an experiment score, and whether that is a difference. */
export function ResultsPage({ summary: { folder, experiments }, params }: ResultsPageProps) {
  const { results } = strings
  const experiment = experiments.find(({ id }) => id === params['experiment']) ?? experiments.at(-1)
  const metric = headlineMetrics.find((name) => name === params['metric']) ?? 'auroc'
  const look = (changes: Route['params']) =>
    replaceRoute({ page: 'results', folder, params: { ...params, ...changes } })
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
              choose={(next) => look({ metric: next })}
              options={headlineMetrics.map((value) => ({ value, name: results.metrics[value] }))}
            />
            <TextField
              select
              size="small"
              label={results.experiment}
              value={experiment.id}
              onChange={({ target }) =>
                go({ page: 'results', folder, params: { experiment: target.value, metric } })
              }
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
        <ExperimentResults
          key={experiment.id}
          experiment={experiment.id}
          {...{ folder, metric }}
          wanted={{ method: params['method'], labels: params['labels'] }}
          choose={({ method, labelFraction }) =>
            look({ experiment: experiment.id, method, labels: String(labelFraction) })
          }
        />
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
