import { sideLetter } from '../../shared/domain/sinus.ts'
import { defaultCubeSize, extractSinuses, type ExtractReport } from '../services/extract.ts'
import { workInProject } from '../study/requests.ts'
import type { CliCommand } from './command.ts'
import { wholeNumber, realNumber } from './numbers.ts'

export const extract: CliCommand = {
  usage: 'extract <project>',
  summary: 'cut both sinuses out of every registered scan',
  options: (command) =>
    command
      .option('--edge-mm <mm>', 'edge of the cube in mm', realNumber, defaultCubeSize.edgeMm)
      .option('--voxels <n>', 'voxels along the edge', wholeNumber, defaultCubeSize.voxels)
      .option(
        '--jitter <seed>',
        'move each cube by chance, with the spread of the marked centres, as the released code did',
        wholeNumber,
      ),
  run: async (context, [folder], { edgeMm, voxels, jitter }) =>
    workInProject(folder, async (project) => {
      const jitterSeed = typeof jitter === 'number' ? jitter : null
      const size = { edgeMm: edgeMm as number, voxels: voxels as number, jitterSeed }
      const report = await extractSinuses(project, size, context)
      const sinuses = report.sinuses.map(({ subject, side, file, centreMm, coverage, flagged, reasons }) => ({
        subject,
        side: sideLetter(side),
        file,
        centreMm,
        coverage,
        flagged,
        reasons,
      }))
      return { json: { ...report, sinuses }, text: asText(report) }
    }),
}

function asText({ sinuses, failed, unregistered, leftOut }: ExtractReport): string {
  const flagged = sinuses.filter((sinus) => sinus.flagged)
  return [
    `${sinuses.length} sinuses are in volumes/draft, ${flagged.length} of them flagged.`,
    ...flagged.map(({ subject, side, reasons }) => `  look    ${subject} ${side}: ${reasons.join('; ')}`),
    ...failed.map(({ subject, reason }) => `  failed  ${subject}: ${reason}`),
    ...leftOut.map(({ subject, reason }) => `  left out  ${subject}: ${reason} (antrum decide)`),
    ...(unregistered.length > 0 ? [`Not registered, so left out: ${unregistered.join(', ')}`] : []),
  ].join('\n')
}
