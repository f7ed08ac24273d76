#!/usr/bin/env node
// Starts the command line under the Node runtime the lockfile pins: better-sqlite3 crashes an older one without a word.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../src/main/cli.ts', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > 22 || (major === 22 && minor >= 18)) {
  await import(cli)
} else {
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const pinned = fileURLToPath(new URL(`../node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}/${binary}`, import.meta.url))
  if (!existsSync(pinned)) {
    console.error(`antrum: Node 22.18 or newer is needed and ${process.versions.node} was found. Run "npm run setup": it installs a private copy.`)
    process.exit(1)
  }
  const { status, signal } = spawnSync(pinned, [cli, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 143))
}
