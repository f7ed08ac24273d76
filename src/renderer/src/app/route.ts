import { useSyncExternalStore } from 'react'

/** Where the window is, kept in the address so that a reload comes back to it. */
export type Route = { page: 'home' } | { page: 'project'; folder: string }

export function readRoute(hash: string): Route {
  const [path, query] = hash.replace(/^#/, '').split('?')
  const folder = new URLSearchParams(query).get('folder')
  return path === '/project' && folder ? { page: 'project', folder } : { page: 'home' }
}

export function routeHash(route: Route): string {
  return route.page === 'project'
    ? `#/project?${new URLSearchParams({ folder: route.folder }).toString()}`
    : '#/'
}

export const go = (route: Route) => void (location.hash = routeHash(route))

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

export const useRoute = (): Route => readRoute(useSyncExternalStore(subscribe, () => location.hash))
