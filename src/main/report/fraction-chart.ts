import {
  isUndefined,
  leastFoldsForInterval,
  metricLabels,
  type ResampledRow,
} from '../../shared/metrics/index.ts'
import type { SeriesStyle } from '../../shared/colours.ts'
import { html, type Html } from './html.ts'
import { methodName } from './names.ts'
import { fixed, isSettled, percent } from './numbers.ts'
import { axes, createFrame, markerAt, path, round, svg, tenths, type Frame } from './plot.ts'

export interface FractionChart {
  rows: readonly ResampledRow[]
  metric: 'auroc' | 'auprc'
  styles: ReadonlyMap<string, SeriesStyle>
  /** What a score that knows nothing gets: 0.5, or the share of anomalous sinuses in the test set. */
  chance: number
  yDomain: readonly [number, number]
}

/** Where there are too few folds for an interval, bars over resampled test subjects stand in. */
export const hasBands = (rows: readonly ResampledRow[]): boolean =>
  rows.some(({ metrics }) => metrics.auroc.n >= leastFoldsForInterval)

/** One metric against the share of labels used: a line through the means, the uncertainty, and a dot per fold. */
export function fractionChart({ rows, metric, styles, chance, yDomain }: FractionChart): Html {
  const label = metricLabels[metric]
  const frame = createFrame({ xDomain: [-0.06, 1.07], yDomain })
  const methods = [...styles.keys()].filter((method) => rows.some((row) => row.method === method))
  const fractions = [...new Set(rows.map(({ labelFraction }) => labelFraction))].sort((a, b) => a - b)
  const bands = hasBands(rows)
  // Side by side rather than on top of each other, as far as the two closest fractions leave room.
  const gap = Math.min(
    14,
    40 / methods.length,
    (closest(fractions) * (frame.right - frame.left) * 0.8) / methods.length,
  )
  const description = `${label} against the share of labels used. ${methods.map((method) => describe(rows, method, metric)).join(' ')}`
  const series = methods.map((method, i) => {
    const shift = (i - (methods.length - 1) / 2) * gap
    const own = rows.filter((row) => row.method === method && row.metrics[metric].mean !== null)
    return drawSeries(frame, own, metric, styles.get(method)!, shift, bands)
  })
  return svg(
    frame,
    description,
    html`${axes(frame, {
        title: label,
        xLabel: 'Share of labelled training subjects',
        xTicks: fractions.map((at) => ({ at, label: percent(at) })),
        yTicks: tenths(yDomain),
      })}
      <line
        class="chance"
        x1="${frame.left}"
        x2="${frame.right}"
        y1="${frame.y(chance)}"
        y2="${frame.y(chance)}"
      />
      ${series.map(({ back }) => back)}${series.map(({ front }) => front)}
      <text class="note" x="${frame.right}" y="${frame.y(chance) - 5}" text-anchor="end"
        >chance ${fixed(chance, 2)}</text
      >`,
  )
}

function drawSeries(
  frame: Frame,
  rows: readonly ResampledRow[],
  metric: 'auroc' | 'auprc',
  style: SeriesStyle,
  shift: number,
  bands: boolean,
): { back: Html; front: Html } {
  const place = (labelFraction: number) => round(frame.x(labelFraction) + shift)
  const means = rows.map((row) => [place(row.labelFraction), frame.y(row.metrics[metric].mean!)] as const)
  const settled = rows.filter((row) => isSettled(row.metrics[metric]))
  const edge = (side: 'low' | 'high') =>
    settled.map((row) => [place(row.labelFraction), frame.y(row.metrics[metric][side]!)] as const)
  const uncertainty = bands
    ? html`<path
        d="${path([...edge('high'), ...edge('low').reverse()])}"
        fill="${style.colour}"
        opacity="0.13"
      />`
    : rows.map((row) => {
        const interval = row.testSubjects[metric]
        if (isUndefined(interval)) return null
        const x = place(row.labelFraction)
        return html`<line
          x1="${x}"
          x2="${x}"
          y1="${frame.y(interval.low)}"
          y2="${frame.y(interval.high)}"
          stroke="${style.colour}"
          stroke-width="1.5"
          opacity="0.55"
        />`
      })
  const folds = rows.flatMap((row) =>
    row.metrics[metric].folds
      .filter((value) => typeof value === 'number')
      .map(
        (value) =>
          html`<circle
            cx="${place(row.labelFraction)}"
            cy="${frame.y(value)}"
            r="2.2"
            fill="var(--page)"
            stroke="${style.colour}"
            stroke-width="1.2"
          />`,
      ),
  )
  const line = html`<path d="${path(means)}" fill="none" stroke="${style.colour}" stroke-width="2" />`
  return {
    back: html`${uncertainty}`,
    front: html`${line}${means.map(([x, y]) => markerAt(style, x, y))}${folds}`,
  }
}

/** Common bounds for both metrics, so that the two panels compare. */
export function metricDomain(rows: readonly ResampledRow[], chances: readonly number[]): [number, number] {
  const values = rows.flatMap(({ metrics, testSubjects }) =>
    (['auroc', 'auprc'] as const).flatMap((metric) => {
      const interval = testSubjects[metric]
      const folds = metrics[metric].folds.filter((value) => typeof value === 'number')
      return isUndefined(interval) ? folds : [...folds, interval.low]
    }),
  )
  const lowest = Math.min(...values, ...chances)
  return [Math.max(0, Math.floor(lowest * 10 - 0.3) / 10), 1]
}

const closest = (fractions: readonly number[]): number =>
  Math.min(1, ...fractions.slice(1).map((fraction, i) => fraction - fractions[i]))

function describe(rows: readonly ResampledRow[], method: string, metric: 'auroc' | 'auprc'): string {
  const parts = rows
    .filter((row) => row.method === method)
    .map(({ labelFraction, metrics }) => {
      const { mean } = metrics[metric]
      return `${mean === null ? 'no value' : fixed(mean)} at ${percent(labelFraction)}`
    })
  return `${methodName(method)}: ${parts.join(', ')}.`
}
