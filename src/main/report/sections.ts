import { duration } from '../../shared/domain/duration.ts'
import { studyArms } from '../../shared/domain/method-names.ts'
import { html, type Html } from './html.ts'
import { budgetOf, budgetVerdict, kindNames } from './budget.ts'
import { deviationsOf } from './deviations.ts'
import { methodName, optimiserNames, residualName } from './names.ts'
import { count, fixed } from './numbers.ts'
import type { ReportData } from './report-data.ts'

type Fact = readonly [term: string, description: Html | string]

const facts = (list: readonly Fact[]): Html =>
  html`<dl class="facts">
    ${list.map(
      ([term, description]) =>
        html`<dt>${term}</dt>
          <dd>${description}</dd>`,
    )}
  </dl>`

const splitText = ({ straddlingSubjects }: ReportData['testSet']): string =>
  straddlingSubjects === 0
    ? 'by subject, so both sinuses of a person share one role'
    : `NOT by subject, as the released code did: ${count(straddlingSubjects, 'subject')} with a sinus on either side of the test set`

export function whatWasRun({ dataset, recipe, precision, testSet }: ReportData): Html {
  const { cae, pretrain, finetune, residuals } = recipe
  const optimiser = ({ optimiser: { kind, learningRate } }: Pick<typeof pretrain, 'optimiser'>) =>
    `${optimiserNames[kind]} at ${learningRate}`
  return facts([
    ['Dataset', html`version ${dataset.version}, <span class="hash">${dataset.hash}</span>`],
    [
      'Volumes',
      `cubes of ${fixed(dataset.edgeMm, 0)} mm around each maxillary sinus, ${dataset.voxels}³ voxels, each scaled to its own 1st and 99th percentile; right sinuses mirrored`,
    ],
    ['Split', `${splitText(testSet)} (seed ${dataset.splitSeed})`],
    [
      'Locked test set',
      `${count(testSet.evaluatedModels, 'model')} scored on it, its results read ${count(testSet.reads, 'time')} so far`,
    ],
    ['Starting points', studyArms(recipe).map(methodName).join(', ')],
    [
      'Autoencoder',
      `normal sinuses only, ${cae.epochs} epochs, batches of ${cae.batchSize}, latent size ${cae.latent}, ${optimiser(cae)}`,
    ],
    ['Residuals', residualName(residuals)],
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

/** What differs from the published study, so that nobody has to find it out. */
export function deviations(data: ReportData): Html {
  const { deviations: list, kept } = deviationsOf(data)
  return html`<div class="scroll">
      <table class="wide-text">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Published study</th>
            <th scope="col">Here</th>
          </tr>
        </thead>
        <tbody>
          ${list.map(
            ({ item, published, here }) =>
              html`<tr>
                <td>${item}</td>
                <td>${published}</td>
                <td>${here}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <div class="notes">
      <p>
        Published: the paper, or its released code where the paper is silent.
        ${kept.length > 0 && `As published: ${kept.join(', ').toLowerCase()}.`}
      </p>
    </div>`
}

/** Whether the starting points were given the same, in numbers. */
export function budget(data: ReportData): Html {
  const lines = budgetOf(data)
  const verdict = budgetVerdict(lines)
  const range = (values: readonly number[]) =>
    values.length === 0 ? '–' : values.length === 1 ? String(values[0]) : `${values[0]} to ${values.at(-1)}`
  const whole = (value: number) => (value === 0 ? '–' : value.toLocaleString('en-GB'))
  return html`${verdict && html`<p>${verdict}</p>`}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Starting point</th>
            <th scope="col">Work</th>
            <th class="number" scope="col">Finished</th>
            <th class="number" scope="col">Epochs each</th>
            <th class="number" scope="col">Steps</th>
            <th class="number" scope="col">Samples seen</th>
            <th class="number" scope="col">Parameters</th>
            <th class="number" scope="col">Seconds</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map((line, i) => {
            const first = lines[i - 1]?.method !== line.method
            return html`<tr class="${first ? 'group' : ''}">
              <td>${first ? methodName(line.method) : ''}</td>
              <td>${kindNames[line.kind]}</td>
              <td class="number">${line.finished} of ${line.planned}</td>
              <td class="number">${range(line.epochs)}</td>
              <td class="number">${whole(line.steps)}</td>
              <td class="number">${whole(line.samplesSeen)}</td>
              <td class="number">${line.parameters === null ? '–' : whole(line.parameters)}</td>
              <td class="number">${fixed(line.seconds, 1)}</td>
            </tr>`
          })}
        </tbody>
      </table>
    </div>
    <div class="notes">
      <p>
        Epochs of each training; steps, samples and seconds of all trainings in the row.
        ${data.recipe.variants && 'Variants are counted with their method.'}
      </p>
    </div>`
}

export function provenance(data: ReportData): Html {
  const { stages, software, experiment, createdAt, recipe, recipeHash, dataset, machine } = data
  const finished = stages.filter(({ state }) => state === 'finished')
  const total = finished.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)
  const devices = [...new Set(finished.flatMap(({ device }) => (device ? [device] : [])))]
  return html`${facts([
      ['Experiment', html`<span class="hash">${experiment}</span>`],
      ['Dataset', html`${dataset.version}, <span class="hash">${dataset.hash}</span>`],
      ['Recipe', html`${recipe.name}, <span class="hash">${recipeHash}</span>`],
      [
        'Seeds',
        `fine-tuning ${recipe.seeds.join(', ')} (with the fold, so that starting points meet the same batches); pretraining ${recipe.pretrain.seed}; autoencoder of normals ${recipe.cae.seed}; split ${dataset.splitSeed}`,
      ],
      ['Written', `${createdAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}, on ${machine}`],
      ['Computed on', devices.join('; ') || 'nothing is finished yet'],
      ['Software', software.map(({ name, version }) => `${name} ${version}`).join(', ')],
      ['Time', `${duration(total)} in ${count(finished.length, 'finished stage')} of ${stages.length}`],
      [
        'To check',
        html`<code>antrum verify &lt;project&gt; ${experiment}</code> recomputes every hash, the metrics from
          the stored predictions, and the ancestors of every model`,
      ],
    ])}
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
