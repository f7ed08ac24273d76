import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject } from '../project.ts'
import {
  setCentroids,
  showCentroids,
  type CentroidProblem,
  type SideCentroids,
} from '../services/centroids.ts'
import type { CliCommand } from './command.ts'

export const centroids: CliCommand = {
  usage: 'centroids <project> <set-or-show> [file]',
  summary: 'set the marked sinus centres (set <file.csv>), or show them and their mean (show)',
  run: async (_, [folder, action, file]) => {
    if (action === 'set' && file) {
      return withProject(folder, 'write', async (project) => {
        const { centroids: set, problems } = await setCentroids(project, file)
        const bySide = await showCentroids(project)
        return { json: { set, problems, sides: bySide }, text: asText(bySide, problems) }
      })
    }
    if (action === 'show' && !file) {
      return withProject(folder, 'read', async (project) => {
        const bySide = await showCentroids(project)
        return { json: { sides: bySide }, text: asText(bySide, []) }
      })
    }
    throw new AntrumError(
      'usage',
      'Use: antrum centroids <project> set <file.csv>, or: antrum centroids <project> show',
    )
  },
}

function asText(bySide: SideCentroids[], problems: CentroidProblem[]): string {
  const millimetres = (mm: readonly number[]) => mm.map((x) => x.toFixed(1)).join(', ')
  return [
    ...problems.map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...bySide.flatMap(({ side, centroids: marked, meanMm, sdMm }) => [
      `${side}: ${marked.length} marked` +
        (meanMm ? `, mean ${millimetres(meanMm)} mm in the fixed scan` : '') +
        (sdMm ? `, SD ${millimetres(sdMm)} mm` : ''),
      ...marked
        .filter(({ outlier }) => outlier)
        .map(
          ({ subject, distanceMm }) =>
            `  far from the others: ${subject}, ${distanceMm!.toFixed(1)} mm. Look at it.`,
        ),
      ...(marked.some(({ inFixedMm }) => !inFixedMm)
        ? ['  some scans are not registered: run antrum register']
        : []),
    ]),
  ].join('\n')
}
