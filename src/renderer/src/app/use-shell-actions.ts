import { useColorScheme } from '@mui/material/styles'
import { useQuery } from '@tanstack/react-query'
import { client, isInWindow } from '../lib/client.ts'
import { useActions } from '../lib/actions.ts'
import type { Action } from '../lib/actions.ts'
import { languages, prefer } from '../lib/preferences.ts'
import { go } from '../lib/route.ts'
import type { Route } from '../lib/route.ts'
import { strings } from '../lib/strings.ts'
import { pages } from './pages.tsx'

/** What can be done on every page. */
export function useShellActions({ folder }: Route, open: (dialog: 'palette' | 'shortcuts') => void) {
  const { setMode } = useColorScheme()
  const recent = useQuery({ queryKey: ['recent'], queryFn: () => client.project.recent() })
  const { groups, actions: names, scheme, pages: pageNames } = strings.app

  const goTo = pages
    .filter(({ needsProject }) => !needsProject || folder !== null)
    .map(({ id, keys }): Action => ({
      ...{ id: `page ${id}`, name: pageNames[id], group: groups.pages, keys },
      run: () => go({ page: id, folder }),
    }))
  const projects = (recent.data ?? []).map((project): Action => ({
    ...{ id: `open ${project.folder}`, name: names.openRecent(project.name), group: groups.projects },
    run: () => go({ page: 'overview', folder: project.folder }),
  }))
  const choose: Action = {
    ...{ id: 'open', name: names.open, group: groups.projects },
    // A page in a browser has no folder dialog: home asks for the path.
    run: () =>
      isInWindow
        ? void client.project
            .choose()
            .then(({ folder: chosen }) => chosen && go({ page: 'overview', folder: chosen }))
        : go({ page: 'home' }),
  }
  const close: Action = {
    ...{ id: 'close', name: names.close, group: groups.projects },
    run: () => go({ page: 'home' }),
  }
  const appearance = (['system', 'light', 'dark'] as const).map((mode): Action => ({
    ...{ id: `scheme ${mode}`, name: `${scheme.label}: ${scheme[mode]}`, group: groups.appearance },
    run: () => setMode(mode),
  }))
  const contrasts = (['system', 'high'] as const).map((contrast): Action => ({
    ...{ id: `contrast ${contrast}`, name: names.contrast[contrast], group: groups.appearance },
    run: () => prefer({ contrast }),
  }))
  const speak = languages.map((language): Action => ({
    id: `language ${language}`,
    name: `${strings.settings.language}: ${strings.settings.languages[language]}`,
    group: groups.appearance,
    run: () => prefer({ language }),
  }))
  const help: Action[] = [
    {
      ...{ id: 'palette', name: names.palette, group: groups.help, keys: 'Mod+K' },
      run: () => open('palette'),
    },
    {
      ...{ id: 'shortcuts', name: names.shortcuts, group: groups.help, keys: '?' },
      run: () => open('shortcuts'),
    },
  ]
  const closing = folder === null ? [] : [close]
  useActions([...goTo, ...projects, choose, ...closing, ...appearance, ...contrasts, ...speak, ...help])
}
