import { isNobody, type Series } from '../dicom/series.ts'
import { proposeSeries, type Proposal } from '../dicom/propose.ts'
import type { SeriesProblem } from '../dicom/stack.ts'
import type { ScanNote } from '../db/stores/scans.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { FoundScan } from './find-scans.ts'
import { placeOf, readSeries } from './read-series.ts'
import type { ServiceContext } from './service-context.ts'

export interface ChosenSeries {
  taken: Series[]
  /** Series that were wanted, or would have been proposed, and cannot be used; studies with nothing to take. */
  rejected: (ScanNote & { file: string })[]
}

/**
 * The series to import: the ones asked for, else the proposed one of each study.
 *
 * @param wanted  Ids; a SeriesInstanceUID stands for all parts of its series.
 * @throws AntrumError 'not-found' when one of them is not there.
 */
export function chooseSeries(
  series: readonly Series[],
  proposals: readonly Proposal[],
  wanted: readonly string[] | undefined,
): ChosenSeries {
  const rejected: ChosenSeries['rejected'] = []
  const names = nameSeries(series)
  const reject = (one: Series, code: string, reason: string) =>
    rejected.push({ file: names.get(one)!, code, reason })
  const blocking = ({ problems }: Series) => problems.find(({ blocks }) => blocks)
  if (wanted) {
    const isWanted = ({ id }: Series) => wanted.includes(id) || wanted.includes(id.split(':')[0])
    const missing = wanted.find((id) => !series.some((one) => one.id === id || one.id.split(':')[0] === id))
    if (missing !== undefined) {
      throw new AntrumError(
        'not-found',
        `There is no DICOM series ${missing} there. List them with: antrum series <folder>`,
      )
    }
    const asked = series.filter(isWanted)
    for (const one of asked) {
      const problem = blocking(one)
      if (problem) reject(one, problem.code, problem.reason)
    }
    return { taken: asked.filter((one) => !blocking(one)), rejected }
  }
  const taken = series.filter((_, i) => proposals[i].proposed)
  for (const study of Map.groupBy(series, ({ study, id }) => study || id).values()) {
    const hasProposal = study.some((one) => taken.includes(one))
    const lost = study.filter((one) => {
      const problem = blocking(one)
      return problem && !one.unsuited && (!hasProposal || !otherKinds.has(problem.code))
    })
    for (const one of lost) reject(one, blocking(one)!.code, blocking(one)!.reason)
    if (hasProposal || lost.length > 0) continue
    const why = study.map((one) => `${one.description || one.id}: ${proposals[series.indexOf(one)].why}`)
    reject(
      study[0],
      'no-head-series',
      `No series of this study is taken (${why.slice(0, 3).join('; ')}). Name one with --series if you want it all the same.`,
    )
  }
  return { taken, rejected }
}

/** Series that are sound but no single volume: worth a word only where nothing better is there. */
const otherKinds: ReadonlySet<SeriesProblem['code']> = new Set([
  'several-volumes',
  'colour',
  'mixed-orientation',
  'single-slice',
])

export interface SeriesChoice extends ChosenSeries {
  /** Every series there is. */
  series: Series[]
  /** What each is called in front of the user. */
  names: Map<Series, string>
  withoutImages: number
}

/**
 * Reads DICOM files and chooses what to take of them.
 *
 * @returns `rejected`: damaged files, then series that cannot be used.
 * @throws AntrumError 'cancelled', and as `chooseSeries`.
 */
export async function readChoice(
  found: readonly FoundScan[],
  wanted: readonly string[] | undefined,
  context: ServiceContext,
): Promise<SeriesChoice> {
  const { series, rejected, withoutImages } = await readSeries(found, context)
  const choice = chooseSeries(series, proposeSeries(series), wanted)
  return {
    series,
    taken: choice.taken,
    rejected: [...rejected, ...choice.rejected],
    names: nameSeries(series),
    withoutImages,
  }
}

/** What series are called in front of the user: their place, and their description where several share a place. */
export function nameSeries(series: readonly Series[]): Map<Series, string> {
  const names = new Map<Series, string>()
  for (const [place, sharing] of Map.groupBy(series, placeOf)) {
    const alike = Map.groupBy(sharing, ({ description }) => description)
    for (const one of sharing) {
      const label = alike.get(one.description)!.length === 1 ? one.description : one.id
      names.set(one, sharing.length === 1 ? place : `${place} (${label})`)
    }
  }
  return names
}

/** Who a series' subject is: the patient, else the study, which then counts as a person. */
export const personOf = ({ identity, study, id }: Series): string =>
  isNobody(identity.patientId) ? `study ${study || id}` : identity.patientId
