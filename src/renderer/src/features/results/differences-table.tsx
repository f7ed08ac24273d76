import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Paper from '@mui/material/Paper'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import type { HeadlineMetric } from '../../../../shared/metrics/index.ts'
import { TableMenu } from '../../components/chart/table-menu.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import { differenceNumbers, differencesPrinted } from './difference-numbers.ts'
import { VerdictList } from './verdict-list.tsx'

interface DifferencesTableProps {
  folder: string
  experiment: string
  metric: HeadlineMetric
}

/** Every method against the baseline, in one plain sentence each. */
export function DifferencesTable({ folder, experiment, metric }: DifferencesTableProps) {
  const { differences: words } = strings.results
  const found = useQuery({
    queryKey: ['differences', folder, experiment],
    queryFn: () => client.results.differences({ folder, experiment }),
    staleTime: 30_000,
  })
  if (found.error) {
    return (
      <ErrorPanel title={words.failed} error={toPayload(found.error)}>
        <Button variant="outlined" onClick={() => void found.refetch()}>
          {strings.results.tryAgain}
        </Button>
      </ErrorPanel>
    )
  }
  const own = found.data?.filter((one) => one.metric === metric)
  if (own?.length === 0) return null
  return (
    <Paper component="section" aria-labelledby="differences-title" sx={{ p: 3 }}>
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start', mb: 2 }}>
        <Box sx={{ flex: 1 }}>
          <Typography variant="h2" id="differences-title">
            {words.title}
          </Typography>
          <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
            {words.note}
          </Typography>
        </Box>
        <TableMenu
          title={words.title}
          numbers={differenceNumbers(found.data ?? [])}
          printed={differencesPrinted(own ?? [])}
          isDisabled={!found.data}
        />
      </Box>
      {own ? (
        <VerdictList differences={own} />
      ) : (
        <Box aria-label={words.loading} role="status">
          <Skeleton height={28} />
          <Skeleton height={28} width="80%" />
          <Skeleton height={28} width="90%" />
        </Box>
      )}
    </Paper>
  )
}
