import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A wrong link or session may be tried this often a minute, all callers together: on loopback they cannot be told apart. */
const triesPerMinute = 20
const minuteMs = 60_000

export type Redeemed = { cookie: string } | { refused: 'unknown' | 'too-many' }

/**
 * Who may come in: whoever opens the one-time link that the terminal shows is given a session cookie, which is asked
 * for ever after. Both are 256 random bits, kept only as digests and only in memory: they end with the server.
 */
export class Gate {
  private readonly cookieName: string
  private readonly now: () => number
  private readonly sessions = new Set<string>()
  private token: string | null = null
  private failures: number[] = []

  /** @param port  Browsers share the cookies of all ports of a host: the name keeps two servers apart. */
  constructor(port: number, now: () => number = Date.now) {
    this.cookieName = `antrum-${port}`
    this.now = now
  }

  /** The token of a new link; an older one that was not used is worth nothing any more. */
  newToken(): string {
    const token = secret()
    this.token = digest(token)
    return token
  }

  /** Turns a token, once, into the value of a Set-Cookie header. */
  redeem(token: string): Redeemed {
    if (this.isBlocked()) return { refused: 'too-many' }
    if (this.token === null || !equal(digest(token), this.token)) {
      this.failures.push(this.now())
      return { refused: 'unknown' }
    }
    this.token = null
    const session = secret()
    this.sessions.add(digest(session))
    return { cookie: `${this.cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict` }
  }

  /** Whether a Cookie header holds a session of ours. */
  admits(cookies: string | undefined): boolean {
    for (const pair of cookies?.split(';') ?? []) {
      const [name, value] = pair.trim().split('=', 2)
      // Looked up by its digest: how long that takes says nothing about the secret.
      if (name === this.cookieName && value && this.sessions.has(digest(value))) return true
    }
    return false
  }

  /** Guessing is hopeless anyway; this keeps it from filling the machine. A session that is known is never held up. */
  private isBlocked(): boolean {
    this.failures = this.failures.filter((at) => this.now() - at < minuteMs)
    return this.failures.length >= triesPerMinute
  }
}

const secret = () => randomBytes(32).toString('base64url')
const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const equal = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other))
