import type { RunState } from '../../../shared/ipc/api.ts'
import { strings } from './strings.ts'

const locale = 'en-GB'
const plain = new Intl.NumberFormat(locale)
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

export const formatCount = (count: number) => plain.format(count)
export const formatShare = (share: number) => percent.format(share)
export const formatTime = (iso: string) => dateTime.format(new Date(iso))

/** Three significant digits: losses are compared down a column. */
export const formatLoss = (loss: number) =>
  loss !== 0 && Math.abs(loss) < 0.001 ? loss.toExponential(2) : loss.toPrecision(3)

/** A step takes milliseconds to seconds: "42 ms", "0.34 s". */
export const formatStep = (seconds: number) =>
  seconds < 0.1 ? `${plain.format(Math.round(seconds * 1000))} ms` : `${seconds.toPrecision(2)} s`

export const formatState = (state: RunState) => strings.runs.states[state]

/** A folder as an argument of a shell command. */
export const shellQuote = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
