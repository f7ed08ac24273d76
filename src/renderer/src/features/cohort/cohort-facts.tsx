import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import type { CohortRow } from './cohort-rows.ts'

/** The cohort in numbers, which grow while files are read. */
export function CohortFacts({ folder, rows }: { folder: string; rows: readonly CohortRow[] }) {
  const labels = useQuery({
    queryKey: ['cohort', folder, 'labels'],
    queryFn: () => client.cohort.labels({ folder }),
  })
  const { facts } = strings.cohort
  const unreadable = rows.filter(({ lane }) => lane === 'rejected').length
  const contrasts = rows.flatMap(({ scan }) => scan?.contrast ?? [])
  const numbers = [
    [facts.subjects, new Set(rows.flatMap(({ subject }) => subject ?? [])).size],
    [facts.readable, rows.length - unreadable],
    [facts.unreadable, unreadable],
    [facts.notFlair, contrasts.filter((contrast) => contrast.toUpperCase() !== 'FLAIR').length],
    [facts.labels, labels.data?.length ?? null],
  ] as const
  return (
    <Box component="dl" sx={{ m: 0, display: 'flex', flexWrap: 'wrap', columnGap: 5, rowGap: 1 }}>
      {numbers.map(([name, count]) => (
        <Box key={name}>
          <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
            {name}
          </Typography>
          <Typography component="dd" variant="h1" sx={{ m: 0, fontVariantNumeric: 'tabular-nums' }}>
            {count === null ? strings.cohort.none : formatCount(count)}
          </Typography>
        </Box>
      ))}
    </Box>
  )
}
