import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AntrumError } from '../../shared/ipc/error.ts'
import { takeProjectLock } from '../db/project-lock.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const sources = [
  'src/{main,preload,renderer,shared}/**/*',
  'resources/icons/*',
  'electron.vite.config.ts',
  'package-lock.json',
]

export interface BuildOptions {
  root?: string
  signal?: AbortSignal
  onBuild?: () => void
}

/**
 * The folder of the built page, built first (main, preload and page, in seconds) where a source is newer than the last
 * build. An installation without its build tools is taken as it is.
 *
 * @throws AntrumError 'invalid-state' when there is no built page and none can be made.
 */
export async function buildWorkbench({
  root = repository,
  signal,
  onBuild,
}: BuildOptions = {}): Promise<string> {
  const page = path.join(root, 'out/renderer')
  const builder = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  if (!existsSync(builder)) {
    if (existsSync(path.join(page, 'index.html'))) return page
    throw new AntrumError(
      'invalid-state',
      `The pages of the workbench were never built and the tool for it is not installed. In ${root}, run "npm ci" and then "npm run build".`,
    )
  }
  if (isFresh(root)) return page
  mkdirSync(path.join(root, 'out'), { recursive: true })
  const release = await lock(path.join(root, 'out.lock'), signal)
  try {
    // Somebody else may have built it while we waited.
    if (!isFresh(root)) {
      onBuild?.()
      const startedAt = new Date()
      await runBuilder(builder, root, signal)
      // Dated before the build: a source saved while it ran is newer.
      writeFileSync(path.join(root, 'out/built'), '')
      utimesSync(path.join(root, 'out/built'), startedAt, startedAt)
    }
  } finally {
    release()
  }
  return page
}

function isFresh(root: string): boolean {
  const changedMs = (file: string) => statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return Math.max(...globSync(sources, { cwd: root }).map(changedMs)) < changedMs('out/built')
}

async function lock(file: string, signal?: AbortSignal): Promise<() => void> {
  for (;;) {
    signal?.throwIfAborted()
    const lock = takeProjectLock(file)
    if ('release' in lock) return lock.release
    await sleep(100)
  }
}

function runBuilder(builder: string, cwd: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [builder, 'build'], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', (error) => reject(signal?.aborted ? (signal.reason as Error) : error))
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(
            new AntrumError(
              'invalid-state',
              `The pages of the workbench do not build (exit code ${code}). Run "npm run build" in ${cwd} to see why.`,
              { output: output.slice(-4000) },
            ),
          ),
    )
  })
}
