import type { RunState } from '../../../shared/ipc/api.ts'
import { preferences } from './preferences.ts'
import type { Language } from './preferences.ts'
import { armName } from '../../../shared/domain/method-names.ts'
import { strings } from './strings.ts'

const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }
const formatsOf = (locale: string) => ({
  plain: new Intl.NumberFormat(locale),
  percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }),
  percentFixed: fixed(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  tick: fixed(locale, { maximumSignificantDigits: 3 }),
  dateTime: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  digits: (digits: number) =>
    fixed(locale, { minimumSignificantDigits: digits, maximumSignificantDigits: digits }),
  decimals: (digits: number) =>
    fixed(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
})
const fixed = (locale: string, options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locale, { ...options, useGrouping: false })

const made = new Map<Language, ReturnType<typeof formatsOf>>()
function formats() {
  const { language } = preferences()
  if (!made.has(language)) made.set(language, formatsOf(locales[language]))
  return made.get(language)!
}

export const formatCount = (count: number) => formats().plain.format(count)
export const formatShare = (share: number) => formats().percent.format(share)
export const formatTime = (iso: string) => formats().dateTime.format(new Date(iso))
/** With a true minus sign, as wide as the plus and never taken for a dash. */
export const formatFixed = (value: number, decimals: number) =>
  formats().decimals(decimals).format(value).replace('-', '−')

/** As many decimals for every share: they are compared down a column. */
export const formatShareFixed = (share: number) => formats().percentFixed.format(share)

/** Of memory and disk. */
export const formatGigabytes = (bytes: number) => `${formatFixed(bytes / 1e9, 1)} GB`

/** Three significant digits: losses are compared down a column. */
export function formatLoss(loss: number): string {
  if (loss === 0 || Math.abs(loss) >= 0.001) return formats().digits(3).format(loss)
  const [factor, power] = loss.toExponential(2).split('e')
  return `${formatFixed(Number(factor), 2)}e${power}`
}

/** Along an axis: no zeros that say nothing. */
export const formatTick = (value: number) =>
  value !== 0 && Math.abs(value) < 0.001 ? formatLoss(value) : formats().tick.format(value)

/** A step takes milliseconds to seconds: "42 ms", "0.34 s". */
export const formatStep = (seconds: number) =>
  seconds < 0.1 ? `${formatCount(Math.round(seconds * 1000))} ms` : `${formats().digits(2).format(seconds)} s`

/** A plan's own hash begins with its recipe's name; a name of somebody's own stands before it. */
export const formatExperiment = (recipe: string, id: string) =>
  id.startsWith(`${recipe}-`) ? id : `${recipe} · ${id}`

export const formatState = (state: RunState) => strings.runs.states[state]
/** A reader's finding in words; one that nobody has put into words stands as it is. */
export const formatFinding = (finding: string) => strings.cases.findings[finding] ?? finding
export const formatMethod = (method: string) => armName(method, strings.methods)

/** A folder as an argument of a shell command. */
export const shellQuote = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
