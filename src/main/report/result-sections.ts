import {
  isUndefined,
  headlineMetrics,
  metricLabels,
  metricNames,
  type HeadlineMetric,
  type MethodDifference,
  type MetricName,
  type Outcome,
  type ResampledRow,
  type ResultRow,
} from '../../shared/metrics/index.ts'
import { html, type Html } from './html.ts'
import { methodName } from './names.ts'
import { count, fixed, interval, isSettled, percent, signed } from './numbers.ts'
import type { ReportData } from './report-data.ts'
import { footnotes } from './result-tables.ts'

/** Mean and interval per label fraction and starting point. */
export function resultsTable({ rows }: ReportData): Html {
  const notes = footnotes(rows)
  // A column that says the same in every row is a sentence.
  const runs = new Set(rows.map(({ planned, finished }) => (planned === finished ? planned : null)))
  const sameRuns = runs.size === 1 && !runs.has(null)
  const beyond = rows.some(({ metrics }) =>
    headlineMetrics.some((name) => (metrics[name].low ?? 0) < 0 || (metrics[name].high ?? 1) > 1),
  )
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Labels used</th>
            <th scope="col">Starting point</th>
            ${headlineMetrics.map(
              (name) =>
                html`<th class="number" scope="col">${metricLabels[name]}</th>
                  <th class="number" scope="col">95 % interval</th>`,
            )}
            ${!sameRuns && html`<th class="number" scope="col">Runs</th>`}
          </tr>
        </thead>
        <tbody>
          ${byFraction(rows).map(([fraction, members]) =>
            members.map(
              (row, i) =>
                html`<tr class="${i ? '' : 'group'}">
                  <td>${i ? '' : percent(fraction)}</td>
                  <td>${methodName(row.method)}</td>
                  ${headlineMetrics.map((name) => metricCells(row, name))}
                  ${!sameRuns && html`<td class="number">${row.finished} of ${row.planned}</td>`}
                </tr>`,
            ),
          )}
        </tbody>
      </table>
    </div>
    <div class="notes">
      <p>
        Mean over folds on the locked test set with its 95 % t-interval over folds. F1 counts a sinus as
        anomalous above a score of 0.5. ${sameRuns && `${count([...runs][0]!, 'run')} in each row.`}
        ${beyond && 'An interval that leaves the range 0 to 1 says that there are too few folds to know the spread.'}
      </p>
      ${notes.map((note) => html`<p>${note}</p>`)}
    </div>`
}

function metricCells(row: ResultRow, name: MetricName): Html {
  const summary = row.metrics[name]
  const state = row.finished === 0 ? (row.unfinished[0]?.state ?? 'unfinished') : 'undefined'
  if (summary.mean === null)
    return html`<td class="number state">${state}</td>
      <td></td>`
  return html`<td class="number">${fixed(summary.mean)}</td>
    <td class="number range">${isSettled(summary) ? interval(summary.low, summary.high) : 'none'}</td>`
}

/** Every method against the baseline, both metrics on one line. */
export function comparisons({ differences }: ReportData): Html | null {
  const [any] = differences
  if (!any) return null
  const cells = (result: Outcome<{ difference: number; low: number; high: number }>) =>
    isUndefined(result)
      ? html`<td class="number state">undefined</td>
          <td></td>`
      : html`<td class="number">${signed(result.difference)}</td>
          <td class="number range">${interval(result.low, result.high)}</td>`
  const reasons = new Set(differences.flatMap(({ result }) => (isUndefined(result) ? [result.reason] : [])))
  return html`<h3>Against ${methodName(any.second).toLowerCase()}, on the same test sinuses</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Labels used</th>
            <th scope="col">Starting point</th>
            ${(['auroc', 'auprc'] as const).map(
              (name) =>
                html`<th class="number" scope="col">Δ ${metricLabels[name]}</th>
                  <th class="number" scope="col">95 % interval</th>`,
            )}
            <th scope="col">Can be told apart</th>
          </tr>
        </thead>
        <tbody>
          ${byFraction(differences).map(([fraction, members]) =>
            [...Map.groupBy(members, ({ first }) => first)].map(
              ([method, pair], i) =>
                html`<tr class="${i ? '' : 'group'}">
                  <td>${i ? '' : percent(fraction)}</td>
                  <td>${methodName(method)}</td>
                  ${pair.map(({ result }) => cells(result))}
                  <td>${apart(pair)}</td>
                </tr>`,
            ),
          )}
        </tbody>
      </table>
    </div>
    <div class="notes">
      <p>
        Differences of the means over folds; test subjects are drawn with replacement, the same for both, for
        the interval. Two methods can be told apart when it leaves zero out.
        ${[...reasons].map((reason) => `Undefined: ${reason}. `)}
      </p>
    </div>`
}

function apart(pair: readonly MethodDifference[]): string {
  const by = pair.filter(({ result }) => !isUndefined(result) && result.distinguishable)
  if (by.length === 0) return 'no'
  return `by ${by.map(({ metric }) => metricLabels[metric]).join(' and ')}`
}

/** Everything the figures draw, as numbers. */
export function foldTable({ rows, recipe }: ReportData): Html {
  const folds = Array.from({ length: recipe.folds }, (_, i) => i)
  const value = (entry: Outcome | undefined) =>
    entry === undefined ? '–' : isUndefined(entry) ? 'undefined' : fixed(entry)
  const line = (row: ResampledRow, name: MetricName, first: boolean) => {
    const { mean, sd, folds: values } = row.metrics[name]
    const subjects = name in row.testSubjects ? row.testSubjects[name as HeadlineMetric] : null
    return html`<tr class="${first ? 'group' : ''}">
      <td>${first ? methodName(row.method) : ''}</td>
      <td class="number">${first ? percent(row.labelFraction) : ''}</td>
      <td>${metricLabels[name]}</td>
      ${folds.map((fold) => html`<td class="number">${value(values[row.foldIndices.indexOf(fold)])}</td>`)}
      <td class="number">${mean === null ? '–' : fixed(mean)}</td>
      <td class="number">${sd === null ? '–' : fixed(sd)}</td>
      <td class="number range">
        ${subjects && !isUndefined(subjects) ? interval(subjects.low, subjects.high) : '–'}
      </td>
    </tr>`
  }
  return html`<details>
    <summary>Every fold, the interval over test subjects, and the other metrics</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Starting point</th>
            <th class="number" scope="col">Labels</th>
            <th scope="col">Metric</th>
            ${folds.map((fold) => html`<th class="number" scope="col">Fold ${fold + 1}</th>`)}
            <th class="number" scope="col">Mean</th>
            <th class="number" scope="col">SD</th>
            <th class="number" scope="col">95 % over test subjects</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => metricNames.map((name, i) => line(row, name, i === 0)))}
        </tbody>
      </table>
    </div>
  </details>`
}

const byFraction = <T extends { labelFraction: number }>(entries: readonly T[]): [number, T[]][] =>
  [...Map.groupBy(entries, ({ labelFraction }) => labelFraction)].sort(([a], [b]) => a - b)
