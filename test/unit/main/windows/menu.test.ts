import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate } from '../../../../src/main/windows/menu.ts'
import { words } from '../../../../src/main/windows/words.ts'

const actions = () => ({ choose: vi.fn(), open: vi.fn(), close: vi.fn() })
const recent = [{ folder: '/studies/a', name: 'a', openedAt: '2026-01-01T00:00:00.000Z' }]
const all = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])])

describe('the application menu', () => {
  it('opens a recent project', () => {
    const given = actions()
    const items = all(menuTemplate({ recent, words: words.en, isMac: false, isPackaged: true }, given))
    items.find(({ label }) => label === '/studies/a')!.click!({} as never, undefined, {})
    expect(given.open).toHaveBeenCalledExactlyOnceWith('/studies/a')
  })

  it('gives every accelerator to one item only', () => {
    for (const isMac of [true, false]) {
      const keys = all(
        menuTemplate({ recent, words: words.en, isMac, isPackaged: false }, actions()),
      ).flatMap(({ accelerator }) => accelerator ?? [])
      expect(keys).toEqual(['CmdOrCtrl+O', 'CmdOrCtrl+Shift+W'])
    }
  })

  it('keeps developer tools out of a packaged app and greys out an empty list', () => {
    const packaged = all(
      menuTemplate({ recent: [], words: words.en, isMac: false, isPackaged: true }, actions()),
    )
    expect(packaged.some(({ role }) => role === 'toggleDevTools')).toBe(false)
    expect(packaged.find(({ label }) => label === 'Open &recent')?.enabled).toBe(false)
  })

  it('names everything in the language that is asked for, with another letter for each item beside others', () => {
    for (const language of ['en', 'de'] as const) {
      const menus = menuTemplate(
        { recent, words: words[language], isMac: false, isPackaged: false },
        actions(),
      )
      expect(all(menus).every(({ label, type }) => type === 'separator' || label)).toBe(true)
      for (const items of [menus, menus[0].submenu as MenuItemConstructorOptions[]]) {
        const letters = items.flatMap(({ label }) => /&(.)/.exec(label ?? '')?.[1].toLowerCase() ?? [])
        expect(new Set(letters).size).toBe(letters.length)
      }
    }
    expect(words.de.menus.file).toBe('&Datei')
  })
})
