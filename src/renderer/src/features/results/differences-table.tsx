import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isUndefined } from '../../../../shared/metrics/index.ts'
import type { HeadlineMetric } from '../../../../shared/metrics/index.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { TitleRow } from '../../components/title-row.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import { DifferenceMenu } from './difference-menu.tsx'
import { VerdictList, VerdictSkeleton } from './verdict-list.tsx'

interface DifferencesTableProps {
  folder: string
  experiment: string
  metric: HeadlineMetric
  /** How many there will be by one metric. */
  comparisons: number
}

/** More sentences than these are a wall: then only those that tell methods apart stand there at first. */
const many = 8

/** Every method against the baseline, in one plain sentence each. */
export function DifferencesTable({ folder, experiment, metric, comparisons }: DifferencesTableProps) {
  const { differences: words } = strings.results
  const [showsAll, setShowsAll] = useState(false)
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
  const apart = own?.filter(({ result }) => !isUndefined(result) && result.distinguishable)
  const isLong = own !== undefined && own.length > many
  return (
    <Paper component="section" aria-labelledby="differences-title" sx={{ p: 3 }}>
      <Box sx={{ mb: 2 }}>
        <TitleRow variant="h2" id="differences-title" title={words.title} note={words.note}>
          <DifferenceMenu title={words.title} all={found.data} own={own} />
        </TitleRow>
      </Box>
      {isLong && (
        <Box sx={{ display: 'flex', columnGap: 2, flexWrap: 'wrap', alignItems: 'center', mb: 1 }}>
          <Typography sx={{ flex: 1, minWidth: 240 }}>{words.summary(apart!.length, own.length)}</Typography>
          <Button size="small" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? words.showApart : words.showAll(own.length)}
          </Button>
        </Box>
      )}
      {own ? (
        <VerdictList differences={isLong && !showsAll ? apart! : own} />
      ) : (
        <VerdictSkeleton lines={comparisons > many ? 1 : comparisons} label={words.loading} />
      )}
    </Paper>
  )
}
