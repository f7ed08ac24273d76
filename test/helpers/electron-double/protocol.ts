import { isReady } from './app.ts'
import { schemeOrigin } from './scheme-origin.ts'
import { strict } from './strict.ts'

type Handler = Parameters<Electron.Protocol['handle']>[1]

const privileged = new Set<string>()
const handlers = new Map<string, Handler>()
let isRegistered = false

/** Electron's address of a page to the one that Chromium is given; others are the same in both. */
export function inChromium(url: string): string {
  const [, scheme, host, rest] = /^(\w+):\/\/([^/]*)(.*)$/.exec(url) ?? []
  return privileged.has(scheme) ? schemeOrigin(scheme, host) + rest : url
}

/** And back. */
export function inElectron(url: string): string {
  const [, host, scheme, rest] = /^https:\/\/([^/]+)\.(\w+)\.invalid(\/.*)?$/.exec(url) ?? []
  return privileged.has(scheme) ? `${scheme}://${host}${rest ?? '/'}` : url
}

/** What the program answers for an address of its own scheme; null for any other. */
export async function answerOf(method: string, url: string) {
  const handler = handlers.get(url.split(':')[0])
  if (!handler) return null
  const response = await handler(new Request(url, { method }))
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  }
}

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes) => {
    if (isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    if (isRegistered) throw new Error('protocol.registerSchemesAsPrivileged replaces what it was told before')
    isRegistered = true
    for (const { scheme, privileges = {} } of schemes) {
      const { standard, secure, supportFetchAPI, ...others } = privileges
      if (!standard || !secure || !supportFetchAPI || Object.keys(others).length > 0)
        throw new Error(
          `the Electron double can show ${scheme}: only as if it were HTTPS, with no other privilege`,
        )
      privileged.add(scheme)
    }
  },
  handle: (scheme, handler) => {
    if (!isReady()) throw new Error('protocol cannot be used before app is ready')
    if (handlers.has(scheme)) throw new Error(`there is a handler of ${scheme}: already`)
    if (!privileged.has(scheme))
      throw new Error(`the Electron double can show privileged schemes only, not ${scheme}:`)
    handlers.set(scheme, handler)
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>)
