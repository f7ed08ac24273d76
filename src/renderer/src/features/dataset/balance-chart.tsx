import { Bar, BarChart, CartesianGrid, XAxis, YAxis } from 'recharts'
import type { Manifest } from '../../../../shared/ipc/dataset.ts'
import { axisLook, gridLook } from '../../components/chart/axes.ts'
import { Chart } from '../../components/chart/chart.tsx'
import type { Series } from '../../components/chart/legend.tsx'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { balanceOf, parts } from './balance.ts'
import type { SideAndClass } from './balance.ts'

/** The darker tone is the left sinus, the lighter one the right. */
const looks: Record<SideAndClass, Pick<Series, 'colour' | 'marker'>> = {
  'left normal': { colour: 'var(--series-1)', marker: 'square' },
  'left anomalous': { colour: 'var(--series-2)', marker: 'diamond' },
  'left unlabelled': { colour: 'var(--series-0)', marker: 'circle' },
  'right normal': { colour: 'var(--series-6)', marker: 'square' },
  'right anomalous': { colour: 'var(--series-5)', marker: 'diamond' },
  'right unlabelled': { colour: 'var(--mui-palette-text-disabled)', marker: 'circle' },
}

/** What each set holds: both classes and both sides should be in every labelled one. */
export function BalanceChart({ manifest, foldIndex }: { manifest: Manifest; foldIndex: number }) {
  const words = strings.dataset.balance
  const rows = balanceOf(manifest, foldIndex)
  const present = parts.filter((part) => rows.some((row) => row[part] > 0))
  const numbers = {
    columns: [
      { title: words.set },
      ...present.map((part) => ({ title: words.series[part], format: formatCount })),
    ],
    rows: rows.map((row) => [words.sets[row.set], ...present.map((part) => row[part])]),
  }
  return (
    <Chart
      title={words.title}
      note={words.note(foldIndex + 1)}
      numbers={numbers}
      series={present.map((part) => ({ name: words.series[part], ...looks[part] }))}
    >
      <BarChart
        accessibilityLayer={false}
        data={rows.map((row) => ({ ...row, name: words.sets[row.set] }))}
        margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
        barCategoryGap="25%"
      >
        <CartesianGrid {...gridLook} />
        <XAxis {...axisLook} dataKey="name" />
        <YAxis {...axisLook} width={44} allowDecimals={false} />
        {present.map((part) => (
          <Bar
            key={part}
            dataKey={part}
            stackId={part.split(' ')[0]}
            fill={looks[part].colour}
            maxBarSize={48}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </Chart>
  )
}
