import path from 'node:path'
import { withProject } from '../project.ts'
import { writeFileAtomic } from '../services/atomic-file.ts'
import { drawCubes } from '../services/cube-montage.ts'
import { drawMontage } from '../services/montage.ts'
import type { CliCommand } from './command.ts'
import { wholeNumber } from './numbers.ts'

export const montage: CliCommand = {
  usage: 'montage <project> <file.png>',
  summary: 'draw registered heads below each other, or the cubes cut out, the doubtful ones first',
  options: (command) =>
    command
      .option('--cubes', 'the cubes that were cut out, in place of heads')
      .option('--subjects <ids...>', 'only these subjects')
      .option('--most <n>', 'at most this many', wholeNumber, 40),
  run: async (context, [folder, file], { cubes, subjects, most }) => {
    const options = {
      most: most as number,
      ...(subjects === undefined ? {} : { subjects: subjects as string[] }),
    }
    const draw = cubes === true ? drawCubes : drawMontage
    const { png, rows, leftOut, failed } = await withProject(folder, 'read', (project) =>
      draw(project, options, context),
    )
    const written = path.resolve(file)
    await writeFileAtomic(written, png)
    const text = [
      `Wrote ${written}: ${rows.length} subjects${leftOut > 0 ? `, ${leftOut} more left out (--most)` : ''}.`,
      ...failed.map(({ subject, reason }) => `  failed  ${subject}: ${reason}`),
    ]
    return { json: { file: written, rows, leftOut, failed }, text: text.join('\n') }
  },
}
