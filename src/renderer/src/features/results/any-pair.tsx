import Alert from '@mui/material/Alert'
import MenuItem from '@mui/material/MenuItem'
import Paper from '@mui/material/Paper'
import TextField from '@mui/material/TextField'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { StudyArm } from '../../../../shared/domain/stage.ts'
import type { HeadlineMetric } from '../../../../shared/metrics/index.ts'
import { TitleRow } from '../../components/title-row.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { formatMethod } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { DifferenceMenu } from './difference-menu.tsx'
import { VerdictList, VerdictSkeleton } from './verdict-list.tsx'

interface AnyPairProps {
  folder: string
  experiment: string
  methods: readonly StudyArm[]
  metric: HeadlineMetric
  /** How many there are: a sentence for each. */
  fractions: number
}

/** Two methods of one's own choice, in one plain sentence for each label fraction. */
export function AnyPair({ folder, experiment, methods, metric, fractions }: AnyPairProps) {
  const [a, setA] = useState(methods.at(-1)!)
  const [b, setB] = useState(methods.at(-2)!)
  const words = strings.results.pair
  const found = useQuery({
    queryKey: ['compare', folder, experiment, a, b],
    queryFn: () => client.results.compare({ folder, experiment, a, b }),
    staleTime: Infinity,
  })
  const own = found.data?.filter((one) => one.metric === metric)
  const pick = (label: string, value: StudyArm, choose: (method: StudyArm) => void, other: string) => (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      onChange={({ target }) => choose(target.value as StudyArm)}
      sx={{ minWidth: 200 }}
    >
      {methods.map((method) => (
        <MenuItem key={method} value={method} disabled={method === other}>
          {formatMethod(method)}
        </MenuItem>
      ))}
    </TextField>
  )
  return (
    <Paper component="section" aria-labelledby="pair-title" sx={{ p: 3, display: 'grid', gap: 2 }}>
      <TitleRow variant="h2" id="pair-title" title={words.title} note={words.note}>
        {pick(words.first, a, setA, b)}
        {pick(words.second, b, setB, a)}
        <DifferenceMenu title={words.saved(formatMethod(a), formatMethod(b))} all={found.data} own={own} />
      </TitleRow>
      {found.error && (
        <Alert severity="error" variant="outlined">
          {toPayload(found.error).message}
        </Alert>
      )}
      {found.isPending && <VerdictSkeleton lines={fractions} label={strings.results.differences.loading} />}
      {own && <VerdictList differences={own} />}
    </Paper>
  )
}
