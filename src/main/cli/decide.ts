import { Option } from 'commander'
import { questions, type Question } from '../../shared/domain/open-questions.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject } from '../project.ts'
import {
  decideSameScan,
  decideSides,
  sameScanAnswers,
  showDecisions,
  undoDecision,
  type Decisions,
  type SameScanAnswer,
} from '../services/decisions.ts'
import type { CliCommand } from './command.ts'

interface Options {
  sides?: string
  sameScan?: SameScanAnswer
  undo?: Question
}

export const decide: CliCommand = {
  usage: 'decide <project> [subject]',
  summary:
    'answer what keeps a scan from being used (its sides, a look-alike), take an answer back, or list what is open',
  options: (command) =>
    command
      .option('--sides <orientation>', 'direction in which each voxel axis grows, such as RAS or LAS')
      .addOption(
        new Option('--same-scan <answer>', 'is it the scan of the other subject?').choices(sameScanAnswers),
      )
      .addOption(new Option('--undo <question>', 'take an answer back').choices(questions)),
  run: async (_, [folder, subject], given) => {
    const { sides, sameScan, undo } = given as Options
    const asked = [sides, sameScan, undo].filter((option) => option !== undefined).length
    if (asked !== (subject === undefined ? 0 : 1)) {
      throw new AntrumError(
        'usage',
        'Use: antrum decide <project> <subject> with one of --sides, --same-scan and --undo, or antrum decide <project> to list what is open.',
      )
    }
    if (subject === undefined)
      return withProject(folder, 'read', async (project) => answer(await showDecisions(project)))
    return withProject(folder, 'write', async (project) => {
      if (sides !== undefined) await decideSides(project, subject, sides)
      if (sameScan !== undefined) await decideSameScan(project, subject, sameScan)
      if (undo !== undefined) await undoDecision(project, subject, undo)
      return answer(await showDecisions(project))
    })
  },
}

const answer = (decisions: Decisions) => ({ json: decisions, text: asText(decisions) })

function asText({ open, decided }: Decisions): string {
  return [
    open.length === 0 ? 'Nothing is open.' : `${open.length} questions are open; these scans are left out:`,
    ...open.map(({ subject, question, reason }) => `  ${subject}  ${question}: ${reason}`),
    ...decided.map(
      ({ subject, question, answer: given, decidedAt }) =>
        `  decided  ${subject}  ${question}: ${given} (${decidedAt.slice(0, 10)})`,
    ),
  ].join('\n')
}
