import { html, type Html } from './html.ts'
import { findingName } from './names.ts'
import { count } from './numbers.ts'
import type { ReportData, SetFacts } from './report-data.ts'

/** Who was imported, who was left, and which part everybody played. */
export function cohortFlow({ cohort, dataset }: ReportData): Html {
  const { labelled, unlabelled, test, folds, version } = dataset
  const frozenSubjects = labelled.subjects + unlabelled.subjects
  const frozenSinuses = labelled.sinuses + unlabelled.sinuses
  const box = (title: string, ...lines: (string | false)[]) =>
    html`<div class="box"><b>${title}</b>${lines.map((line) => line && html`<span>${line}</span>`)}</div>`
  const outside = cohort.subjects - frozenSubjects
  const sizes = (sets: readonly SetFacts[]) => {
    const numbers = sets.map(({ subjects }) => subjects)
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
    return least === most ? count(least, 'subject') : `${least} to ${most} subjects`
  }
  return html`<div class="flow" role="group" aria-label="Flow of subjects">
    ${box('Imported', count(cohort.subjects, 'subject'), count(cohort.scans, 'scan'))}
    ${box('Cut out', count(cohort.sinuses, 'sinus', 'sinuses'), cohort.flagged > 0 && `${cohort.flagged} flagged for a look`)}
    ${box(`Frozen as ${version}`, count(frozenSubjects, 'subject'), count(frozenSinuses, 'sinus', 'sinuses'), outside > 0 && `${count(outside, 'imported subject')} not in it`)}
    <div class="branches">
      <div class="branch">
        ${box('Labelled', `${count(labelled.subjects, 'subject')}, ${count(labelled.sinuses, 'sinus', 'sinuses')}`, `${labelled.sinuses - labelled.anomalous} normal, ${labelled.anomalous} anomalous`)}
        <div class="leaves">
          ${box('Locked test set', count(test.subjects, 'subject'), `${test.sinuses - test.anomalous} normal, ${test.anomalous} anomalous`)}
          ${box(`${count(folds.length, 'fold')}`, `training ${sizes(folds.map(({ all }) => all))}`, `validation ${sizes(folds.map(({ validation }) => validation))}`)}
        </div>
      </div>
      <div class="branch">
        ${box('Unlabelled', `${count(unlabelled.subjects, 'subject')}, ${count(unlabelled.sinuses, 'sinus', 'sinuses')}`)}
        <div class="leaves">
          ${box('Pretraining', count(unlabelled.subjects - unlabelled.watching, 'subject'))}
          ${box('Watching it', count(unlabelled.watching, 'subject'))}
        </div>
      </div>
    </div>
  </div>`
}

/** The published Table 1 for this dataset, with findings. */
export function tableOne({ dataset }: ReportData): Html {
  const { labelled, test, folds } = dataset
  const named = labelled.findings.map(({ finding }) => finding)
  const unnamed = (set: SetFacts) => set.anomalous - set.findings.reduce((sum, one) => sum + one.sinuses, 0)
  const showUnnamed = unnamed(labelled) > 0
  const line = (name: string, set: SetFacts, group: boolean) =>
    html`<tr class="${group ? 'group' : ''}">
      <td>${name}</td>
      <td class="number">${set.subjects}</td>
      <td class="number">${set.sinuses - set.anomalous}</td>
      <td class="number">${set.anomalous}</td>
      ${named.map((finding) => html`<td class="number">${set.findings.find((one) => one.finding === finding)?.sinuses ?? 0}</td>`)}
      ${showUnnamed && html`<td class="number">${unnamed(set)}</td>`}
    </tr>`
  return html`<div class="scroll">
    <table>
      <caption>
        Table 1. Labelled subjects and their sinuses, by set
      </caption>
      <thead>
        <tr>
          <th scope="col">Set</th>
          <th class="number" scope="col">Subjects</th>
          <th class="number" scope="col">Normal</th>
          <th class="number" scope="col">Anomalous</th>
          ${named.map((finding) => html`<th class="number" scope="col">${findingName(finding)}</th>`)}
          ${showUnnamed && html`<th class="number" scope="col">Not named</th>`}
        </tr>
      </thead>
      <tbody>
        ${line('Locked test set', test, true)}
        ${folds.map(({ all, validation }, i) => [
          line(`Fold ${i + 1}, training`, all, true),
          line(`Fold ${i + 1}, validation`, validation, false),
        ])}
        ${line('All', labelled, true)}
      </tbody>
    </table>
  </div>`
}

/** What was checked so that no model is judged on what it has seen, with what was found. */
export function proofCard({ proof, dataset }: ReportData): Html {
  const { models, trainings, outside } = proof.lineage
  const list = (checks: ReportData['proof']['split']) =>
    html`<ul class="checks">
      ${checks.map(
        ({ name, ok, found }) =>
          html`<li class="${ok ? 'ok' : 'broken'}">
            <b>${ok ? 'holds' : 'BROKEN'}</b><span>${name}</span><span class="found">${found}</span>
          </li>`,
      )}
    </ul>`
  return html`<div class="card">
    <h3>The split of version ${dataset.version}</h3>
    ${list(proof.split)}
    <h3>The ancestors of ${count(models, 'evaluated model')} (${count(trainings, 'training')} walked)</h3>
    ${list(proof.lineage.checks)}
    ${outside.length > 0 && html`<p>Some models start from weights of another project, <span class="hash">${outside.join(', ')}</span>: whom those have seen is not known here.</p>`}
  </div>`
}
