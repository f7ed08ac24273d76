import { spawnSync } from 'node:child_process'
import { globSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = [
  'src/{main,preload,renderer,shared}/**/*',
  'resources/icons/*',
  'electron.vite.config.ts',
  'package-lock.json',
]

/** Builds the app into out/ unless every source is older than the last build. Takes seconds. */
export function buildApp(): void {
  const stamp = path.join(root, 'out/built')
  const changedMs = (file: string) => statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const newest = Math.max(...globSync(sources, { cwd: root }).map(changedMs))
  if (newest < changedMs('out/built')) return
  const startedAt = new Date()
  const builder = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, 'build'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the window does not build:\n${stdout}${stderr}`)
  // Dated before the build: a source saved while it ran is newer.
  writeFileSync(stamp, '')
  utimesSync(stamp, startedAt, startedAt)
}
