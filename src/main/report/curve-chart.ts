import {
  isFinished,
  isUndefined,
  prPoints,
  rocPoints,
  scored,
  type Evaluation,
  type PrPoint,
  type RocPoint,
} from '../../shared/metrics/index.ts'
import type { SeriesStyle } from '../../shared/colours.ts'
import { html, type Html } from './html.ts'
import { methodName } from './names.ts'
import { axes, createFrame, path, svg, tenths } from './plot.ts'

export interface CurveChart {
  /** At one label fraction. */
  evaluations: readonly Evaluation[]
  styles: ReadonlyMap<string, SeriesStyle>
  kind: 'roc' | 'pr'
  /** Share of anomalous sinuses in the test set. */
  prevalence: number
}

type Curve = readonly (readonly [number, number])[]

/** ROC or precision–recall: a thin line per model, a thick one for the mean of a method's models. */
export function curveChart({ evaluations, styles, kind, prevalence }: CurveChart): Html {
  const frame = createFrame({ xDomain: [0, 1], yDomain: [0, 1], height: 480, left: 52 })
  const draw = (curve: Curve) => path(curve.map(([x, y]) => [frame.x(x), frame.y(y)]))
  const series = [...styles].flatMap(([method, style]) => {
    const curves = evaluations
      .filter((one) => one.method === method)
      .filter(isFinished)
      .flatMap(({ predictions }) => {
        const { targets, scores } = scored(predictions, 'test')
        const points = kind === 'roc' ? rocPoints(targets, scores) : prPoints(targets, scores)
        return isUndefined(points) ? [] : [points]
      })
    if (curves.length === 0) return []
    const thin = curves.map((points) =>
      kind === 'roc' ? rocCurve(points as RocPoint[]) : prSteps(points as PrPoint[]),
    )
    const mean = kind === 'roc' ? meanRoc(curves as RocPoint[][]) : meanPr(curves as PrPoint[][])
    return [{ method, style, thin, mean }]
  })
  const chance: Curve = kind === 'roc' ? [[0, 0], [1, 1]] : [[0, prevalence], [1, prevalence]] // prettier-ignore
  const axisNames =
    kind === 'roc' ? ['1 − specificity', 'Sensitivity'] : ['Recall (sensitivity)', 'Precision']
  const title = kind === 'roc' ? 'ROC' : 'Precision–recall'
  return svg(
    frame,
    `${title} curves of ${series.map(({ method }) => methodName(method)).join(', ')} on the test set.`,
    html`${axes(frame, {
        title,
        xLabel: axisNames[0],
        yLabel: axisNames[1],
        xTicks: tenths([0, 1]),
        yTicks: tenths([0, 1]),
      })}
      <path class="chance" d="${draw(chance)}" fill="none" />
      ${series.map(({ thin, style }) =>
        thin.map(
          (curve) => html`<path d="${draw(curve)}" fill="none" stroke="${style.colour}" opacity="0.4" />`,
        ),
      )}
      ${series.map(
        ({ mean, style }) =>
          html`<path d="${draw(mean)}" fill="none" stroke="${style.colour}" stroke-width="2.4" />`,
      )}`,
  )
}

const rocCurve = (points: readonly RocPoint[]): Curve =>
  points.map(({ falsePositiveRate, truePositiveRate }) => [falsePositiveRate, truePositiveRate])

/** Average precision is the area under exactly these steps. */
const prSteps = (points: readonly PrPoint[]): Curve =>
  points.slice(1).flatMap(({ recall, precision }, i) => {
    const before = points[i].recall
    return recall === before ? [] : [[before, precision] as const, [recall, precision] as const]
  })

const grid = Array.from({ length: 201 }, (_, i) => i / 200)

/** Mean sensitivity at each false-positive rate; where a curve rises straight up, its upper end. */
function meanRoc(curves: readonly RocPoint[][]): Curve {
  const at = (points: readonly RocPoint[], rate: number) => {
    const after = points.findIndex(({ falsePositiveRate }) => falsePositiveRate > rate)
    if (after < 0) return 1
    const [a, b] = [points[after - 1], points[after]]
    const share = (rate - a.falsePositiveRate) / (b.falsePositiveRate - a.falsePositiveRate)
    return a.truePositiveRate + share * (b.truePositiveRate - a.truePositiveRate)
  }
  return [[0, 0], ...grid.map((rate) => [rate, mean(curves.map((points) => at(points, rate)))] as const)]
}

/** Mean precision at each recall: that of the first threshold that reaches it. */
function meanPr(curves: readonly PrPoint[][]): Curve {
  const at = (points: readonly PrPoint[], level: number) =>
    points.find(({ recall, threshold }) => threshold !== null && recall > 0 && recall >= level - 1e-12)!
      .precision
  return grid.map((level) => [level, mean(curves.map((points) => at(points, level)))] as const)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
