import { Option, type Command } from 'commander'
import { defaultSplitOptions } from '../../shared/domain/splits.ts'
import { freezeDataset, type FreezeReport } from '../services/freeze.ts'
import { workInProject } from '../study/requests.ts'
import type { CliCommand } from './command.ts'
import { testSetText } from './versions.ts'
import { realNumber, wholeNumber } from './numbers.ts'

interface Options {
  name?: string
  folds: number
  seed: number
  testFraction: number
  fractions: number[]
  split: 'by-subject' | 'as-released'
  leaveOutFlagged?: boolean
  leaveOut?: string[]
}

const options = (command: Command) =>
  command
    .option('--name <version>', 'name of the version (v1, v2, … when left out)')
    .option('--folds <n>', 'train/validation folds', wholeNumber, defaultSplitOptions.folds)
    .option('--seed <n>', 'seed of the splits', wholeNumber, defaultSplitOptions.seed)
    .option(
      '--test-fraction <f>',
      'share of labelled subjects in the test set',
      realNumber,
      defaultSplitOptions.testFraction,
    )
    .option(
      '--fractions <list>',
      'label fractions, comma-separated',
      (text) => text.split(',').map(realNumber),
      [...defaultSplitOptions.fractions],
    )
    .addOption(
      new Option(
        '--split <preset>',
        'by-subject, or as-released: sinuses split without regard to their subject, which leaks; to measure how much',
      )
        .choices(['by-subject', 'as-released'])
        .default('by-subject'),
    )
    .option('--leave-out-flagged', 'leave flagged sinuses out')
    .option('--leave-out <subjects...>', 'leave these subjects out')

export const freeze: CliCommand = {
  usage: 'freeze <project>',
  summary: 'freeze volumes, labels and splits into a dataset version',
  options,
  run: async (context, [folder], given) => {
    const { name, folds, seed, testFraction, fractions, split, leaveOutFlagged, leaveOut } =
      given as unknown as Options
    return workInProject(folder, async (project) => {
      const report = await freezeDataset(
        project,
        {
          ...(name !== undefined && { name }),
          split: { ...defaultSplitOptions, folds, seed, testFraction, fractions },
          unit: split === 'as-released' ? 'sinus' : 'subject',
          leaveOutFlagged: leaveOutFlagged ?? false,
          leaveOut: leaveOut ?? [],
        },
        context,
      )
      return { json: asJson(report), text: asText(report) }
    })
  },
}

const subjectsOf = ({ manifest }: FreezeReport) =>
  new Set(manifest.sinuses.map(({ subject }) => subject)).size

function asJson(report: FreezeReport) {
  const { manifest, proof, testSet, created, warnings } = report
  const { version, hash, sinuses, split, edgeMm, voxels } = manifest
  return {
    version,
    hash,
    created,
    subjects: subjectsOf(report),
    sinuses: sinuses.length,
    edgeMm,
    voxels,
    split,
    proof,
    testSet,
    warnings,
  }
}

function asText(report: FreezeReport): string {
  const { manifest, proof, testSet, created, warnings } = report
  const { version, hash, sinuses, split } = manifest
  const labelled = sinuses.filter(({ target }) => target !== null)
  const anomalous = labelled.filter(({ target }) => target === 1).length
  return [
    created ? `Froze ${version}.` : `Nothing has changed since ${version}.`,
    `  hash       ${hash}`,
    `  sinuses    ${sinuses.length} of ${subjectsOf(report)} subjects: ${labelled.length - anomalous} normal, ${anomalous} anomalous, ${sinuses.length - labelled.length} unlabelled`,
    `  ${split.unit === 'sinus' ? 'sinuses ' : 'subjects'}   ${split.test.length} test, ${split.folds[0].train.length} + ${split.folds[0].validation.length} in each of ${split.folds.length} folds, ${split.unlabelled.train.length} + ${split.unlabelled.validation.length} unlabelled`,
    ...proof.checks.map(({ name, ok, found }) => `  ${ok ? 'proved' : 'BROKEN'}     ${name} (${found})`),
    testSetText(testSet),
    ...warnings.map((warning) => `  note       ${warning}`),
  ].join('\n')
}
