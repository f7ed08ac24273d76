import type { MetricSummary } from '../../shared/metrics/index.ts'

/** With a true minus sign, `digits` after the point. */
export const fixed = (value: number, digits = 3): string => {
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

/** A difference: its sign always shown. */
export const signed = (value: number, digits = 3): string => `${value < 0 ? '' : '+'}${fixed(value, digits)}`

export const percent = (share: number, digits = 0): string => `${fixed(share * 100, digits)}%`

/** "0.700 to 0.921": a dash would be lost beside a minus sign. */
export const interval = (low: number, high: number, digits = 3): string =>
  `${fixed(low, digits)} to ${fixed(high, digits)}`

export const isSettled = (
  summary: MetricSummary,
): summary is MetricSummary & { mean: number; low: number; high: number } =>
  summary.mean !== null && summary.low !== null && summary.high !== null

/** "1 subject", "2 subjects". */
export const count = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString('en-GB')} ${n === 1 ? singular : plural}`
