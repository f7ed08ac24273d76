// @ts-check
import { randomUUID } from 'node:crypto'
import { readFileSync, unlinkSync } from 'node:fs'
import { mkdir, open, readFile, rename, stat, unlink, utimes } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemCode } from './failure.mjs'

/** @typedef {{ pid: number, host: string, processStart: string, token: string }} Holder */

const heartbeatMs = 5_000
const silentForMs = 60_000

/**
 * When a process started, in ticks since boot, from /proc ('' elsewhere): a recycled pid is not the process we knew.
 * @param {number} pid
 */
function processStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold spaces; field 22 is counted after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** @param {Holder} holder */
function isAlive({ pid, processStart: start }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false
  }
  return start === '' || processStart(pid) === start
}

/**
 * The lock file's holder when it still works; undefined when it is gone or left behind by a dead process.
 * @param {string} file @returns {Promise<{ holder: Holder | undefined, stale: boolean }>}
 */
async function inspect(file) {
  try {
    const { mtimeMs } = await stat(file)
    const isSilent = Date.now() - mtimeMs > silentForMs
    const text = await readFile(file, 'utf8')
    // Between creation and the first write the file is empty for a moment.
    if (text === '') return { holder: undefined, stale: isSilent }
    const holder = /** @type {Holder} */ (JSON.parse(text))
    // A process of another machine (shared home folder) cannot be asked; it is known by its heartbeat.
    return { holder, stale: holder.host === os.hostname() ? !isAlive(holder) : isSilent }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { holder: undefined, stale: false }
    if (error instanceof SyntaxError) return { holder: undefined, stale: true }
    throw error
  }
}

/**
 * Runs `work` while no other set-up of this machine (or of another one, over a shared folder) holds `file`.
 *
 * @template T
 * @param {string} file
 * @param {(holder: { pid: number, host: string }) => void} onWait  called once when another set-up is at work
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
  await mkdir(path.dirname(file), { recursive: true })
  /** @type {Holder} */
  const mine = {
    pid: process.pid,
    host: os.hostname(),
    processStart: processStart(process.pid),
    token: randomUUID(),
  }
  let told = false
  for (;;) {
    try {
      const handle = await open(file, 'wx')
      await handle.writeFile(JSON.stringify(mine))
      await handle.close()
      break
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
    const { holder, stale } = await inspect(file)
    if (stale) {
      await takeAway(file, holder)
      continue
    }
    if (holder && !told) {
      told = true
      onWait(holder)
    }
    await sleep(250)
  }

  const release = () => {
    try {
      if (JSON.parse(readFileSync(file, 'utf8')).token === mine.token) unlinkSync(file)
    } catch {
      // already gone
    }
  }
  const heartbeat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), heartbeatMs)
  heartbeat.unref()
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.removeListener('exit', release)
    release()
  }
}

/**
 * Removes a stale lock. Two waiters may see the same one: the rename lets a single one win, and what it took is put
 * back when it was not the stale one any more.
 * @param {string} file @param {Holder | undefined} seen
 */
async function takeAway(file, seen) {
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
    const text = await readFile(aside, 'utf8')
    if (seen && text !== JSON.stringify(seen)) await rename(aside, file)
    else await unlink(aside)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
}
