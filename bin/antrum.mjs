#!/usr/bin/env node
// Starts the command line under a Node that runs it: the running one when it is new enough, else the pinned one.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { addonFile } from '../scripts/setup/addon.mjs'
import { canRunAntrum, findRuntime } from '../scripts/setup/runtime.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const argv = process.argv.slice(2)

/** What is not there yet, in words; commands that train or predict need the engine too. */
function missingPart() {
  // npm writes this file as the last act of an install.
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json')))
    return 'Its packages are not installed.'
  if (!findRuntime(root)) return `Node 22.18 or newer is needed and ${process.versions.node} was found.`
  const asksForHelp = argv.includes('--help') || argv.includes('-h')
  const needsEngine = ['run', 'predict', 'bench', 'demo'].includes(argv[0])
  if (needsEngine && !asksForHelp && !existsSync(addonFile(root))) return 'TensorFlow is not installed.'
  return undefined
}

const missing = missingPart()
if (missing) {
  const message = `${missing} Run "npm run setup" in ${root}: it installs what is missing.`
  if (argv.includes('--json')) console.log(JSON.stringify({ error: { code: 'engine-missing', message } }))
  else console.error(`antrum: ${message}`)
  process.exitCode = 1
} else if (canRunAntrum(process.versions)) {
  await import('../src/main/cli.ts')
} else {
  const cli = path.join(root, 'src/main/cli.ts')
  // The channel tells the child when this process is killed without mercy: whoever ends us means both.
  const child = spawn(findRuntime(root).binary, [cli, ...argv], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // A terminal sends Ctrl-C to both of us and the child decides how to end; whoever signals only us is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('error', (error) => {
    console.error(`antrum: ${error.message}. Run "npm run setup" in ${root}.`)
    process.exitCode = 1
  })
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + os.constants.signals[signal]
  })
}
