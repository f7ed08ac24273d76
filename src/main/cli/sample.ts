import { defaultSample, sampleCohort, type SampleReport } from '../services/sample-cohort.ts'
import type { CliCommand } from './command.ts'

const { labelled, unlabelled, seed, spacingMm } = defaultSample

export const sample: CliCommand = {
  usage: 'sample <folder>',
  summary: 'write a synthetic head cohort with labels and known truth',
  options: (command) =>
    command
      .option('--labelled <n>', 'subjects with labels', String(labelled))
      .option('--unlabelled <n>', 'subjects without labels', String(unlabelled))
      .option('--seed <s>', 'another seed gives other heads', String(seed))
      .option('--spacing <mm>', 'edge of a voxel', String(spacingMm)),
  run: async (context, [folder], options) => {
    const report = await sampleCohort(
      folder,
      {
        labelled: Number(options.labelled),
        unlabelled: Number(options.unlabelled),
        seed: Number(options.seed),
        spacingMm: Number(options.spacing),
      },
      context,
    )
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
    `Made ${subjects} synthetic heads in ${folder}${kept ? `, ${kept} of them earlier` : ''}.`,
    `${labelled} have labels: ${anomalous} of ${labelledSinuses} sinuses are anomalous.`,
    `Next: antrum import <project> ${scans} --labels ${labels}`,
  ].join('\n')
}
