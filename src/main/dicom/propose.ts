import type { Series } from './series.ts'

export interface Proposal {
  proposed: boolean
  /** For the user: why it is taken or left. */
  why: string
}

/** A stack that reaches less far than this cannot show a head down to the sinuses. */
const leastExtentMm = 80
/** The coarsest axis of what counts as a 3-D scan. */
const finestSlabMm = 2

/**
 * Picks one series of each study: the FLAIR if there is one, else the head series that shows most, MR before CT, 3-D
 * before thick slices, T2 before T1; as scanned before computed, finer before coarser, earlier before later.
 *
 * @returns One proposal per series, in their order.
 */
export function proposeSeries(series: readonly Series[]): Proposal[] {
  const reasons = new Map<Series, Proposal>()
  for (const study of Map.groupBy(series, (one) => one.study || one.id).values()) {
    const usable = study.filter((one) => objection(one) === null).sort((a, b) => compare(rank(a), rank(b)))
    const [best] = usable
    for (const one of study) reasons.set(one, { proposed: one === best, why: reason(one, best, study) })
  }
  return series.map((one) => reasons.get(one)!)
}

function reason(one: Series, best: Series | undefined, study: readonly Series[]): string {
  const against = objection(one)
  if (against !== null) return against
  if (one !== best) return `${nameOf(best!)} of this study is taken`
  if (one.weighting === 'FLAIR') return 'the FLAIR of this study'
  const lost = study.find(
    (other) => other.weighting === 'FLAIR' && other.problems.some(({ blocks }) => blocks),
  )
  const flair = lost ? `the FLAIR of this study (${nameOf(lost)}) cannot be used` : 'no FLAIR in this study'
  const only = study.filter((other) => objection(other) === null).length === 1
  return `${flair}; ${only ? 'its only' : 'its best'} head series${one.weighting ? `, a ${label(one)}` : ''}`
}

function objection(one: Series): string | null {
  const blocking = one.problems.find(({ blocks }) => blocks)
  if (blocking) return blocking.reason
  if (one.unsuited) return one.unsuited
  const extent = one.stack!.shape[2] * one.stack!.spacingMm[2]
  return extent < leastExtentMm
    ? `its slices reach over ${extent.toFixed(0)} mm only, less than a head`
    : null
}

const isFine = ({ stack }: Series) => Math.max(...stack!.spacingMm) <= finestSlabMm

function rank(one: Series): number[] {
  const order = ['FLAIR', 'T2w', 'T1w', 'PDw', null, 'CT']
  return [
    one.weighting === 'FLAIR' ? 0 : 1,
    one.acquisition.modality === 'MR' ? 0 : 1,
    one.derived ? 1 : 0,
    isFine(one) ? 0 : 1,
    order.indexOf(one.weighting),
    Math.round(20 * Math.max(...one.stack!.spacingMm)) / 20,
    Math.round(20 * Math.min(...one.stack!.spacingMm)) / 20,
    one.number ?? Infinity,
  ]
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : a[at] - b[at]
}

const label = (one: Series) => `${isFine(one) ? '3-D ' : ''}${one.weighting}`
const nameOf = ({ number, description }: Series) =>
  `${number === null ? 'series' : `series ${number}`}${description ? ` "${description}"` : ''}`
