import { onPreferences, preferences } from './preferences.ts'
import type { Language } from './preferences.ts'
import * as app from './strings/app.ts'
import * as cases from './strings/cases.ts'
import * as cohort from './strings/cohort.ts'
import * as dataset from './strings/dataset.ts'
import * as engine from './strings/engine.ts'
import * as experiments from './strings/experiments.ts'
import * as home from './strings/home.ts'
import * as methods from './strings/methods.ts'
import * as news from './strings/news.ts'
import * as project from './strings/project.ts'
import * as regions from './strings/regions.ts'
import * as results from './strings/results.ts'
import * as review from './strings/review.ts'
import * as runs from './strings/runs.ts'
import * as settings from './strings/settings.ts'
import * as start from './strings/start.ts'

/**
 * Every word on the screen: a file per area, both languages side by side, the German one of the English one's type.
 * Features take theirs from here when they draw and hold none of their own.
 */
export const areas = {
  app,
  cases,
  cohort,
  dataset,
  engine,
  experiments,
  home,
  methods,
  news,
  project,
  regions,
  results,
  review,
  runs,
  settings,
  start,
}

export type Strings = { [Area in keyof typeof areas]: (typeof areas)[Area]['en'] }

const inLanguage = (language: Language) =>
  Object.fromEntries(Object.entries(areas).map(([area, words]) => [area, words[language]])) as Strings

/**
 * In the language of the moment: an import sees the new value, and `app` draws everything anew when it changes. Do not
 * take words out of it at the top of a module: they would keep the first language.
 */
export let strings: Strings = inLanguage(preferences().language)

onPreferences(() => (strings = inLanguage(preferences().language)))
