import {
  defaultSample,
  sampleCohort,
  type SampleReport,
  type SampleSettings,
} from '../services/sample-cohort.ts'
import type { CliCommand } from './command.ts'
import { realNumber, wholeNumber } from './numbers.ts'

const { labelled, unlabelled, seed, spacingMm } = defaultSample

export const sample: CliCommand = {
  usage: 'sample <folder>',
  summary: 'write a synthetic head cohort with labels and known truth',
  options: (command) =>
    command
      .option('--labelled <n>', 'subjects with labels', wholeNumber, labelled)
      .option('--unlabelled <n>', 'subjects without labels', wholeNumber, unlabelled)
      .option('--seed <s>', 'another seed gives other heads', wholeNumber, seed)
      .option('--spacing <mm>', 'edge of a voxel', realNumber, spacingMm),
  run: async (context, [folder], options) => {
    const asked = options as Omit<SampleSettings, 'spacingMm'> & { spacing: number }
    const settings: SampleSettings = {
      labelled: asked.labelled,
      unlabelled: asked.unlabelled,
      seed: asked.seed,
      spacingMm: asked.spacing,
    }
    const report = await sampleCohort(folder, settings, context)
    return { json: report, text: asText(report) }
  },
}

function asText({
  folder,
  scans,
  labels,
  subjects,
  labelled,
  labelledSinuses,
  anomalous,
  kept,
}: SampleReport) {
  return [
    `${folder} holds ${subjects} synthetic heads${kept ? `, ${kept} of them made earlier` : ''}.`,
    `Subjects with labels: ${labelled}; ${anomalous} of their ${labelledSinuses} sinuses are anomalous.`,
    `Next: antrum import <project> ${scans} --labels ${labels}`,
  ].join('\n')
}
