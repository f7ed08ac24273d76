import { isUndefined } from '../../../../shared/metrics/index.ts'
import type { MethodDifference } from '../../../../shared/metrics/index.ts'
import type { ChartNumbers } from '../../components/chart/chart-table.tsx'
import { formatFixed, formatMethod, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** Every comparison by every metric; what cannot be compared has no numbers. */
export function differenceNumbers(differences: readonly MethodDifference[]): ChartNumbers {
  const { pair, table, metric, metrics, differences: words } = strings.results
  return {
    columns: [
      ...[table.fraction, metric, pair.first, pair.second, words.meanFirst, words.meanSecond],
      ...[words.difference, table.low, table.high, words.p, words.adjustedP],
    ].map((title) => ({ title })),
    rows: differences.map(({ labelFraction, metric: by, first, second, result }) => [
      ...[labelFraction, metrics[by], formatMethod(first), formatMethod(second)],
      ...(isUndefined(result)
        ? Array<null>(7).fill(null)
        : [
            ...[result.first, result.second, result.difference, result.low, result.high],
            ...[result.p, result.adjustedP],
          ]),
    ]),
  }
}

/** As a paper prints those by one metric. */
export function differencesPrinted(differences: readonly MethodDifference[]): ChartNumbers {
  const { pair, table, differences: words } = strings.results
  return {
    columns: [table.fraction, pair.first, pair.second, words.difference, words.interval, words.adjustedP].map(
      (title) => ({ title }),
    ),
    rows: differences.map(({ labelFraction, first, second, result }) => [
      ...[formatShare(labelFraction), formatMethod(first), formatMethod(second)],
      ...(isUndefined(result)
        ? [null, null, null]
        : [
            signed(result.difference),
            table.interval(signed(result.low), signed(result.high)),
            result.adjustedP < 0.001 ? `< ${formatFixed(0.001, 3)}` : formatFixed(result.adjustedP, 3),
          ]),
    ]),
  }
}

const signed = (value: number) => `${value < 0 ? '' : '+'}${formatFixed(value, 3)}`
