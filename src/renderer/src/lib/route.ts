import { useSyncExternalStore } from 'react'
import type { Strings } from './strings.ts'

export type PageId = keyof Strings['app']['pages']

/**
 * Where the window is, kept in the address so that a reload comes back to it: '#/runs?folder=/my/study&run=…'. `folder`
 * is the project, which stays open beside pages that need none.
 */
export interface Route {
  page: PageId
  folder: string | null
  /** What the page shows, by its own names. */
  params: Record<string, string>
}

export function readRoute(hash: string, pages: Iterable<{ id: PageId; needsProject: boolean }>): Route {
  const [path, query] = hash.replace(/^#/, '').split('?')
  const { folder = '', ...params } = Object.fromEntries(new URLSearchParams(query))
  const page = [...pages].find(({ id }) => path === `/${id}`)
  const isThere = page && (!page.needsProject || folder)
  return isThere
    ? { page: page.id, folder: folder || null, params }
    : { page: 'home', folder: folder || null, params: {} }
}

export function routeHash({ page, folder, params }: Partial<Route> & Pick<Route, 'page'>): string {
  const query = new URLSearchParams({ ...(folder && { folder }), ...params }).toString()
  return `#/${page}${query && `?${query}`}`
}

export const go = (route: Partial<Route> & Pick<Route, 'page'>) => void (location.hash = routeHash(route))

/** The same in place of where the window is: nobody wants to go back through what was only looked through. */
export function replaceRoute(route: Partial<Route> & Pick<Route, 'page'>): void {
  history.replaceState(null, '', routeHash(route))
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash)
