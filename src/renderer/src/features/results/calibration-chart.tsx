import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts'
import Typography from '@mui/material/Typography'
import type { MethodScores } from '../../../../shared/ipc/results.ts'
import { brier, calibration, isUndefined, recalibration } from '../../../../shared/metrics/index.ts'
import { axisLook, gridLook, shareAxis } from '../../components/chart/axes.ts'
import { Chart } from '../../components/chart/chart.tsx'
import { inWords } from '../../lib/core-words.ts'
import { formatCount, formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { pooled } from './pooled.ts'

/** A bin with fewer scores says more about chance than about calibration. */
const fewestInBin = 5

/** How the scores keep their promise, those of every model together: share of anomalous sinuses against the score. */
export function CalibrationChart({ scores }: { scores: MethodScores }) {
  const words = strings.results.detail.calibration
  const { targets, values } = pooled(scores.sinuses, scores.models)
  const found = calibration(targets, values)
  if (isUndefined(found)) return <Typography>{inWords(found.reason)}</Typography>
  const [spread, weak] = [brier(targets, values), recalibration(targets, values)]
  const three = (value: number) => formatFixed(value, 3)
  const note = [
    words.error(three(found.expectedError)),
    ...(isUndefined(spread) ? [] : [words.brier(three(spread))]),
    isUndefined(weak)
      ? words.noSlope(inWords(weak.reason))
      : words.slope(three(weak.slope), three(weak.intercept)),
  ]
  const colour = 'var(--series-1)'
  const numbers = {
    columns: [
      { title: words.from, format: (value: number) => formatFixed(value, 1) },
      { title: words.to, format: (value: number) => formatFixed(value, 1) },
      { title: words.mean, format: three },
      { title: words.share, format: three },
      { title: words.count, format: formatCount },
    ],
    rows: found.bins.map(({ low, high, meanScore, anomalousShare, count }) => [
      ...[low, high, meanScore, anomalousShare, count],
    ]),
  }
  const drawn = found.bins.filter(({ count }) => count >= fewestInBin)
  return (
    <Chart
      title={words.title}
      note={`${note.join(' · ')}. ${words.note(fewestInBin)}`}
      numbers={numbers}
      heightPx={320}
    >
      <LineChart data={drawn} accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 20, left: 8 }}>
        <CartesianGrid {...gridLook} />
        <XAxis
          {...shareAxis}
          dataKey="meanScore"
          label={{ value: words.mean, position: 'bottom', ...axisLook.tick }}
        />
        <YAxis
          {...shareAxis}
          width={56}
          label={{ value: words.share, angle: -90, position: 'insideLeft', ...axisLook.tick }}
        />
        <ReferenceLine
          stroke="var(--mui-palette-text-secondary)"
          strokeDasharray="3 4"
          segment={[
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ]}
        />
        <Line
          dataKey="anomalousShare"
          type="linear"
          stroke={colour}
          strokeWidth={2}
          dot={{ r: 4, fill: colour, stroke: 'none' }}
          isAnimationActive={false}
        />
      </LineChart>
    </Chart>
  )
}
