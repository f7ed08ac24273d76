import { renameSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const area = { x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }
const schema = z.object({ bounds: z.object(area), maximized: z.boolean() })
export type WindowState = z.infer<typeof schema>
type Rectangle = WindowState['bounds']

export const smallest = { width: 1024, height: 640 }

/** Where the window was left; null at the first start, when the file is damaged, or when that screen is gone. */
export async function readWindowState(file: string, screens: Rectangle[]): Promise<WindowState | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const state = schema.parse(JSON.parse(text))
    return screens.some((screen) => isReachable(state.bounds, screen)) ? state : null
  } catch {
    return null
  }
}

/** At once, not in a promise: the process may end right after its window. */
export function saveWindowState(file: string, state: WindowState) {
  writeFileSync(`${file}.tmp`, `${JSON.stringify(state)}\n`)
  renameSync(`${file}.tmp`, file)
}

/** Enough of the title bar lies on the screen to be dragged. */
function isReachable(bounds: Rectangle, screen: Rectangle): boolean {
  const overlap = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
  return overlap >= 120 && bounds.y >= screen.y - 8 && bounds.y + 40 <= screen.y + screen.height
}
