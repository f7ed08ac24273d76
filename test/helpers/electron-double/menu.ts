import type { BrowserWindow as WindowType } from 'electron'
import { strict } from './strict.ts'

type Template = Electron.MenuItemConstructorOptions[]
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

const roles =
  'appMenu quit close minimize undo redo cut copy paste selectAll reload toggleDevTools resetZoom zoomIn zoomOut togglefullscreen'
let current: Template = []

const items = (template: Template): Template =>
  template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])])

function check(template: Template): Template {
  for (const item of items(template)) {
    if (item.role && !roles.split(' ').includes(item.role))
      throw new Error(`the Electron double has no menu role ${item.role}`)
    if (!item.role && !item.submenu && item.type !== 'separator' && !item.click)
      throw new Error(`nothing happens on menu item ${item.label}`)
  }
  return template
}

/** Whether a key press is an accelerator such as "CmdOrCtrl+Shift+O"; on this platform CmdOrCtrl is Ctrl. */
function matches(accelerator: string, press: KeyPress): boolean {
  const parts = accelerator.split('+')
  const has = (name: string) => parts.slice(0, -1).includes(name)
  return (
    parts.at(-1)!.toLowerCase() === press.key.toLowerCase() &&
    (has('CmdOrCtrl') || has('Ctrl')) === press.ctrlKey &&
    has('Shift') === press.shiftKey &&
    has('Alt') === press.altKey
  )
}

/** Does what the application menu does for a key press, as Electron does for one that the page left alone. */
export function pressed(press: KeyPress) {
  const item = items(current).find(
    ({ accelerator, enabled }) =>
      enabled !== false && typeof accelerator === 'string' && matches(accelerator, press),
  )
  item?.click?.({} as Electron.MenuItem, undefined as WindowType | undefined, {})
}

export const Menu = strict('Menu', {
  buildFromTemplate: (template: Template) => check(template) as unknown as Electron.Menu,
  setApplicationMenu: (menu: Electron.Menu | null) => void (current = (menu ?? []) as unknown as Template),
} satisfies Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>)
