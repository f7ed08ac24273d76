import { isUndefined, type Outcome } from '../../shared/metrics/index.ts'
import { calibrationChart, calibrationsOf, type MethodCalibration } from './calibration-chart.ts'
import { caseFigure } from './case-figure.ts'
import { cohortFlow, proofCard, tableOne } from './cohort-sections.ts'
import { seriesStyles } from '../../shared/colours.ts'
import { studyArms } from '../../shared/domain/method-names.ts'
import { curveChart } from './curve-chart.ts'
import { fractionChart, hasBands, metricDomain } from './fraction-chart.ts'
import { html, raw, type Html } from './html.ts'
import { limitsOf } from './limits.ts'
import { methodName, residualName } from './names.ts'
import { fixed, percent, signed } from './numbers.ts'
import { hitsAgainstChance, overlapByFinding, overlapLegend } from './overlap-chart.ts'
import { overlapSummary } from './overlap-summary.ts'
import { legend } from './plot.ts'
import type { ReportData } from './report-data.ts'
import { comparisons, foldTable, furtherTables, resultsTable } from './result-sections.ts'
import { budget, deviations, provenance, whatWasRun } from './sections.ts'
import { style } from './style.ts'

/**
 * The whole report as one HTML file: style, figures and pictures inside, no script, nothing fetched; the content
 * security policy says so to the browser too.
 */
export function buildReport(data: ReportData): string {
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta
        http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
      />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title} – ${data.experiment}</title>
      <style>
        ${raw(style)}
      </style>
    </head>
    <body>
      <main>
        <h1>${title}</h1>
        <p class="meta">
          Experiment ${data.experiment} · dataset ${data.dataset.version} · ${data.createdAt.slice(0, 10)}
        </p>
        ${data.synthetic && html`<p class="warning">Synthetic heads: this shows that the method runs from scans to scores. It is no evidence about patients.</p>`}
        ${answer(data)}
        <h2>Question</h2>
        <p>${question(data)}</p>
        <h2>Who was studied</h2>
        ${cohortFlow(data)} ${tableOne(data)}
        <h2>What keeps test subjects out of training</h2>
        ${proofCard(data)}
        <h2>What was run</h2>
        ${whatWasRun(data)}
        <h2>Where this departs from the published study</h2>
        ${deviations(data)}
        <h2>What every starting point was given</h2>
        ${budget(data)}
        <h2>Results</h2>
        ${resultsTable(data)} ${comparisons(data)} ${foldTable(data)} ${furtherTables(data)} ${figures(data)}
        <h2>Limits</h2>
        <ul class="plain">
          ${limitsOf(data).map((limit) => html`<li>${limit}</li>`)}
        </ul>
        <h2>Provenance</h2>
        ${provenance(data)}
        <details>
          <summary>The recipe</summary>
          <pre>${JSON.stringify(data.recipe, null, 2)}</pre>
        </details>
      </main>
    </body>
  </html>`
  return `<!doctype html>\n${page.markup}\n`
}

const title = 'Which pretraining helps to tell a normal maxillary sinus from an anomalous one?'

const question = ({ recipe }: ReportData): string =>
  `How well does a network separate normal from anomalous maxillary sinuses in head MRI when only a share of the training subjects is labelled, and does it help to pretrain it on unlabelled scans first? Compared: ${studyArms(
    recipe,
  )
    .map((arm) => methodName(arm).toLowerCase())
    .join(
      ', ',
    )}, with ${recipe.labelFractions.map((fraction) => percent(fraction)).join(', ')} of the labels.`

/** The findings in a few sentences, differences with their interval. */
function answer(data: ReportData): Html | null {
  const { rows, differences, overlaps } = data
  const most = Math.max(...rows.map(({ labelFraction }) => labelFraction))
  const means = rows
    .filter(({ labelFraction, metrics }) => labelFraction === most && metrics.auroc.mean !== null)
    .map(({ method, metrics }) => `${fixed(metrics.auroc.mean!, 2)} (${methodName(method).toLowerCase()})`)
  const least = Math.min(...differences.map(({ labelFraction }) => labelFraction))
  const own = differences.filter(({ labelFraction, metric }) => labelFraction === least && metric === 'auroc')
  const sentences = [
    means.length > 0 &&
      `Mean test AUROC with ${percent(most)} of the labels: ${means.join(', ')}; chance is 0.50.`,
    ...own.map(({ sentence }) => `With ${percent(least)} of the labels: ${sentence}`),
    overlapSummary(overlaps)?.sentence,
  ].filter((sentence) => typeof sentence === 'string')
  return sentences.length === 0
    ? null
    : html`<div class="answer">${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>`
}

function figures(data: ReportData): Html {
  const { rows, recipe, dataset, evaluations, overlaps, cases } = data
  const styles = seriesStyles(studyArms(recipe))
  const names = [...styles].map(([arm, style]) => ({ name: methodName(arm), style }))
  const prevalence = dataset.test.anomalous / dataset.test.sinuses
  const yDomain = metricDomain(rows, [0.5, prevalence])
  const atFull = evaluations.filter(
    ({ labelFraction }) => labelFraction === Math.max(...recipe.labelFractions),
  )
  const calibrations = calibrationsOf(atFull, [...styles.keys()])
  const spread = hasBands(rows)
    ? 'Bands: 95% t-interval over folds.'
    : 'Bars: 95% interval over resampled test subjects; over fewer than three folds there is none.'
  const parts = [
    rows.some(({ finished }) => finished > 0) && {
      heading: 'Performance and the number of labels',
      body: html`${legend(names)}
        <div class="panels">
          ${fractionChart({ rows, metric: 'auroc', styles, chance: 0.5, yDomain })}${fractionChart({ rows, metric: 'auprc', styles, chance: prevalence, yDomain })}
        </div>`,
      caption: `Test AUROC and AUPRC against the share of labelled training subjects. Lines: mean over folds; small open dots: single folds. ${spread} Points are set side by side where they would hide each other. Dashed: chance.`,
    },
    atFull.some(({ predictions }) => predictions) && {
      heading: 'Curves with all labels',
      body: html`${legend(names)}
        <div class="panels">
          ${curveChart({ evaluations: atFull, styles, kind: 'roc', prevalence })}${curveChart({ evaluations: atFull, styles, kind: 'pr', prevalence })}
        </div>`,
      caption: `Every fold’s curve on the test set (thin) and their mean (thick; sensitivity averaged at each false-positive rate, precision at each recall), at ${percent(Math.max(...recipe.labelFractions))} of the labels. Dashed: chance.`,
    },
    calibrations.length > 0 && {
      heading: 'Do scores keep their promise?',
      body: html`${legend(names)}
        <div class="panels">${calibrationChart(calibrations, styles)}${calibrationTable(calibrations)}</div>`,
      caption: `Test scores of all folds together, at ${percent(Math.max(...recipe.labelFractions))} of the labels, in tenths of the score; tenths with fewer than five scores are left out. On the dashed line 70% of the sinuses with a score of 0.7 are anomalous. Classifiers were trained with class weights, so their scores are not meant for the cohort’s share of anomalies: read the intercept first.`,
    },
    overlaps.length > 0 && {
      heading: 'Do residuals point at lesions?',
      body: html`${legend(overlapLegend(overlaps), 'marker')}
        <div class="panels">${overlapByFinding(overlaps)}${hitsAgainstChance(overlaps)}</div>`,
      caption: `${overlapSummary(overlaps)!.sentence} One mark per sinus. Left: probability that a lesion voxel has a higher residual than another voxel of its cube; bar: median. Right: share of the 1% brightest residual voxels that lie in the lesion; a residual that knows nothing lies on the dashed line.`,
    },
    cases.length > 0 && {
      heading: 'One right and one wrong case',
      body: html`<div class="cases">${cases.map(caseFigure)}</div>`,
      caption: `Chosen by rule, not by hand: of the test sinuses that one model called right, the anomalous one with the highest score; of those it called wrong, the one furthest on the wrong side. R and L are the subject’s right and left. Residual: ${residualName(recipe.residuals)} (of input and reconstruction), scaled to each cube, so a normal sinus has a bright spot too.${cases.some(({ views }) => views.some(({ lesion }) => lesion)) ? ' Blue outline: the true lesion.' : ''}`,
    },
  ].filter((part) => part !== false)
  return html`${parts.map(
    ({ heading, body, caption }, i) =>
      html`<h2>${heading}</h2>
        <figure>
          ${body}
          <figcaption><b>Figure ${i + 1}.</b> ${caption}</figcaption>
        </figure>`,
  )}`
}

function calibrationTable(calibrations: readonly MethodCalibration[]): Html {
  const number = (value: Outcome, show: (value: number) => string) => (isUndefined(value) ? '–' : show(value))
  return html`<div class="scroll">
    <table class="dense">
      <thead>
        <tr>
          <th scope="col">Starting point</th>
          <th class="number" scope="col">Brier</th>
          <th class="number" scope="col">Expected error</th>
          <th class="number" scope="col">Slope</th>
          <th class="number" scope="col">Intercept</th>
        </tr>
      </thead>
      <tbody>
        ${calibrations.map(({ method, brier, expectedError, recalibration }) => {
          const [slope, intercept] = isUndefined(recalibration)
            ? [recalibration, recalibration]
            : [recalibration.slope, recalibration.intercept]
          return html`<tr>
            <td>${methodName(method)}</td>
            <td class="number">${number(brier, (value) => fixed(value))}</td>
            <td class="number">${fixed(expectedError)}</td>
            <td class="number">${number(slope, (value) => fixed(value, 2))}</td>
            <td class="number">${number(intercept, (value) => signed(value, 2))}</td>
          </tr>`
        })}
      </tbody>
    </table>
    <div class="notes">
      <p>
        Brier and expected error: 0 is perfect. Slope 1 and intercept 0 are perfect; a slope below 1 means
        scores too close to 0 and 1, an intercept below 0 more alarms than anomalies.
      </p>
    </div>
  </div>`
}
