import type { CustomScheme, Protocol } from 'electron'
import { ServedFolder } from '../web/files.ts'
import { securityHeaders } from '../web/headers.ts'
import { pageAddress, pageScheme } from './page-address.ts'

/** For `registerSchemesAsPrivileged`, which wants it before Electron is ready: an origin, as safe as HTTPS. */
export const privilegedSchemes: CustomScheme[] = [
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]

/** Answers the window for the files of the built page, and for nothing else of the disk. */
export function servePage(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  const files = new ServedFolder(folder)
  const { host: ours } = new URL(pageAddress(true))
  protocol.handle(pageScheme, async ({ method, url }) => {
    const { host, pathname } = new URL(url)
    const file = method === 'GET' && host === ours ? await files.read(pathname) : null
    if (!file) return new Response(null, { status: 404 })
    return new Response(new Uint8Array(file.body), {
      headers: {
        'Content-Type': file.type,
        'Content-Security-Policy': securityHeaders['Content-Security-Policy'],
        'X-Content-Type-Options': securityHeaders['X-Content-Type-Options'],
      },
    })
  })
}
