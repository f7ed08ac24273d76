import { useSyncExternalStore } from 'react'
import { languages } from '../../../shared/ipc/shell.ts'
import type { Language } from '../../../shared/ipc/shell.ts'

export { languages }
export type { Language }

/** What this person likes, kept by the browser; light or dark is kept by the theme. */
export interface Preferences {
  language: Language
  /** 'system': high where the operating system asks for more contrast. */
  contrast: 'system' | 'high'
  /** Shortcuts without Ctrl or ⌘, such as "?"; those who dictate or rest a hand on the keys switch them off. */
  singleKeys: boolean
}

const key = 'antrum.preferences'
const listeners = new Set<() => void>()
let current: Preferences = { ...defaults(), ...stored() }

export const preferences = (): Preferences => current

export function prefer(changes: Partial<Preferences>) {
  current = { ...current, ...changes }
  try {
    localStorage.setItem(key, JSON.stringify(current))
  } catch {
    // Storage is switched off: it holds until the page is closed.
  }
  listeners.forEach((listener) => listener())
}

export function onPreferences(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const usePreferences = (): Preferences => useSyncExternalStore(onPreferences, preferences)

function defaults(): Preferences {
  return {
    language: globalThis.navigator?.language?.startsWith('de') ? 'de' : 'en',
    contrast: 'system',
    singleKeys: true,
  }
}

function stored(): Partial<Preferences> {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>
    return languages.includes(found.language ?? 'en') ? found : {}
  } catch {
    return {}
  }
}
