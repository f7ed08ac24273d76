import { duration } from '../../shared/domain/duration.ts'
import { html, type Html } from './html.ts'
import { findingName, methodName } from './names.ts'
import { count, fixed, percent } from './numbers.ts'
import type { ReportData, SetFacts } from './report-data.ts'

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

const optimiserNames = { adam: 'Adam', adamw: 'AdamW', lars: 'LARS' }

const splitText = ({ straddlingSubjects }: ReportData['testSet']): string =>
  straddlingSubjects === 0
    ? 'by subject, so both sinuses of a person share one role'
    : `NOT by subject, as the released code did: ${count(straddlingSubjects, 'subject')} with a sinus on either side of the test set`

export function whatWasRun({ dataset, recipe, precision, testSet }: ReportData): Html {
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
    `${optimiserNames[kind]} at ${learningRate}`
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
    ['Split', `${splitText(testSet)} (seed ${dataset.splitSeed})`],
    [
      'Locked test set',
      `${setText(test)}; ${count(testSet.evaluatedModels, 'model')} scored on it, its results read ${count(testSet.reads, 'time')} so far`,
    ],
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
      `${pretrain.epochs} epochs, batches of ${pretrain.batchSize}, ${optimiser(pretrain)}, loss ${pretrain.settings.residual.loss.toUpperCase()}`,
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
              <th>Hash</th>
              <th class="number">Seed</th>
              <th class="number">Epochs</th>
              <th class="number">Seconds</th>
            </tr>
          </thead>
          <tbody>
            ${stages.map(
              ({ name, hash, seed, epochs, seconds, state }) =>
                html`<tr>
                  <td>${name}</td>
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
