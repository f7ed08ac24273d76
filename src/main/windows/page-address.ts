import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where the one page of the app lives: the built file, or the development server of `electron-vite dev`. */
export function pageAddress(appRoot: string, isPackaged: boolean): string {
  const server = isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
  return server ? new URL('/', server).href : pathToFileURL(join(appRoot, 'out/renderer/index.html')).href
}

/** Whether a URL is that page, whatever its fragment. */
export function isPage(url: string, address: string): boolean {
  if (!URL.canParse(url)) return false
  const asked = new URL(url)
  asked.hash = ''
  return asked.href === address
}
