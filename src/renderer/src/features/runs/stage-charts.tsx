import Box from '@mui/material/Box'
import { Area, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import { Card } from '../../components/card.tsx'
import { axisLook, gridLook } from '../../components/chart/axes.ts'
import { Chart } from '../../components/chart/chart.tsx'
import { formatCount, formatFixed, formatLoss, formatTick } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import type { Story } from './story.ts'

const colours = { train: 'var(--series-1)', validation: 'var(--series-2)' }

/** Loss, learning rate, throughput and memory of a stage against epochs, or steps where it has none. */
export function StageCharts({ story }: { story: Story }) {
  const { points, stepsTotal, facts } = story
  const words = strings.runs.stage
  const perStep = facts.epochs !== null && stepsTotal > 0 ? facts.epochs / stepsTotal : 1
  const axis = facts.epochs === null ? words.steps : words.epochs
  const at = points.map((point) => ({ ...point, x: point.step * perStep }))
  const single = (key: 'learningRate' | 'stepSeconds' | 'rssBytes', turn: (value: number) => number) =>
    at.flatMap(({ x, step, [key]: value }) => (value === null ? [] : [{ x, step, y: turn(value) }]))
  const hasLoss = at.some(({ loss }) => loss !== null)
  const { batchSize } = facts
  const speeds = single('stepSeconds', (seconds) => (batchSize ?? 1) / seconds)
  const fastest = Math.max(...speeds.map(({ y }) => y))
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(400px, 1fr))', gap: 2 }}>
      {hasLoss && <LossChart story={story} at={at} axis={axis} />}
      <SingleChart
        {...{ axis, title: words.rate, format: formatLoss }}
        points={single('learningRate', (rate) => rate)}
      />
      <SingleChart
        {...{ axis, title: batchSize === null ? words.stepsPerSecond : words.throughput }}
        format={(value) => formatFixed(value, fastest < 10 ? 2 : 0)}
        points={speeds}
      />
      <SingleChart
        {...{ axis, title: words.memory, format: (value: number) => formatFixed(value, 2) }}
        points={single('rssBytes', (bytes) => bytes / 1e9)}
      />
    </Box>
  )
}

type At = Story['points'][number] & { x: number }

function LossChart({ story: { epochs }, at, axis }: { story: Story; at: readonly At[]; axis: string }) {
  const words = strings.runs.stage
  const train = at.flatMap(({ x, step, loss }) =>
    loss === null ? [] : [{ x, step, mean: loss[0], band: [loss[1], loss[2]] }],
  )
  const validation = epochs.flatMap(({ epochIndex, validationLoss }) =>
    validationLoss === null ? [] : [{ x: epochIndex + 1, y: validationLoss }],
  )
  // One bad step at the start would flatten all the rest: the band may leave the picture, the table has it.
  const highest = Math.max(...train.map(({ mean }) => mean), ...validation.map(({ y }) => y))
  const lowest = Math.min(...train.map(({ mean }) => mean), ...validation.map(({ y }) => y), 0)
  const ticks = lowest < 0 ? undefined : quarters(highest)
  const isThinned = train.some(({ band: [low, high] }) => high > low)
  const numbers = {
    columns: [
      { title: words.step, format: formatCount },
      { title: axis, format: (value: number) => formatFixed(value, 2) },
      { title: words.loss, format: formatLoss },
      { title: words.lowest, format: formatLoss },
      { title: words.highest, format: formatLoss },
      { title: words.validation, format: formatLoss },
    ],
    rows: [
      ...train.map(({ x, step, mean, band }) => [step, x, mean, ...band, null]),
      ...validation.map(({ x, y }) => [null, x, null, null, null, y]),
    ],
  }
  const series = [
    { name: words.loss, colour: colours.train, marker: 'circle' as const },
    { name: words.validation, colour: colours.validation, marker: 'square' as const, isDashed: true },
  ]
  return (
    <Card>
      <Chart
        title={words.loss}
        {...(isThinned && { note: words.band })}
        numbers={numbers}
        series={validation.length > 0 ? series : series.slice(0, 1)}
      >
        <ComposedChart accessibilityLayer={false} margin={margin}>
          <CartesianGrid {...gridLook} />
          <XAxis {...xLook(axis)} />
          <YAxis
            {...axisLook}
            width={64}
            domain={[lowest, ticks?.at(-1) ?? highest * 1.05]}
            {...(ticks && { ticks })}
            allowDataOverflow
            tickFormatter={formatTick}
          />
          <Area
            {...still}
            data={train}
            dataKey="band"
            stroke="none"
            fill={colours.train}
            fillOpacity={0.15}
          />
          <Line {...still} data={train} dataKey="mean" stroke={colours.train} strokeWidth={1.5} dot={false} />
          <Line
            {...still}
            data={validation}
            dataKey="y"
            stroke={colours.validation}
            strokeWidth={1.5}
            strokeDasharray="4 3"
            dot={validation.length < 30 && { r: 2.5, fill: colours.validation, stroke: 'none' }}
          />
        </ComposedChart>
      </Chart>
    </Card>
  )
}

interface SingleChartProps {
  title: string
  axis: string
  points: readonly { x: number; step: number; y: number }[]
  format: (value: number) => string
}

function SingleChart({ title, axis, points, format }: SingleChartProps) {
  if (points.length === 0) return null
  const numbers = {
    columns: [
      { title: strings.runs.stage.step, format: formatCount },
      { title: axis, format: (value: number) => formatFixed(value, 2) },
      { title, format },
    ],
    rows: points.map(({ x, step, y }) => [step, x, y]),
  }
  const ticks = quarters(Math.max(...points.map(({ y }) => y)))
  return (
    <Card>
      <Chart title={title} numbers={numbers}>
        <ComposedChart accessibilityLayer={false} margin={margin}>
          <CartesianGrid {...gridLook} />
          <XAxis {...xLook(axis)} />
          <YAxis
            {...axisLook}
            width={64}
            domain={[0, ticks.at(-1)!]}
            ticks={ticks}
            tickFormatter={formatTick}
          />
          <Line {...still} data={points} dataKey="y" stroke={colours.train} strokeWidth={1.5} dot={false} />
        </ComposedChart>
      </Chart>
    </Card>
  )
}

/** 0 and four even steps of a round number, the last at or above the highest value. */
function quarters(highest: number): number[] {
  const magnitude = 10 ** Math.floor(Math.log10(highest / 4 || 1))
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10].find(
    (round) => 4 * round * magnitude >= highest * (1 - 1e-6),
  )!
  return [0, 1, 2, 3, 4].map((k) => k * step * magnitude)
}

const margin = { top: 8, right: 16, bottom: 20, left: 0 }
const still = { isAnimationActive: false, type: 'linear' as const }
const xLook = (label: string) => ({
  ...axisLook,
  dataKey: 'x',
  type: 'number' as const,
  domain: [0, 'dataMax'] as [number, string],
  tickFormatter: formatCount,
  allowDecimals: false,
  label: { value: label, position: 'bottom' as const, ...axisLook.tick },
})
