// @ts-check
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, stat, unlink } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemCode } from './failure.mjs'

/** A download that did not come about. `refused`: the server answered, but not with the file. */
export class DownloadError extends Error {
  /**
   * @param {'refused' | 'network' | 'checksum'} kind @param {string} message @param {ErrorOptions} [options]
   */
  constructor(kind, message, options) {
    super(message, options)
    this.kind = kind
  }
}

/**
 * @typedef {object} DownloadOptions
 * @property {string} url            https:, http: or file:
 * @property {string} target         the finished file; `<target>.part` holds what has come so far
 * @property {string} sha256         of the whole file, lower-case hex
 * @property {number} bytes          of the whole file
 * @property {string[]} [ca]         certificates to trust, PEM
 * @property {(done: number, total: number) => void} [onProgress]
 * @property {number} [attempts]     connections that may break in a row without a byte gained
 * @property {number} [stallMs]      a connection silent for this long counts as broken
 * @property {number} [pauseMs]      wait after the first break; doubles with each further one
 */

/**
 * Fetches a file, going on where an earlier call or a broken connection stopped, and verifies it.
 *
 * @param {DownloadOptions} options
 * @throws {DownloadError}
 */
export async function download({ attempts = 5, pauseMs = 1000, ...options }) {
  const part = `${options.target}.part`
  await mkdir(path.dirname(options.target), { recursive: true })
  let resumed = (await sizeOf(part)) > 0
  let fruitless = 0
  for (;;) {
    const before = await sizeOf(part)
    try {
      if (before < options.bytes) await fetchRest(options, part, before)
      const found = await sha256Of(part)
      if (found === options.sha256) break
      await unlink(part)
      // A part that an earlier run left may have been damaged: one clean try from the start settles whose fault it is.
      if (!resumed) throw new DownloadError('checksum', `${options.sha256} was wanted and ${found} arrived`)
      resumed = false
    } catch (error) {
      if (error instanceof DownloadError && error.kind !== 'network') throw error
      if (!(error instanceof DownloadError) && !isNetworkError(error)) throw error
      fruitless = (await sizeOf(part)) > before ? 1 : fruitless + 1
      if (fruitless >= attempts) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new DownloadError('network', reason, { cause: error })
      }
      await sleep(pauseMs * 2 ** (fruitless - 1))
    }
  }
  await rename(part, options.target)
}

/** @param {string} file */
async function sizeOf(file) {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}

/** @param {string} file */
export async function sha256Of(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** @param {unknown} error */
function isNetworkError(error) {
  return /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|ERR_STREAM_PREMATURE_CLOSE|ERR_SSL|CERT_|UNABLE_|SELF_)/.test(
    systemCode(error),
  )
}

/**
 * Appends what is missing to the part file.
 * @param {Omit<DownloadOptions, 'attempts' | 'pauseMs'>} options @param {string} part @param {number} from
 */
async function fetchRest({ url, bytes, ca, onProgress, stallMs = 60_000 }, part, from) {
  const { body, offset } = await openBody(new URL(url), from, { ca, stallMs })
  let done = offset
  onProgress?.(done, bytes)
  body.on('data', (/** @type {Buffer} */ chunk) => {
    done += chunk.length
    onProgress?.(done, bytes)
    if (done > bytes)
      body.destroy(new DownloadError('checksum', `more than the expected ${bytes} bytes arrived`))
  })
  await pipeline(body, createWriteStream(part, { flags: offset > 0 ? 'a' : 'w' }))
  if (done < bytes) throw new DownloadError('network', `the connection ended after ${done} of ${bytes} bytes`)
}

/**
 * The bytes from `from` on, or from 0 where the server does not know ranges.
 * @param {URL} url @param {number} from
 * @param {{ ca: string[] | undefined, stallMs: number, redirects?: number }} options
 * @returns {Promise<{ body: import('node:stream').Readable, offset: number }>}
 */
async function openBody(url, from, { ca, stallMs, redirects = 5 }) {
  if (url.protocol === 'file:')
    return { body: createReadStream(fileURLToPath(url), { start: from }), offset: from }
  const client = url.protocol === 'http:' ? http : https
  /** @type {http.IncomingMessage} */
  const response = await new Promise((resolve, reject) => {
    const headers = { 'user-agent': 'antrum-setup', ...(from > 0 ? { range: `bytes=${from}-` } : {}) }
    const request = client.get(url, { headers, ...(ca ? { ca } : {}) }, resolve)
    request.setTimeout(stallMs, () =>
      request.destroy(new DownloadError('network', `${url.host} fell silent`)),
    )
    request.on('error', reject)
  })
  const status = response.statusCode ?? 0
  if (status >= 300 && status < 400 && response.headers.location && redirects > 0) {
    response.resume()
    return openBody(new URL(response.headers.location, url), from, { ca, stallMs, redirects: redirects - 1 })
  }
  if (status === 206) {
    const start = Number(/^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1])
    if (start === from) return { body: response, offset: from }
  }
  if (status === 200) return { body: response, offset: 0 }
  response.resume()
  // Busy servers are worth another try; the others have given their answer.
  const kind = status === 429 || status >= 500 ? 'network' : 'refused'
  throw new DownloadError(kind, `${url.host} answered ${status}`)
}
