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
import {
  besideTable,
  footnotes,
  otherCohort,
  subgroupTable,
  tableCaption,
  trendTable,
} from './result-tables.ts'
import type { Table } from '../../shared/formats/table-text.ts'

/** Mean and interval per label fraction and starting point. */
export function resultsTable({ rows }: ReportData): Html {
  const notes = footnotes(rows)
  // A column that says the same in every row is a sentence.
  const runs = new Set(rows.map(({ planned, finished }) => (planned === finished ? planned : null)))
  const sameRuns = runs.size === 1 && !runs.has(null)
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Labels used</th>
            <th scope="col">Starting point</th>
            ${headlineMetrics.map(
              (name) =>
                html`<th class="number" scope="col">${metricLabels[name]}</th>
                  <th class="number" scope="col">95% interval</th>`,
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
        ${tableCaption(rows)} F1 counts a sinus as anomalous above a score of 0.5.
        ${sameRuns && `${count([...runs][0]!, 'run')} in each row.`}
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
    <td class="number range">${isSettled(summary) ? interval(summary.low, summary.high) : '–'}</td>`
}

/** Every method against the baseline: by AUROC, which decides, and the other headline metrics behind a fold. */
export function comparisons({ differences }: ReportData): Html | null {
  const [any] = differences
  if (!any) return null
  const reasons = new Set(differences.flatMap(({ result }) => (isUndefined(result) ? [result.reason] : [])))
  const others = headlineMetrics.filter((metric) => metric !== 'auroc')
  return html`<h3>Against ${methodName(any.second).toLowerCase()}, on the same test sinuses</h3>
    ${differenceTable(differences, 'auroc')}
    <div class="notes">
      <p>
        Differences of the means over folds, with a 95% interval that holds the noise of training folds and of
        test subjects (Obuchowski and Rockette, clustered by subject). p is corrected by Holm for the
        ${differences.filter(({ metric }) => metric === 'auroc').length} comparisons of this table; two
        methods can be told apart when it is below 0.05.
        ${[...reasons].map((reason) => `Undefined: ${reason}. `)}
      </p>
    </div>
    <details>
      <summary>
        The same by ${others.map((metric) => metricLabels[metric]).join(' and ')}, and every comparison in
        words
      </summary>
      ${others.map(
        (metric) =>
          html`<h3>${metricLabels[metric]}</h3>
            ${differenceTable(differences, metric)}`,
      )}
      <ul class="plain">
        ${differences.map(({ labelFraction, sentence }) => html`<li>${percent(labelFraction)} of the labels: ${sentence}</li>`)}
      </ul>
    </details>`
}

function differenceTable(differences: readonly MethodDifference[], wanted: HeadlineMetric): Html {
  const cells = (result: MethodDifference['result']) =>
    isUndefined(result)
      ? html`<td class="number state">undefined</td>
          <td></td>
          <td></td>
          <td></td>
          <td></td>`
      : html`<td class="number">${signed(result.difference)}</td>
          <td class="number">${result.relative === null ? '–' : `${signed(100 * result.relative, 1)}%`}</td>
          <td class="number range">${interval(result.low, result.high)}</td>
          <td class="number">${probability(result.adjustedP)}</td>
          <td>${result.distinguishable ? 'yes' : 'no'}</td>`
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Labels used</th>
          <th scope="col">Starting point</th>
          <th class="number" scope="col">Δ ${metricLabels[wanted]}</th>
          <th class="number" scope="col">Relative</th>
          <th class="number" scope="col">95% interval</th>
          <th class="number" scope="col">p, corrected</th>
          <th scope="col">Can be told apart</th>
        </tr>
      </thead>
      <tbody>
        ${byFraction(differences.filter(({ metric }) => metric === wanted)).map(([fraction, members]) =>
          members.map(
            ({ first, result }, i) =>
              html`<tr class="${i ? '' : 'group'}">
                <td>${i ? '' : percent(fraction)}</td>
                <td>${methodName(first)}</td>
                ${cells(result)}
              </tr>`,
          ),
        )}
      </tbody>
    </table>
  </div>`
}

const probability = (p: number): string => (p < 0.001 ? '< 0.001' : fixed(p))

/** What more labels bring, AUROC by finding and side, and the paper's numbers: each a table of its own. */
export function furtherTables({ rows, trends, subgroups, published }: ReportData): Html {
  const most = Math.max(...subgroups.map(({ labelFraction }) => labelFraction))
  const groups = subgroups.filter(({ labelFraction }) => labelFraction === most)
  const withPaper = rows.filter((row) =>
    published.rows.some((one) => one.method === row.method && one.labelFraction === row.labelFraction),
  )
  return html`${
    trends.length > 0 &&
    html`<h3>What more labels bring</h3>
      ${tableHtml(trendTable(trends))}
      <div class="notes">
        <p>
          The change from the smallest to the largest label fraction, fold by fold: mean over the folds, with
          its 95% t-interval from three folds on.
        </p>
      </div>`
  }
  ${
    groups.length > 0 &&
    html`<h3>AUROC by finding and side, with ${percent(most)} of the labels</h3>
      ${tableHtml(subgroupTable(groups))}
      <div class="notes">
        <p>
          Mean over folds; 95% interval over test subjects. An area of exactly 1 has no known interval.
          Described, not tested: most groups are small.
        </p>
      </div>`
  }
  ${
    withPaper.length > 0 &&
    html`<h3>Beside the published tables</h3>
      ${tableHtml(besideTable(withPaper, published.rows))}
      <div class="notes">
        <p>Paper: ${published.source}; mean and 95% interval as printed. ${otherCohort}</p>
      </div>`
  }`
}

/** A table of texts as HTML. */
function tableHtml({ columns, rows }: Table): Html {
  // Where room is short an interval goes below its mean, and is not torn.
  const text = (value: string | number | null) =>
    typeof value === 'string' ? value.replace(' to ', '\u00a0to\u00a0') : (value ?? '–')
  const cell = (value: string | number | null, i: number) =>
    html`<td class="${columns[i].align === 'right' ? 'number' : ''}">${text(value)}</td>`
  return html`<div class="scroll">
    <table class="dense">
      <thead>
        <tr>
          ${columns.map(({ title, align }) => html`<th class="${align === 'right' ? 'number' : ''}" scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
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
            <th class="number" scope="col">95% over test subjects</th>
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
