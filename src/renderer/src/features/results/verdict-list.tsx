import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { isUndefined } from '../../../../shared/metrics/index.ts'
import type { MethodDifference } from '../../../../shared/metrics/index.ts'
import { formatMethod, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** A plain sentence for each difference, after the label fraction it was found at. */
export function VerdictList({ differences }: { differences: readonly MethodDifference[] }) {
  const { differences: words, metrics } = strings.results
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.5 }}>
      {differences.map(({ labelFraction, first, second, metric, result }) => (
        <Box
          component="li"
          key={`${labelFraction} ${first}`}
          sx={{ display: 'grid', gridTemplateColumns: '72px 1fr', gap: 2 }}
        >
          <Typography
            sx={{ textAlign: 'right', fontVariantNumeric: 'tabular-nums', color: 'text.secondary' }}
          >
            {formatShare(labelFraction)}
          </Typography>
          <Typography
            sx={{
              fontWeight: !isUndefined(result) && result.distinguishable ? 600 : 400,
              maxWidth: '90ch',
            }}
          >
            {unbroken(
              words.verdict(result, {
                first: formatMethod(first),
                second: formatMethod(second),
                metric: metrics[metric],
              }),
            )}
          </Typography>
        </Box>
      ))}
    </Box>
  )
}

/** Where sentences will stand, as high as they will be. */
export const VerdictSkeleton = ({ lines, label }: { lines: number; label: string }) => (
  <Box role="status" aria-label={label} sx={{ display: 'grid', gap: 1.5 }}>
    {Array.from({ length: lines }, (_, line) => (
      <Skeleton key={line} variant="rounded" height={64} />
    ))}
  </Box>
)

/** No line ends between a number and what belongs to it. */
const unbroken = (sentence: string) => sentence.replace(/ (?=%)|(?<==) | (?==)/g, '\u00a0')
