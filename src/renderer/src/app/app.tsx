import CssBaseline from '@mui/material/CssBaseline'
import { ThemeProvider } from '@mui/material/styles'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect } from 'react'
import { EnginePanel } from '../features/engine/engine-panel.tsx'
import { HomePage } from '../features/home/home-page.tsx'
import { ProjectPage } from '../features/project/project-page.tsx'
import { RunsSection } from '../features/runs/runs-section.tsx'
import { client } from '../lib/client.ts'
import { go, useRoute } from './route.ts'
import { Shell } from './shell.tsx'
import { theme } from './theme.ts'

// Everything is asked of this machine: there is no network to wait for, and a retry would only hide what is wrong.
const always = { networkMode: 'always', retry: false, refetchOnWindowFocus: false } as const
const queryClient = new QueryClient({ defaultOptions: { queries: always, mutations: always } })

const openProject = (folder: string) => go({ page: 'project', folder })
const goHome = () => go({ page: 'home' })

export function App() {
  return (
    <ThemeProvider theme={theme} defaultMode="system" disableTransitionOnChange>
      <CssBaseline />
      <QueryClientProvider client={queryClient}>
        <Pages />
      </QueryClientProvider>
    </ThemeProvider>
  )
}

function Pages() {
  const route = useRoute()
  useShellRequests()
  return (
    <Shell goHome={goHome}>
      {route.page === 'home' ? (
        <HomePage openProject={openProject} engine={<EnginePanel />} />
      ) : (
        <ProjectPage key={route.folder} folder={route.folder} goHome={goHome} openProject={openProject}>
          {(summary) => <RunsSection folder={summary.folder} experiments={summary.experiments} />}
        </ProjectPage>
      )}
    </Shell>
  )
}

/** The menu around the page asks for projects too. */
function useShellRequests() {
  useEffect(() => {
    const abort = new AbortController()
    const listen = async () => {
      for await (const request of await client.project.requests(undefined, { signal: abort.signal })) {
        if (request.ask === 'open') openProject(request.folder)
        else goHome()
      }
    }
    listen().catch((error: unknown) => {
      if (!abort.signal.aborted) console.error('antrum: the menu cannot reach the page any more:', error)
    })
    return () => abort.abort()
  }, [])
}
