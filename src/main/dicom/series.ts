import path from 'node:path'
import type { Acquisition, DicomHeader, Identity } from './header.ts'
import { stackFrames, type SeriesProblem, type Stack } from './stack.ts'
import { transferSyntax } from './transfer-syntax.ts'
import { unsuited, weightingOf, isDerived, type Weighting } from './weighting.ts'

/** One file of a series. */
export interface SeriesFile {
  path: string
  /** As shown to the user. */
  shown: string
  header: DicomHeader
  damage: string | null
}

/** Files that would make one volume. */
export interface Series {
  /** SeriesInstanceUID; ':2', ':3', … behind it where a series holds several kinds of images. */
  id: string
  study: string
  identity: Identity
  number: number | null
  description: string
  weighting: Weighting | null
  derived: boolean
  acquisition: Acquisition
  transferSyntax: string
  /** Columns and rows. */
  matrix: [number, number]
  stack: Stack | null
  /** What blocks first. */
  problems: SeriesProblem[]
  /** Why this is no plain head scan, though nothing may be wrong with it. */
  unsuited: string | null
  files: SeriesFile[]
}

/**
 * Sorts files into series: by SeriesInstanceUID, and within it by copy (one series exported to two folders), by echo and by
 * kind of image (magnitude, phase, …), which some scanners put under one UID. A series may be spread over folders.
 *
 * @returns By patient, study and series number.
 */
export function groupSeries(files: readonly SeriesFile[]): Series[] {
  const images = files.filter(({ header, damage }) => header.frames.length > 0 || damage !== null)
  const series = [...Map.groupBy(images, ({ header }) => header.series)].flatMap(([uid, members]) =>
    copiesOf(members)
      .flatMap((copy) => [...Map.groupBy(withoutRepeats(copy), kindOf).values()])
      .map((part, i) => describe(i === 0 ? uid : `${uid}:${i + 1}`, part)),
  )
  noteNamesakes(series)
  const key = ({ identity, study, number, id }: Series) =>
    [identity.patientId, study, String(number ?? 0).padStart(12, '0'), id].join('\n')
  return series.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/**
 * The copies of a series: where folders hold images of one place, or of other sizes, the topmost folders that differ are
 * taken apart.
 */
function copiesOf(files: readonly SeriesFile[]): SeriesFile[][] {
  const folders = files.map((file) => path.dirname(file.path).split(path.sep))
  const level = folders[0].findIndex((name, i) => folders.some((other) => other[i] !== name))
  const depth = level < 0 ? Math.min(...folders.map(({ length }) => length)) : level
  const groups = [...Map.groupBy(files, (_, i) => folders[i][depth] ?? '').values()]
  if (groups.length === 1 || !overlap(groups)) return [[...files]]
  return groups.flatMap(copiesOf)
}

function overlap(groups: readonly SeriesFile[][]): boolean {
  const placesOf = (group: readonly SeriesFile[]) => new Set(group.map(placeOf))
  const places = groups.map(placesOf)
  const sizes = new Set(groups.flat().map(({ header }) => `${header.columns} ${header.rows}`))
  return (
    sizes.size > 1 ||
    places.reduce((sum, { size }) => sum + size, 0) > new Set(places.flatMap((set) => [...set])).size
  )
}

/** What no two files of one series share: the kind of image and where it lies. */
const placeOf = (file: SeriesFile) =>
  `${kindOf(file)} ${file.header.frames[0]?.positionMm?.join() ?? file.header.instance}`

/** One of the files that are the same image, a whole one if there is one. */
function withoutRepeats(files: readonly SeriesFile[]): SeriesFile[] {
  const wholeLast = files.toSorted((a, b) => Number(a.damage === null) - Number(b.damage === null))
  const once = new Map(
    wholeLast.map((file) => [`${file.header.instance || file.path} ${placeOf(file)}`, file]),
  )
  return files.filter((file) => once.get(`${file.header.instance || file.path} ${placeOf(file)}`) === file)
}

/** What tells apart images that share a SeriesInstanceUID and a place. */
function kindOf({ header }: SeriesFile): string {
  const { echoTimeMs } = header.acquisition
  return JSON.stringify([header.imageType.slice(2), echoTimeMs === null ? null : Math.round(10 * echoTimeMs)])
}

function describe(id: string, files: SeriesFile[]): Series {
  const [{ header }] = files
  const blocking = findProblems(files)
  const { stack, problems } = stackFrames(
    files.flatMap((file) => file.header.frames),
    [header.columns, header.rows],
  )
  const all = [...blocking, ...problems]
  return {
    id,
    study: header.study,
    identity: header.identity,
    number: header.seriesNumber,
    description: header.description || header.protocol,
    weighting: weightingOf(header),
    derived: isDerived(header),
    acquisition: header.acquisition,
    transferSyntax: transferSyntax(header.transferSyntax).name,
    matrix: [header.columns, header.rows],
    stack,
    problems: [...all.filter(({ blocks }) => blocks), ...all.filter(({ blocks }) => !blocks)],
    unsuited: unsuited(header),
    files,
  }
}

/** What is wrong with files apart from where their slices lie. */
function findProblems(files: readonly SeriesFile[]): SeriesProblem[] {
  const headers = files.map(({ header }) => header)
  const [first] = headers
  const problems: SeriesProblem[] = []
  const block = (code: SeriesProblem['code'], reason: string) => problems.push({ code, reason, blocks: true })
  const damaged = files.filter(({ damage }) => damage !== null)
  if (damaged.length > 0) {
    const names = damaged.slice(0, 3).map(({ shown }) => shown.split('/').at(-1))
    const more = damaged.length > 3 ? ` and ${damaged.length - 3} more` : ''
    block(
      'damaged-slices',
      `${damaged.length} of its ${files.length} files ${damaged.length === 1 ? 'is' : 'are'} damaged (${names.join(', ')}${more}). Copy the series again from where it came from.`,
    )
  }
  if (new Set(headers.map(({ identity }) => identity.patientId)).size > 1)
    block('mixed-patients', 'Its files name different patients. Export the series again.')
  if (headers.some(({ samplesPerPixel }) => samplesPerPixel !== 1))
    block('colour', 'Its images are in colour, such as screen shots or maps. Choose the scan itself.')
  if (headers.some(({ burnedIn }) => burnedIn)) {
    block(
      'burned-in-text',
      'Its images carry burned-in text, which may name the patient and is not removed. Choose another series.',
    )
  }
  const unreadable = headers.find((header) => !transferSyntax(header.transferSyntax).readable)
  if (unreadable) {
    block(
      'transfer-syntax',
      `Its images are stored as ${transferSyntax(unreadable.transferSyntax).name}, which cannot be read here. Export the series uncompressed.`,
    )
  }
  if (headers.some(({ rows, columns }) => rows !== first.rows || columns !== first.columns))
    block('mixed-matrix', 'Its images differ in size. Export the series again.')
  if (isNobody(first.identity.patientId)) {
    problems.push({
      code: 'patient-unknown',
      reason:
        'The files name no patient, so the study counts as a subject of its own. Two studies of one person would count as two persons. Make sure that there are none.',
      blocks: false,
    })
  }
  return problems
}

/** An id that says nobody in particular: empty, or what tools write in its place. */
export const isNobody = (patientId: string): boolean =>
  /^(anon(ym(ous|ized|ised)?)?|unknown|none|null|n\/?a|removed|deleted|patient|[0\-_x*.\s]*)$/i.test(
    patientId,
  )

/** One id, two birth dates: either a mistake, or two persons who would become one subject. */
function noteNamesakes(series: readonly Series[]): void {
  for (const same of Map.groupBy(series, ({ identity }) => identity.patientId).values()) {
    const dates = new Set(same.map(({ identity }) => identity.birthDate).filter((date) => date !== ''))
    if (dates.size < 2 || isNobody(same[0].identity.patientId)) continue
    for (const { problems } of same) {
      problems.push({
        code: 'patient-mismatch',
        reason:
          'Files with this patient id give different birth dates, and become one subject all the same. Check that it is one person.',
        blocks: false,
      })
    }
  }
}
