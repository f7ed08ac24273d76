import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate } from '../../../../src/main/windows/menu.ts'

const actions = () => ({ choose: vi.fn(), open: vi.fn(), close: vi.fn() })
const recent = [{ folder: '/studies/a', name: 'a', openedAt: '2026-01-01T00:00:00.000Z' }]
const all = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])])

describe('the application menu', () => {
  it('opens a recent project', () => {
    const given = actions()
    const items = all(menuTemplate({ recent, isMac: false, isPackaged: true }, given))
    items.find(({ label }) => label === '/studies/a')!.click!({} as never, undefined, {})
    expect(given.open).toHaveBeenCalledExactlyOnceWith('/studies/a')
  })

  it('gives every accelerator to one item only', () => {
    for (const isMac of [true, false]) {
      const keys = all(menuTemplate({ recent, isMac, isPackaged: false }, actions())).flatMap(
        ({ accelerator }) => accelerator ?? [],
      )
      expect(keys).toEqual(['CmdOrCtrl+O', 'CmdOrCtrl+Shift+W'])
    }
  })

  it('keeps developer tools out of a packaged app and greys out an empty list', () => {
    const packaged = all(menuTemplate({ recent: [], isMac: false, isPackaged: true }, actions()))
    expect(packaged.some(({ role }) => role === 'toggleDevTools')).toBe(false)
    expect(packaged.find(({ label }) => label === 'Open &recent')?.enabled).toBe(false)
  })
})
