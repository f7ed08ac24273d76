// @ts-check

/** Bytes as people say them: "274 MB". @param {number} bytes */
export function megabytes(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`
}

/** @param {number} seconds */
function duration(seconds) {
  const s = Math.max(0, Math.round(seconds))
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`
}

/**
 * @typedef {object} Task
 * @property {(done: number, total: number) => void} bytes  progress; rate and time left are worked out here
 * @property {(note: string) => void} note                  text in place of a byte count
 * @property {(result?: string) => void} done               ends the line
 * @property {() => void} abandon                           ends it without a result, before a failure is told
 *
 * @typedef {object} Report
 * @property {(title: string) => Task} task
 * @property {(text: string) => void} say
 */

/**
 * Shows one task at a time on standard error: a line that rewrites itself on a terminal, a plain line every ten
 * seconds in a log. Whatever takes longer than a moment shows that it is alive, also when it reports nothing.
 *
 * @param {{ write: (text: string) => unknown, isTTY?: boolean, columns?: number }} stream
 * @returns {Report}
 */
export function createReport(stream) {
  return {
    say: (text) => void stream.write(`${text}\n`),
    task: (title) => {
      const startedMs = Date.now()
      let text = ''
      /** @type {{ atMs: number, done: number } | undefined} */
      let first
      const elapsed = () => duration((Date.now() - startedMs) / 1000)
      const show = () => {
        const line = `${title} … ${text || elapsed()}`
        stream.write(stream.isTTY ? `\r\x1b[K${line.slice(0, (stream.columns ?? 100) - 1)}` : `${line}\n`)
      }
      if (stream.isTTY) show()
      else stream.write(`${title} …\n`)
      const timer = setInterval(show, stream.isTTY ? 250 : 10_000)
      timer.unref()
      const end = (/** @type {string} */ last) => {
        clearInterval(timer)
        stream.write(stream.isTTY ? `\r\x1b[K${last}` : last)
      }
      return {
        bytes: (done, total) => {
          const now = Date.now()
          first ??= { atMs: now, done }
          const seconds = (now - first.atMs) / 1000
          // Counted from the first report, so what an earlier try left on disk does not inflate the rate.
          const rate = seconds > 0.5 ? (done - first.done) / seconds : 0
          const pace =
            rate > 0 ? `, ${(rate / 1e6).toFixed(1)} MB/s, ${duration((total - done) / rate)} left` : ''
          text = `${megabytes(done)} of ${megabytes(total)}${pace}`
        },
        note: (note) => void (text = note),
        done: (result) => end(`${title}: ${result ? `${result}, ` : ''}${elapsed()}\n`),
        abandon: () => end(''),
      }
    },
  }
}

/**
 * Runs `work` as a task: its line always ends, with the result or before the failure.
 * @template T
 * @param {Report} report @param {string} title @param {(task: Task) => Promise<T>} work
 * @param {(result: T) => string} [describe]
 * @returns {Promise<T>}
 */
export async function inTask(report, title, work, describe) {
  const task = report.task(title)
  try {
    const result = await work(task)
    task.done(describe?.(result))
    return result
  } catch (error) {
    task.abandon()
    throw error
  }
}
