// @ts-check
import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'

/**
 * @typedef {Record<string, string | undefined>} Env
 * @typedef {{ code: number, stdout: string, stderr: string }} Finished  code 127: the program is not there
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/** Ends what we started; for the signal handlers of setup.mjs. @param {NodeJS.Signals} signal */
export function stopChildren(signal) {
  for (const child of running) child.kill(signal)
}

/**
 * Runs a program to its end. Never throws for its exit code; a program that does not exist ends with 127.
 *
 * @param {string} command @param {string[]} args
 * @param {{ env: Env, cwd?: string, timeoutMs?: number, show?: boolean }} options  show: its output goes to our
 *   standard error as it comes (and is collected all the same)
 * @returns {Promise<Finished>}
 */
export function runProgram(command, args, { env, cwd, timeoutMs, show = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd ? { cwd } : {}),
      ...(timeoutMs ? { timeout: timeoutMs } : {}),
    })
    running.add(child)
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text
      if (show) process.stderr.write(text)
    })
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stderr += text
      if (show) process.stderr.write(text)
    })
    child.on('error', (error) => {
      running.delete(child)
      resolve({ code: 127, stdout, stderr: `${stderr}${error.message}` })
    })
    child.on('close', (code, signal) => {
      running.delete(child)
      resolve({ code: code ?? 128, stdout, stderr: signal ? `${stderr}\nended by ${signal}` : stderr })
    })
  })
}

/** Where a program is on the PATH of `env`, or undefined. @param {string} name @param {Env} env */
export function findProgram(name, env) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']
  for (const folder of (env.PATH ?? env.Path ?? '').split(path.delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const candidate = path.join(folder, name + ending)
      try {
        if (!statSync(candidate).isFile()) continue
        accessSync(candidate, constants.X_OK)
        return candidate
      } catch {
        // not here, or not ours to run
      }
    }
  }
  return undefined
}

/** The last lines of what a program printed, for a message. @param {Finished} finished @param {number} [lines] */
export function tail({ stdout, stderr }, lines = 12) {
  const text = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '')
  return text.slice(-lines)
}
