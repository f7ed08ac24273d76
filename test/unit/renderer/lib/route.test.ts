import { expect, it } from 'vitest'
import { readRoute, routeHash } from '../../../../src/renderer/src/lib/route.ts'

const pages = [
  { id: 'home', needsProject: false },
  { id: 'settings', needsProject: false },
  { id: 'runs', needsProject: true },
] as const

it('finds a page of a project again by the address, whatever its folder is called', () => {
  for (const folder of ['/a/b', '/a b/ü&=?#+%', 'C:\\Studies\\one']) {
    const route = { page: 'runs', folder, params: { run: 'a&b=c' } } as const
    expect(readRoute(routeHash(route), pages)).toEqual(route)
  }
})

it('keeps the project open beside a page that needs none', () => {
  const route = { page: 'settings', folder: '/a', params: {} } as const
  expect(readRoute(routeHash(route), pages)).toEqual(route)
  expect(readRoute(routeHash({ page: 'settings' }), pages)).toEqual({ ...route, folder: null })
})

it('is at home for anything else', () => {
  const home = { page: 'home', folder: null, params: {} }
  for (const hash of ['', '#', '#/', '#/runs', '#/runs?folder=', '#/nowhere', '#/results?x=1'])
    expect(readRoute(hash, pages), hash).toEqual(home)
  expect(readRoute('#/nowhere?folder=x', pages)).toEqual({ ...home, folder: 'x' })
})
