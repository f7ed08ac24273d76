import {
  brier,
  calibration,
  isFinished,
  isUndefined,
  recalibration,
  scored,
  type CalibrationBin,
  type Evaluation,
  type Outcome,
  type Recalibration,
} from '../../shared/metrics/index.ts'
import type { SeriesStyle } from '../../shared/colours.ts'
import { html, type Html } from './html.ts'
import { methodName } from './names.ts'
import { axes, createFrame, markerAt, path, svg, tenths } from './plot.ts'

/** How the scores of one starting point keep their promise: every fold's and seed's test scores together. */
export interface MethodCalibration {
  method: string
  bins: CalibrationBin[]
  expectedError: number
  brier: Outcome
  recalibration: Outcome<Recalibration>
}

/** @param evaluations  At one label fraction. */
export function calibrationsOf(
  evaluations: readonly Evaluation[],
  methods: readonly string[],
): MethodCalibration[] {
  return methods.flatMap((method) => {
    const sets = evaluations
      .filter((one) => one.method === method)
      .filter(isFinished)
      .map(({ predictions }) => scored(predictions, 'test'))
    const targets = sets.flatMap((set) => set.targets)
    const scores = sets.flatMap((set) => set.scores)
    const found = calibration(targets, scores)
    if (isUndefined(found)) return []
    return [
      { method, ...found, brier: brier(targets, scores), recalibration: recalibration(targets, scores) },
    ]
  })
}

/** A bin with fewer scores says more about chance than about calibration. */
const fewestInBin = 5

/** Share of anomalous sinuses against the score, in tenths; the diagonal keeps its promise. */
export function calibrationChart(
  calibrations: readonly MethodCalibration[],
  styles: ReadonlyMap<string, SeriesStyle>,
): Html {
  const frame = createFrame({ xDomain: [0, 1], yDomain: [0, 1], height: 480, left: 52 })
  return svg(
    frame,
    `Share of anomalous sinuses against the score. ${calibrations
      .map(
        ({ method, bins }) =>
          `${methodName(method)}: ${
            filled(bins)
              .map((bin) => `${bin.anomalousShare!.toFixed(2)} at ${bin.meanScore!.toFixed(2)}`)
              .join(', ') || 'too few scores'
          }`,
      )
      .join('. ')}.`,
    html`${axes(frame, {
        title: 'Calibration',
        xLabel: 'Mean score',
        yLabel: 'Share of anomalous sinuses',
        xTicks: tenths([0, 1]),
        yTicks: tenths([0, 1]),
      })}
      <line class="chance" x1="${frame.x(0)}" y1="${frame.y(0)}" x2="${frame.x(1)}" y2="${frame.y(1)}" />
      ${calibrations.map(({ method, bins }) => {
        const style = styles.get(method)!
        const points = filled(bins).map(
          ({ meanScore, anomalousShare }) => [frame.x(meanScore!), frame.y(anomalousShare!)] as const,
        )
        return html`<path d="${path(points)}" fill="none" stroke="${style.colour}" stroke-width="2" />
          ${points.map(([x, y]) => markerAt(style, x, y))}`
      })}`,
  )
}

const filled = (bins: readonly CalibrationBin[]) => bins.filter(({ count }) => count >= fewestInBin)
