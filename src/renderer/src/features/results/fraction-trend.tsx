import { Area, CartesianGrid, ComposedChart, Line, Scatter, XAxis, YAxis } from 'recharts'
import type { SeriesStyle } from '../../../../shared/colours.ts'
import { isUndefined } from '../../../../shared/metrics/index.ts'
import type { HeadlineMetric, ResultRow } from '../../../../shared/metrics/index.ts'
import { axisLook, gridLook } from '../../components/chart/axes.ts'
import { Chart } from '../../components/chart/chart.tsx'
import { Marker } from '../../components/chart/marker.tsx'
import { formatFixed, formatMethod, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { fractionsIn } from './method-numbers.ts'

interface FractionTrendProps {
  rows: readonly ResultRow[]
  metric: HeadlineMetric
  styles: ReadonlyMap<string, SeriesStyle>
}

/** Bands of more methods than these hide each other. */
const mostBands = 4

/** One metric against the share of labels: means with their band, and a dot per fold. */
export function FractionTrend({ rows, metric, styles }: FractionTrendProps) {
  const { trend, table, metrics } = strings.results
  const methods = [...styles.keys()]
  const fractions = fractionsIn(rows)
  const cell = (method: string, fraction: number) =>
    rows.find((row) => row.method === method && row.labelFraction === fraction)?.metrics[metric]
  // Side by side rather than on top of each other.
  const shift = (index: number) => (index - (methods.length - 1) / 2) * Math.min(0.012, 0.08 / methods.length)
  const lines = methods.map((method, index) =>
    fractions.flatMap((fraction) => {
      const found = cell(method, fraction)
      if (found?.mean == null) return []
      const { mean, low, high, folds } = found
      const band =
        methods.length <= mostBands && low !== null && high !== null ? ([low, high] as const) : null
      const dots = folds.flatMap((fold) => (isUndefined(fold) ? [] : [fold]))
      return [{ x: fraction + shift(index), mean, band, dots }]
    }),
  )
  const values = lines.flat().flatMap(({ mean, band, dots }) => [mean, ...(band ?? []), ...dots])
  const lowest = Math.max(0, Math.floor(Math.min(0.5, ...values) * 10) / 10)
  const hasIntervals = rows.some((row) => row.metrics[metric].low !== null)
  const numbers = {
    columns: [
      { title: table.method },
      { title: table.fraction, format: formatShare },
      { title: table.mean, format: three },
      { title: table.low, format: three },
      { title: table.high, format: three },
      { title: table.folds },
    ],
    rows: rows.map(({ method, labelFraction, metrics: own }) => {
      const { mean, low, high, folds: single } = own[metric]
      const shown = single.map((fold) => (isUndefined(fold) ? strings.runs.none : three(fold)))
      return [formatMethod(method), labelFraction, mean, low, high, shown.join(' ')]
    }),
  }
  return (
    <Chart
      title={trend.title(metrics[metric])}
      note={!hasIntervals ? trend.noInterval : methods.length > mostBands ? trend.noBands : trend.bands}
      numbers={numbers}
      series={methods.map((method) => ({ name: formatMethod(method), ...styles.get(method)! }))}
    >
      <ComposedChart accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 20, left: 0 }}>
        <CartesianGrid {...gridLook} />
        <XAxis
          {...axisLook}
          dataKey="x"
          type="number"
          domain={[0, 1.05]}
          ticks={fractions}
          tickFormatter={formatShare}
          label={{ value: trend.axis, position: 'bottom', ...axisLook.tick }}
        />
        <YAxis
          {...axisLook}
          width={44}
          domain={[lowest, 1]}
          ticks={tenths(lowest)}
          tickFormatter={(value: number) => formatFixed(value, 1)}
        />
        {methods.map((method, index) => (
          <Area
            key={`band ${method}`}
            data={lines[index]}
            dataKey="band"
            stroke="none"
            fill={styles.get(method)!.colour}
            fillOpacity={0.13}
            isAnimationActive={false}
          />
        ))}
        {methods.map((method, index) => (
          <Line
            key={`line ${method}`}
            data={lines[index]}
            dataKey="mean"
            stroke={styles.get(method)!.colour}
            strokeWidth={2}
            isAnimationActive={false}
            dot={({ key, cx, cy }) => <Marker key={key} {...styles.get(method)!} cx={cx} cy={cy} />}
          />
        ))}
        {methods.map((method, index) => (
          <Scatter
            key={`folds ${method}`}
            data={lines[index].flatMap(({ x, dots }) => dots.map((y) => ({ x, y })))}
            dataKey="y"
            isAnimationActive={false}
            shape={({ cx, cy }) => (
              <circle {...{ cx, cy }} r={2.2} fill="none" stroke={styles.get(method)!.colour} />
            )}
          />
        ))}
      </ComposedChart>
    </Chart>
  )
}

const three = (value: number) => formatFixed(value, 3)

/** Every tenth up to 1, or every second where they would crowd. */
function tenths(lowest: number): number[] {
  const first = Math.round(lowest * 10)
  const step = 10 - first > 5 ? 2 : 1
  const last = Math.floor((10 - first) / step)
  return Array.from({ length: last + 1 }, (_, i) => (10 - (last - i) * step) / 10)
}
