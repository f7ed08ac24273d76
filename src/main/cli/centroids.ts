import { outlierRule, type Millimetres } from '../../shared/domain/centroids.ts'
import { readSides } from '../../shared/domain/label-words.ts'
import type { Side } from '../../shared/domain/sinus.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject, type Project } from '../project.ts'
import {
  markCentroid,
  removeCentroid,
  setCentroids,
  showCentroids,
  undoCentroids,
  type CentroidProblem,
  type SideCentroids,
} from '../services/centroids.ts'
import type { CliCommand, CommandResult } from './command.ts'

export const centroids: CliCommand = {
  usage: 'centroids <project> <action> [args...]',
  summary:
    'sinus centres: set <file.csv>, mark <subject> <side> --at x,y,z, remove <subject> <side>, undo, or show them and their mean',
  options: (command) =>
    command.option(
      '--at <x,y,z>',
      "a point in RAS millimetres of the subject's scan, such as --at=-24.5,31,-40",
    ),
  run: async (_, [folder, action, ...args], { at }) => {
    const change = <T extends object>(
      work: (project: Project) => Promise<T>,
      problems: (json: T) => CentroidProblem[] = () => [],
    ) =>
      withProject(folder, 'write', async (project): Promise<CommandResult> => {
        const json = await work(project)
        const sides = await showCentroids(project)
        return { json: { ...json, sides, rule: outlierRule }, text: asText(sides, problems(json)) }
      })
    switch (`${action} ${args.length}`) {
      case 'set 1':
        return change(
          async (project) => {
            const { centroids: set, problems } = await setCentroids(project, args[0])
            return { set, problems }
          },
          ({ problems }) => problems,
        )
      case 'mark 2':
        return change(async (project) => {
          const point = { subject: args[0], side: readSide(args[1]), mm: readPoint(at) }
          await markCentroid(project, point)
          return { marked: point }
        })
      case 'remove 2':
        return change(async (project) => {
          const point = { subject: args[0], side: readSide(args[1]) }
          await removeCentroid(project, point)
          return { removed: point }
        })
      case 'undo 0':
        return change(undoCentroids)
      case 'show 0':
        return withProject(folder, 'read', async (project) => {
          const sides = await showCentroids(project)
          return { json: { sides, rule: outlierRule }, text: asText(sides, []) }
        })
      default:
        throw usage()
    }
  },
}

const usage = () =>
  new AntrumError(
    'usage',
    'Use: antrum centroids <project> with set <file.csv>, mark <subject> <side> --at x,y,z, remove <subject> <side>, undo, or show',
  )

function readSide(text: string): Side {
  const [side, another] = readSides(text) ?? []
  if (!side || another)
    throw new AntrumError('usage', `The side must be L, R, left or right; found "${text}".`)
  return side
}

function readPoint(text: unknown): Millimetres {
  const numbers =
    typeof text === 'string' ? text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))) : []
  if (numbers.length !== 3 || !numbers.every(Number.isFinite))
    throw new AntrumError('usage', 'A point is three numbers in millimetres, such as --at=-24.5,31,-40.')
  return numbers as unknown as Millimetres
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
            `  far from the others: ${subject}, ${distanceMm!.toFixed(1)} mm from the median. Look at it; it still counts.`,
        ),
      ...(marked.some(({ inFixedMm }) => !inFixedMm)
        ? ['  some scans are not registered: run antrum register']
        : []),
    ]),
    ...(bySide.some(({ centroids: marked }) => marked.some(({ outlier }) => outlier))
      ? [`Far is ${outlierRule}.`]
      : []),
  ].join('\n')
}
