import { duration } from '../../shared/domain/duration.ts'
import { isUndefined, metricLabels, type MetricName, type ResultRow } from '../../shared/metrics/index.ts'
import { html, type Html } from './html.ts'
import { findingName, methodName } from './names.ts'
import { count, fixed, interval, isSettled, percent } from './numbers.ts'
import type { ReportData, SetFacts } from './report-data.ts'
import { footnotes, headlineMetrics } from './result-tables.ts'

type Fact = readonly [term: string, description: Html | string]

const facts = (list: readonly Fact[]): Html =>
  html`<dl class="facts">
    ${list.map(
      ([term, description]) =>
        html`<dt>${term}</dt>
          <dd>${description}</dd>`,
    )}
  </dl>`

const setText = ({ subjects, sinuses, anomalous }: SetFacts): string =>
  `${count(subjects, 'subject')}, ${count(sinuses, 'sinus', 'sinuses')} (${anomalous} anomalous)`

export function whatWasRun({ dataset, recipe, precision }: ReportData): Html {
  const { folds, test, unlabelled } = dataset
  const training = folds.map(({ train, validation }, i) => {
    const sizes = train.map(
      ({ labelFraction, set }) => `${percent(labelFraction)}: ${set.sinuses} (${set.anomalous})`,
    )
    return html`<div>
      Fold ${i + 1}: training sinuses (anomalous) at ${sizes.join(', ')}; validation ${setText(validation)}
    </div>`
  })
  const { cae, pretrain, finetune, residuals } = recipe
  const optimiser = ({ optimiser: { kind, learningRate } }: Pick<typeof pretrain, 'optimiser'>) =>
    `${kind.toUpperCase()} at ${learningRate}`
  return facts([
    ['Dataset', html`version ${dataset.version}, <span class="hash">${dataset.hash}</span>`],
    [
      'Volumes',
      `cubes of ${fixed(dataset.edgeMm, 0)} mm around each maxillary sinus, ${dataset.voxels}³ voxels, each scaled to its own 1st and 99th percentile; right sinuses mirrored`,
    ],
    [
      'Findings',
      dataset.findings
        .map(({ finding, sinuses }) => `${findingName(finding).toLowerCase()} ${sinuses}`)
        .join(', ') || 'not named in the labels',
    ],
    ['Split', `by subject, so both sinuses of a person share one role (seed ${dataset.splitSeed})`],
    ['Locked test set', setText(test)],
    ['Training', html`${training}`],
    [
      'Unlabelled',
      `${count(unlabelled.subjects, 'subject')}, ${count(unlabelled.sinuses, 'sinus', 'sinuses')}, for pretraining`,
    ],
    ['Starting points', recipe.methods.map(methodName).join(', ')],
    [
      'Autoencoder',
      `normal sinuses only, ${cae.epochs} epochs, batches of ${cae.batchSize}, latent size ${cae.latent}, ${optimiser(cae)}`,
    ],
    [
      'Residuals',
      residuals.medianKernel
        ? `absolute difference, median filter of width ${residuals.medianKernel}`
        : 'absolute difference, not filtered',
    ],
    [
      'Pretraining',
      `${pretrain.epochs} epochs, batches of ${pretrain.batchSize}, ${optimiser(pretrain)}, loss ${pretrain.loss.toUpperCase()}`,
    ],
    [
      'Fine-tuning',
      `${finetune.epochs} epochs, batches of ${finetune.batchSize}, ${optimiser(finetune)}, weights of the lowest validation loss kept`,
    ],
    ['Network', `3-D ResNet-18, first stage ${recipe.width} channels wide, ${precision} arithmetic`],
    [
      'Recipe',
      html`${recipe.name}; ${recipe.seeds.length === 1 ? 'seed' : 'seeds'} ${recipe.seeds.join(', ')};
      pretraining
      ${recipe.strict ? 'per fold wherever labelled data enters' : 'shared by all folds, as released'}`,
    ],
  ])
}

export function resultsTable({ rows }: ReportData): Html {
  const fractions = [...new Set(rows.map(({ labelFraction }) => labelFraction))].sort((a, b) => a - b)
  const number = (name: MetricName) => html`<th class="number" scope="col">${metricLabels[name]}</th>`
  const notes = footnotes(rows)
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Labels used</th>
            <th scope="col">Starting point</th>
            ${headlineMetrics.map(number)}
            <th class="number" scope="col">Runs</th>
          </tr>
        </thead>
        <tbody>
          ${fractions.map((fraction) =>
            rows
              .filter(({ labelFraction }) => labelFraction === fraction)
              .map(
                (row, i) =>
                  html`<tr class="${i ? '' : 'group'}">
                    <td>${i ? '' : percent(fraction)}</td>
                    <td>${methodName(row.method)}</td>
                    ${headlineMetrics.map((name) => metricCell(row, name))}
                    <td class="number">
                      ${row.finished === row.planned ? row.finished : `${row.finished} of ${row.planned}`}
                    </td>
                  </tr>`,
              ),
          )}
        </tbody>
      </table>
    </div>
    <div class="notes">
      <p>
        Mean over folds on the locked test set with its 95 % t-interval over folds. F1 counts a sinus as
        anomalous above a score of 0.5.
      </p>
      ${notes.map((note) => html`<p>${note}</p>`)}
    </div>`
}

function metricCell(row: ResultRow, name: MetricName): Html {
  const summary = row.metrics[name]
  if (row.finished === 0)
    return html`<td class="number state">${row.unfinished[0]?.state ?? 'unfinished'}</td>`
  if (summary.mean === null) return html`<td class="number state">undefined</td>`
  const range = isSettled(summary) ? interval(summary.low, summary.high) : 'no interval'
  return html`<td class="number">${fixed(summary.mean)}<span class="range">${range}</span></td>`
}

/** Everything the figures draw, as numbers. */
export function foldTable({ rows, recipe }: ReportData): Html {
  const folds = Array.from({ length: recipe.folds }, (_, i) => i)
  const value = (entry: ResultRow['metrics']['auroc']['folds'][number] | undefined) =>
    entry === undefined ? '–' : isUndefined(entry) ? 'undefined' : fixed(entry)
  return html`<details>
    <summary>Every fold, the interval over test subjects, and the other metrics</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Starting point</th>
            <th class="number">Labels</th>
            <th>Metric</th>
            ${folds.map((i) => html`<th class="number">Fold ${i + 1}</th>`)}
            <th class="number">Mean</th>
            <th class="number">SD</th>
            <th class="number">95 % over test subjects</th>
          </tr>
        </thead>
        <tbody>
          ${rows.flatMap((row) =>
            (Object.keys(metricLabels) as MetricName[]).map((name, i) => {
              const summary = row.metrics[name]
              const subjects = name === 'auroc' || name === 'auprc' ? row.testSubjects[name] : null
              return html`<tr class="${i ? '' : 'group'}">
                <td>${i ? '' : methodName(row.method)}</td>
                <td class="number">${i ? '' : percent(row.labelFraction)}</td>
                <td>${metricLabels[name]}</td>
                ${folds.map((fold) => html`<td class="number">${value(summary.folds[row.foldIndices.indexOf(fold)])}</td>`)}
                <td class="number">${summary.mean === null ? '–' : fixed(summary.mean)}</td>
                <td class="number">${summary.sd === null ? '–' : fixed(summary.sd)}</td>
                <td class="number">
                  ${subjects && !isUndefined(subjects) ? interval(subjects.low, subjects.high) : '–'}
                </td>
              </tr>`
            }),
          )}
        </tbody>
      </table>
    </div>
  </details>`
}

export function comparisons({ differences }: ReportData): Html | null {
  if (differences.length === 0) return null
  const fractions = [...new Set(differences.map(({ labelFraction }) => labelFraction))]
  return html`<ul class="plain">
      ${fractions.map(
        (fraction) =>
          html`<li>
            With ${percent(fraction)} of the labels:
            ${differences
              .filter(({ labelFraction }) => labelFraction === fraction)
              .map(({ sentence }) => `${sentence} `)}
          </li>`,
      )}
    </ul>
    <p class="notes">
      Both methods are scored on the same test sinuses; test subjects are drawn with replacement 2,000 times
      for the interval.
    </p>`
}

export function provenance({ stages, software, experiment, createdAt }: ReportData): Html {
  const finished = stages.filter(({ state }) => state === 'finished')
  const total = finished.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)
  const devices = [...new Set(finished.flatMap(({ device }) => (device ? [device] : [])))]
  const kinds = Map.groupBy(stages, ({ kind }) => kind)
  return html`${facts([
      ['Experiment', html`<span class="hash">${experiment}</span>`],
      ['Written', createdAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
      ['Computed on', devices.join('; ') || 'nothing is finished yet'],
      ['Software', software.map(({ name, version }) => `${name} ${version}`).join(', ')],
      ['Time', `${duration(total)} in ${count(finished.length, 'finished stage')} of ${stages.length}`],
    ])}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Kind of stage</th>
            <th class="number">Finished</th>
            <th class="number">Seconds, median</th>
            <th class="number">Seconds, all</th>
          </tr>
        </thead>
        <tbody>
          ${[...kinds].map(([kind, members]) => {
            const seconds = members
              .flatMap((member) => (member.seconds === null ? [] : [member.seconds]))
              .sort((a, b) => a - b)
            const all = seconds.reduce((sum, value) => sum + value, 0)
            return html`<tr>
              <td>${kind}</td>
              <td class="number">${seconds.length} of ${members.length}</td>
              <td class="number">
                ${seconds.length ? fixed(seconds[Math.floor((seconds.length - 1) / 2)], 1) : '–'}
              </td>
              <td class="number">${fixed(all, 1)}</td>
            </tr>`
          })}
        </tbody>
      </table>
    </div>
    <details>
      <summary>Every stage with its hash</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>Stage</th>
              <th>Of</th>
              <th>Hash</th>
              <th class="number">Seed</th>
              <th class="number">Epochs</th>
              <th class="number">Seconds</th>
            </tr>
          </thead>
          <tbody>
            ${stages.map(
              ({ kind, subject, hash, seed, epochs, seconds, state }) =>
                html`<tr>
                  <td>${kind}</td>
                  <td>${subject}</td>
                  <td class="hash">${hash}</td>
                  <td class="number">${seed}</td>
                  <td class="number">${epochs}</td>
                  <td class="number">${seconds === null ? state : fixed(seconds, 1)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`
}
