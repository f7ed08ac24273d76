import { Option } from 'commander'
import type { TransformKind } from '../registration/register-heads.ts'
import { registerProject, type RegisterReport } from '../services/register.ts'
import { workInProject } from '../study/requests.ts'
import type { CliCommand } from './command.ts'

export const register: CliCommand = {
  usage: 'register <project>',
  summary: 'bring every head to the frame of one fixed scan',
  options: (command) =>
    command
      .option(
        '--fixed <subject>',
        'whose scan to register to (default: the best whole head of a labelled subject)',
      )
      .addOption(
        new Option('--transform <kind>', 'rigid, or affine: with stretch and shear')
          .choices(['rigid', 'affine'])
          .default('rigid'),
      ),
  run: async (context, [folder], { fixed, transform }) =>
    workInProject(folder, async (project) => {
      const options = {
        ...(fixed === undefined ? {} : { fixedSubject: fixed as string }),
        transform: transform as TransformKind,
      }
      const report = await registerProject(project, options, context)
      return { json: report, text: asText(report) }
    }),
}

function asText({ fixed, transform, scans, unchanged }: RegisterReport): string {
  const flagged = scans.filter((scan) => scan.flagged).sort((a, b) => a.score - b.score)
  const registered = scans.filter((scan) => scan.registered).length
  const before = unchanged > 0 ? ` (${unchanged} of them before)` : ''
  return [
    `${registered - 1}${registered < scans.length ? ` of ${scans.length - 1}` : ''} scans registered to ${fixed.subject}, ${transform}${before}; ${flagged.length} flagged.`,
    ...flagged.map(
      ({ subject, score, reasons }) => `  look  ${subject}  ${score.toFixed(2)}  ${reasons.join('; ')}`,
    ),
  ].join('\n')
}
