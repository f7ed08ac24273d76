/** What the page may do. The same is in src/renderer/index.html, for the window, which has no server; a test compares. */
export const contentPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'"

/** On every answer. A policy in the page cannot say who may put it in a frame: nobody. */
export const securityHeaders = {
  'Content-Security-Policy': `${contentPolicy}; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/**
 * Whether a Host header names this machine. A foreign name that was made to point here (DNS rebinding) does not; the
 * port may be another one at the near end of an SSH tunnel.
 */
export const isLoopbackHost = (host: string | undefined): host is string =>
  host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host)

/** Whether a request that says where it comes from comes from our own page; other ports of this machine are others. */
export const isOwnOrigin = (origin: string | undefined, host: string): boolean =>
  origin?.toLowerCase() === `http://${host.toLowerCase()}`
