import { findings, type Finding } from '../../shared/domain/sinus.ts'
import { html, type Html } from './html.ts'
import { findingName } from './names.ts'
import { percent } from './numbers.ts'
import { axes, createFrame, markerAt, round, svg, tenths } from './plot.ts'
import { medianOf } from './overlap-summary.ts'
import type { LesionOverlap } from './report-data.ts'
import { seriesMarkers, type SeriesStyle } from '../../shared/colours.ts'

/** One style per finding: its own marker, one colour, because a dot's place is what matters. */
const styleOf = (finding: Finding | null): SeriesStyle => ({
  colour: 'var(--series-2)',
  marker: seriesMarkers[finding ? findings.indexOf(finding) : 4],
})

/** Voxel AUROC of every lesion, a row per finding, the median as a tick. */
export function overlapByFinding(overlaps: readonly LesionOverlap[]): Html {
  const kinds = kindsIn(overlaps)
  const frame = { ...createFrame({ xDomain: [0, 1], yDomain: [0, 1], width: 480, height: 340 }), left: 130 }
  const x = (value: number) => round(frame.left + value * (frame.right - frame.left))
  const row = (frame.bottom - frame.top) / kinds.length
  const rows = kinds.map((finding, i) => {
    const own = overlaps.filter((one) => one.finding === finding)
    const middle = round(frame.top + row * (i + 0.5))
    const median = medianOf(own.map(({ auroc }) => auroc))
    // Spread by position in the list: the same picture every time, and no two neighbours on one height.
    const spread = Math.min(34, row * 0.6)
    return html`<text class="tick" x="${frame.left - 10}" y="${middle - 3}" text-anchor="end"
        >${findingName(finding)}</text
      >
      <text class="note" x="${frame.left - 10}" y="${middle + 12}" text-anchor="end"
        >${own.length} sinuses</text
      >
      ${own.map(({ auroc }, at) => html`<g opacity="0.75">${markerAt(styleOf(finding), x(auroc), round(middle + spread * (((at * 0.618) % 1) - 0.5)), 3)}</g>`)}
      <line
        class="median"
        x1="${x(median)}"
        x2="${x(median)}"
        y1="${middle - row * 0.36}"
        y2="${middle + row * 0.36}"
      />`
  })
  return svg(
    frame,
    `Voxel AUROC of residuals against known lesions. ${kinds.map((finding) => `${findingName(finding)}: median ${medianOf(overlaps.filter((one) => one.finding === finding).map(({ auroc }) => auroc)).toFixed(2)}`).join('; ')}.`,
    html`${axes(
        { ...frame, x },
        {
          title: 'Do residuals rank lesion voxels first?',
          xLabel: 'AUROC of the voxels of a cube',
          xTicks: tenths([0, 1]),
          yTicks: [],
        },
      )}
      <line class="chance" x1="${x(0.5)}" x2="${x(0.5)}" y1="${frame.top}" y2="${frame.bottom}" />
      <text class="note" x="${x(0.5) - 5}" y="${frame.bottom - 6}" text-anchor="end">chance 0.5</text>
      ${rows}`,
  )
}

/** Share of the top voxels in the lesion against the lesion's share of the cube; above the diagonal beats chance. */
export function hitsAgainstChance(overlaps: readonly LesionOverlap[]): Html {
  const largest = Math.max(...overlaps.map(({ chance }) => chance))
  const end = [0.05, 0.1, 0.2, 0.3, 0.5, 1].find((bound) => bound >= largest) ?? 1
  const frame = createFrame({ xDomain: [0, end], yDomain: [0, 1], left: 64 })
  const ticks = Array.from({ length: 6 }, (_, i) => ({
    at: (end * i) / 5,
    label: percent((end * i) / 5, 0),
  }))
  const above = overlaps.filter(({ hitShare, chance }) => hitShare > chance).length
  return svg(
    frame,
    `Share of the top 1% residual voxels inside the lesion against the lesion’s share of the cube; ${above} of ${overlaps.length} lie above chance.`,
    html`${axes(frame, {
        title: 'Do the brightest voxels lie in the lesion?',
        xLabel: 'Lesion’s share of the cube (chance)',
        yLabel: 'Share of the top 1% voxels in the lesion',
        xTicks: ticks,
        yTicks: [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, label: percent(at) })),
      })}
      <line class="chance" x1="${frame.x(0)}" y1="${frame.y(0)}" x2="${frame.x(end)}" y2="${frame.y(end)}" />
      <text class="note" x="${frame.right}" y="${frame.y(end) - 6}" text-anchor="end">chance</text>
      ${overlaps.map(({ chance, hitShare, finding }) => html`<g opacity="0.75">${markerAt(styleOf(finding), frame.x(chance), frame.y(hitShare), 3.4)}</g>`)}`,
  )
}

export const overlapLegend = (overlaps: readonly LesionOverlap[]) =>
  kindsIn(overlaps).map((finding) => ({ name: findingName(finding), style: styleOf(finding) }))

const kindsIn = (overlaps: readonly LesionOverlap[]): (Finding | null)[] =>
  [...findings, null].filter((finding) => overlaps.some((one) => one.finding === finding))
