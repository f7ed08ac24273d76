import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { farDeviations, farMm, smallestSpreadMm } from '../../../../shared/domain/centroids.ts'
import type { Centroids } from '../../../../shared/ipc/regions.ts'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { formatCount, formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

type Millimetres = Centroids['sides'][number]['meanMm']

/** Where the marked centres lie in the fixed scan, and which of them lie far from the others. */
export function RunningMean({
  centroids: { sides },
  show,
}: {
  centroids: Centroids
  show: (subject: string) => void
}) {
  const words = strings.regions.centroids
  const point = (mm: Millimetres) =>
    mm === null ? words.none : mm.map((value) => formatFixed(value, 1)).join(' · ')
  const outliers = sides.flatMap(({ side, centroids }) =>
    centroids.filter(({ outlier }) => outlier).map((each) => ({ ...each, side })),
  )
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <ChartTable
        label={words.table}
        maxHeightPx={200}
        numbers={{
          columns: [
            { title: words.side },
            { title: words.count },
            { title: words.mean },
            { title: words.sd },
          ],
          rows: sides.map(({ side, centroids, meanMm, sdMm }) => [
            words.marked[side],
            centroids.length,
            point(meanMm),
            point(sdMm),
          ]),
        }}
      />
      {outliers.map(({ subject, side, distanceMm }) => (
        <Alert
          key={`${subject} ${side}`}
          severity="warning"
          variant="outlined"
          action={
            <Button color="inherit" onClick={() => show(subject)}>
              {strings.cohort.decisions.show}
            </Button>
          }
        >
          {words.marked[side]}: {words.outlier(subject, formatFixed(distanceMm ?? 0, 1))}
        </Alert>
      ))}
      {outliers.length > 0 && (
        <Typography variant="caption" sx={{ color: 'text.secondary', maxWidth: '96ch' }}>
          {words.rule(formatCount(farMm), formatCount(farDeviations), formatCount(smallestSpreadMm))}
        </Typography>
      )}
    </Box>
  )
}
