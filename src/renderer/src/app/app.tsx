import CssBaseline from '@mui/material/CssBaseline'
import { ThemeProvider } from '@mui/material/styles'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ProjectFrame } from '../features/project/project-frame.tsx'
import { client, isInWindow } from '../lib/client.ts'
import { ConnectionLost, follow } from '../lib/connection.ts'
import { usePreferences } from '../lib/preferences.ts'
import { go, readRoute, useHash } from '../lib/route.ts'
import { pages } from './pages.tsx'
import { Shell } from './shell.tsx'
import { useNews } from './use-news.ts'
import { useTheme } from './use-theme.ts'

// Everything is asked of one machine: there is no network to wait for, and a retry would only hide what is wrong. What
// was asked while the connection broke off is asked once more when there is one; the next call waits for it.
const always = { networkMode: 'always', retry: false, refetchOnWindowFocus: false } as const
const queryClient = new QueryClient({
  defaultOptions: {
    queries: { ...always, retry: (_, error) => error instanceof ConnectionLost },
    mutations: always,
  },
})

export function App() {
  const { language } = usePreferences()
  useEffect(() => {
    document.documentElement.lang = language
    if (isInWindow) void client.host.speak({ language })
  }, [language])
  return (
    <ThemeProvider theme={useTheme()} defaultMode="system" disableTransitionOnChange>
      <CssBaseline />
      <QueryClientProvider client={queryClient}>
        {/* Another language: every word anew. */}
        <Pages key={language} />
      </QueryClientProvider>
    </ThemeProvider>
  )
}

function Pages() {
  const route = readRoute(useHash(), pages)
  const page = pages.find(({ id }) => id === route.page)!
  useShellRequests()
  useNews(route.folder, page.isQuiet === true)
  return (
    <Shell route={route}>
      {page.needsProject ? (
        <ProjectFrame key={route.folder} folder={route.folder!} isQuiet={page.isQuiet === true}>
          {(summary) => page.draw(summary, route.params)}
        </ProjectFrame>
      ) : (
        page.draw(route)
      )}
    </Shell>
  )
}

/** What the menu around the page, and notes of the system, ask for. */
function useShellRequests() {
  useEffect(() => {
    const abort = new AbortController()
    follow(
      (options) => client.project.requests(undefined, options),
      (request) => {
        switch (request.ask) {
          case 'open':
            return go({ page: 'overview', folder: request.folder })
          case 'close':
            return go({ page: 'home' })
          case 'show': {
            const { page, folder, experiment } = request
            return go({ page, folder, params: { experiment } })
          }
        }
      },
      abort.signal,
    ).catch((error: unknown) => console.error('antrum: the menu cannot reach the page any more:', error))
    return () => abort.abort()
  }, [])
}
