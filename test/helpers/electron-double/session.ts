import { strict } from './strict.ts'

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]
let requestHandler: RequestHandler = null
let checkHandler: CheckHandler = null

/** Electron's name of a permission to Chromium's. */
const permissions = {
  notifications: ['notifications'],
  geolocation: ['geolocation'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
} as const

/**
 * What Chromium may grant, decided by the app's own handlers before the page exists; as in Electron, everything is
 * granted where the app has set none.
 */
export function grantedPermissions(contents: Electron.WebContents): string[] {
  return (Object.keys(permissions) as (keyof typeof permissions)[])
    .filter((name) => {
      let granted = requestHandler === null
      requestHandler?.(contents, name, (answer) => void (granted = answer), {
        isMainFrame: true,
        requestingUrl: '',
      })
      const checked = checkHandler?.(contents, name, '', {
        isMainFrame: true,
        requestingUrl: '',
      })
      return granted && checked !== false
    })
    .flatMap((name) => [...permissions[name]])
}

export const session = strict('session', {
  defaultSession: strict('session', {
    setPermissionRequestHandler: (handler) => void (requestHandler = handler),
    setPermissionCheckHandler: (handler) => void (checkHandler = handler),
  } satisfies Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>),
})
