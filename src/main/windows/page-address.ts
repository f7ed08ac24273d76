/**
 * A scheme of our own, so that the page is of an origin: 'self' in its policy then means its own files, where under file:
 * it would mean every file of the disk, and no privilege that Electron grants to file: is needed.
 */
export const pageScheme = 'antrum'
const builtPage = `${pageScheme}://app/`

/** Where the one page of the app lives: the built file, or the development server of `electron-vite dev`. */
export function pageAddress(isPackaged: boolean): string {
  const server = isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
  return server ? new URL('/', server).href : builtPage
}

/** Whether a URL is that page, whatever its fragment. */
export function isPage(url: string, address: string): boolean {
  if (!URL.canParse(url)) return false
  const asked = new URL(url)
  asked.hash = ''
  return asked.href === address
}
