import { expect, it } from 'vitest'
import { readRoute, routeHash } from '../../../../src/renderer/src/app/route.ts'

it('finds a project again by the address, whatever its folder is called', () => {
  for (const folder of ['/a/b', '/a b/ü&=?#+%', 'C:\\Studies\\one']) {
    const route = { page: 'project', folder } as const
    expect(readRoute(routeHash(route))).toEqual(route)
  }
})

it('is at home for anything else', () => {
  for (const hash of ['', '#', '#/', '#/project', '#/project?folder=', '#/nowhere?folder=x']) {
    expect(readRoute(hash)).toEqual({ page: 'home' })
  }
})
