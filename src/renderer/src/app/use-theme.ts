import { useSyncExternalStore } from 'react'
import { usePreferences } from '../lib/preferences.ts'
import { themes } from './theme.ts'

const moreContrast = window.matchMedia('(prefers-contrast: more)')
const subscribe = (changed: () => void) => {
  moreContrast.addEventListener('change', changed)
  return () => moreContrast.removeEventListener('change', changed)
}

/** The theme in the contrast that was chosen, or that the system asks for. */
export function useTheme() {
  const { contrast } = usePreferences()
  const systemWantsMore = useSyncExternalStore(subscribe, () => moreContrast.matches)
  return contrast === 'high' || systemWantsMore ? themes.high : themes.standard
}
