import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { chromiumPath } from './electron-double/browser.ts'

const cli = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url))

export interface RunningServe {
  url: string
  port: number
  pid: number
  /** What it printed on stderr so far. */
  stderr: () => string
  /** The link for the next browser, once the one before was used. */
  nextLink: () => Promise<string>
  stop: (signal: NodeJS.Signals) => Promise<number | null>
}

/** `antrum serve --json` as a process of its own, with a user folder of its own. */
export async function launchServe(userFolder: string, args: string[]): Promise<RunningServe> {
  const child = spawn(process.execPath, [cli, 'serve', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, XDG_CONFIG_HOME: userFolder },
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exited = once(child, 'exit') as Promise<[number | null]>
  const first = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>
  const [line] = await Promise.race([
    first,
    exited.then(([code]) => Promise.reject(new Error(`serve ended with code ${code}:\n${stderr}`))),
  ])
  const { url, port } = JSON.parse(line) as { url: string; port: number }
  const nextLink = async () => {
    for (;;) {
      const links = stderr.match(/http:\S+/g)
      if (links) return links.at(-1)!
      await new Promise((resolve) => child.stderr.once('data', resolve))
    }
  }
  return {
    ...{ url, port, pid: child.pid!, stderr: () => stderr, nextLink },
    stop: async (signal) => {
      child.kill(signal)
      return (await exited)[0]
    },
  }
}

/** Chromium with nothing remembered and nothing to say to anybody. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** Far ends of the internet sockets that a process has open at this moment, as /proc writes them in hexadecimal. */
export function farEnds(pid: number): string[] {
  const folder = `/proc/${pid}/fd`
  const inodes = new Set(
    readdirSync(folder).flatMap((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(path.join(folder, name)))?.[1] ?? []
      } catch {
        return [] // closed meanwhile
      }
    }),
  )
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => inodes.has(fields[9]))
      .map(([, , far]) => far.split(':')[0]),
  )
}
