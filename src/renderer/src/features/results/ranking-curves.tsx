import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts'
import { seriesMarkers } from '../../../../shared/colours.ts'
import type { MethodScores } from '../../../../shared/ipc/results.ts'
import { isUndefined, prPoints, rocPoints } from '../../../../shared/metrics/index.ts'
import { axisLook, gridLook, shareAxis } from '../../components/chart/axes.ts'
import { Chart } from '../../components/chart/chart.tsx'
import { inWords } from '../../lib/core-words.ts'
import { formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

interface CurvePoint {
  x: number
  y: number
  threshold: number | null
}

/** A curve per model: how sensitivity is bought with false alarms. */
export function RocCurves({ scores }: { scores: MethodScores }) {
  const { roc } = strings.results.detail
  const curves = curvesOf(scores, (targets, values) => {
    const points = rocPoints(targets, values)
    return isUndefined(points)
      ? points
      : points.map(({ falsePositiveRate: x, truePositiveRate: y, threshold }) => ({ x, y, threshold }))
  })
  return <Curves {...roc} curves={curves} type="linear" chance="diagonal" />
}

/** A curve per model: how many of the sinuses that are called anomalous are, by how many are found. */
export function PrCurves({ scores }: { scores: MethodScores }) {
  const { pr } = strings.results.detail
  const curves = curvesOf(scores, (targets, values) => {
    const points = prPoints(targets, values)
    return isUndefined(points)
      ? points
      : points.map(({ recall: x, precision: y, threshold }) => ({ x, y, threshold }))
  })
  const share = scores.sinuses.filter(({ target }) => target === 1).length / scores.sinuses.length
  // Average precision sums steps: from a point back to the recall before it.
  return <Curves {...pr} curves={curves} type="stepBefore" chance={share} />
}

interface Curve {
  name: string
  points: CurvePoint[]
  /** Why there are none. */
  reason: string | null
}

function curvesOf(
  { sinuses, models }: MethodScores,
  draw: (targets: number[], values: number[]) => CurvePoint[] | { undefined: true; reason: string },
): Curve[] {
  const targets = sinuses.map(({ target }) => target)
  return models.map(({ foldIndex, seed, test }) => {
    const found = draw(targets, test)
    const name = strings.results.detail.model(foldIndex + 1, isOneSeed(models) ? null : seed)
    return isUndefined(found)
      ? { name, points: [], reason: found.reason }
      : { name, points: found, reason: null }
  })
}

const isOneSeed = (models: MethodScores['models']) => new Set(models.map(({ seed }) => seed)).size === 1

interface CurvesProps {
  title: string
  x: string
  y: string
  curves: Curve[]
  type: 'linear' | 'stepBefore'
  /** What guessing gives: the diagonal, or a height. */
  chance: 'diagonal' | number
}

function Curves({ title, x, y, curves, type, chance }: CurvesProps) {
  const words = strings.results.detail
  const reason = curves.find((curve) => curve.reason !== null)?.reason
  const numbers = {
    columns: [
      { title: words.run },
      { title: x, format: three },
      { title: y, format: three },
      { title: words.threshold, format: three },
    ],
    rows: curves.flatMap(({ name, points }) =>
      points.map((point) => [name, point.x, point.y, point.threshold]),
    ),
  }
  const line = { stroke: 'var(--mui-palette-text-secondary)', strokeDasharray: '3 4' }
  return (
    <Chart
      title={title}
      note={reason ? inWords(reason) : words.dashed}
      numbers={numbers}
      series={curves.map(({ name }, index) => ({ name, ...styleOf(index) }))}
      heightPx={320}
    >
      <LineChart accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 20, left: 8 }}>
        <CartesianGrid {...gridLook} />
        <XAxis {...shareAxis} dataKey="x" label={{ value: x, position: 'bottom', ...axisLook.tick }} />
        <YAxis
          {...shareAxis}
          width={56}
          label={{ value: y, angle: -90, position: 'insideLeft', ...axisLook.tick }}
        />
        {chance === 'diagonal' ? (
          <ReferenceLine
            {...line}
            segment={[
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ]}
          />
        ) : (
          <ReferenceLine {...line} y={chance} />
        )}
        {curves.map(({ name, points }, index) => (
          <Line
            key={name}
            data={points}
            dataKey="y"
            type={type}
            stroke={styleOf(index).colour}
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </Chart>
  )
}

/** Folds are alike: no colour of theirs means a method. */
export const styleOf = (index: number) => ({
  colour: `var(--series-${[1, 3, 4, 5, 6, 7, 2, 8, 0][index % 9]})`,
  marker: seriesMarkers[index % seriesMarkers.length],
})

const three = (value: number) => formatFixed(value, 3)
