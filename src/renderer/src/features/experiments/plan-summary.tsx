import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { duration } from '../../../../shared/domain/duration.ts'
import type { PlanPreview } from '../../../../shared/ipc/experiments.ts'
import { monospace } from '../../app/theme.ts'
import { formatCount, formatGigabytes } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** The plan at a glance, beside every step; its hash tells whether two plans are one. */
export function PlanSummary({ preview, isBehind }: { preview: PlanPreview | null; isBehind: boolean }) {
  const words = strings.experiments.summary
  const facts = preview && [
    { name: words.runs, value: formatCount(preview.runs) },
    { name: words.pretrainings, value: formatCount(preview.pretrainings) },
    { name: words.finetunings, value: formatCount(preview.finetunings) },
    { name: words.time, value: duration(preview.estimate.seconds) },
    { name: words.disk, value: formatGigabytes(preview.estimate.diskBytes) },
  ]
  return (
    <Box component="section" aria-label={words.title} aria-busy={isBehind}>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: '1fr auto', columnGap: 1 }}>
        {facts?.map(({ name, value }) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
              {name}
            </Typography>
            <Typography
              component="dd"
              variant="caption"
              sx={{
                m: 0,
                textAlign: 'right',
                fontVariantNumeric: 'tabular-nums',
                opacity: isBehind ? 0.6 : 1,
              }}
            >
              {value}
            </Typography>
          </Box>
        ))}
      </Box>
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1 }}>
        {words.hash}
      </Typography>
      <Typography
        variant="caption"
        component="p"
        aria-label={words.hash}
        role="note"
        sx={{ fontFamily: monospace, overflowWrap: 'anywhere' }}
      >
        {preview === null ? words.none : (preview.experiment ?? words.noHash)}
      </Typography>
    </Box>
  )
}
