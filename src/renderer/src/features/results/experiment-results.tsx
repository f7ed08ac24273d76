import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { seriesStyles } from '../../../../shared/colours.ts'
import type { StudyArm } from '../../../../shared/domain/stage.ts'
import type { HeadlineMetric } from '../../../../shared/metrics/index.ts'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { routeHash } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { AnyPair } from './any-pair.tsx'
import { DifferencesTable } from './differences-table.tsx'
import { FractionTrend } from './fraction-trend.tsx'
import { MethodDetail } from './method-detail.tsx'
import { fractionsIn, methodsIn } from './method-numbers.ts'
import { MethodTable } from './method-table.tsx'
import { ReportCard } from './report-card.tsx'
import { ResultsSkeleton } from './skeletons.tsx'
import type { Chosen } from './use-scores.ts'

interface ExperimentResultsProps {
  folder: string
  experiment: string
  metric: HeadlineMetric
  /** The cell in the address, as far as it names one. */
  wanted: { method: string | undefined; labels: string | undefined }
  choose: (cell: Chosen) => void
}

export function ExperimentResults({ folder, experiment, metric, wanted, choose }: ExperimentResultsProps) {
  const { results } = strings
  // Read once per visit: the project counts how often its test set is looked at.
  const table = useQuery({
    queryKey: ['results', folder, experiment],
    queryFn: () => client.results.table({ folder, experiment }),
    staleTime: 30_000,
  })
  if (table.error) {
    return (
      <ErrorPanel title={results.failed} error={toPayload(table.error)}>
        <Button variant="outlined" onClick={() => void table.refetch()}>
          {results.tryAgain}
        </Button>
      </ErrorPanel>
    )
  }
  if (!table.data) return <ResultsSkeleton />
  const { rows, published, testSet } = table.data
  if (rows.every(({ finished }) => finished === 0)) {
    return (
      <EmptyState title={results.none.title} text={results.none.text}>
        <Box>
          <Button variant="outlined" href={routeHash({ page: 'runs', folder, params: { experiment } })}>
            {results.none.toRuns}
          </Button>
        </Box>
      </EmptyState>
    )
  }
  const methods = methodsIn(rows)
  const cell = rows.find(
    ({ method, labelFraction }) => method === wanted.method && String(labelFraction) === wanted.labels,
  )
  const chosen = cell && { method: cell.method as StudyArm, labelFraction: cell.labelFraction }
  const fractions = fractionsIn(rows)
  const styles = seriesStyles(methods)
  const lookInto = (next: Chosen) => {
    choose(next)
    requestAnimationFrame(() => {
      const title = document.getElementById('detail-title')
      title?.scrollIntoView({ block: 'start' })
      title?.focus({ preventScroll: true })
    })
  }
  return (
    <>
      {testSet.straddlingSubjects > 0 && (
        <Alert severity="error" variant="outlined">
          {results.straddling(testSet.straddlingSubjects, testSet.version)}
        </Alert>
      )}
      <MethodTable rows={rows} published={published} metric={metric} lookInto={lookInto} />
      {fractions.length > 1 && (
        <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(400px, 1fr))', gap: 3 }}>
          {(['auroc', 'auprc'] as const).map((name) => (
            <Card key={name}>
              <FractionTrend rows={rows} metric={name} styles={styles} />
            </Card>
          ))}
        </Box>
      )}
      <DifferencesTable
        {...{ folder, experiment, metric }}
        comparisons={(methods.length - 1) * fractions.length}
      />
      {methods.length > 1 && (
        <AnyPair {...{ folder, experiment, methods, metric }} fractions={fractions.length} />
      )}
      {chosen && <MethodDetail {...{ folder, experiment, rows, chosen, choose }} />}
      <ReportCard folder={folder} experiment={experiment} />
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {results.testSet(testSet.version, formatCount(testSet.evaluatedModels), formatCount(testSet.reads))}
      </Typography>
    </>
  )
}
