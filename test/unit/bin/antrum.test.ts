import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canRunAntrum, findRuntime, runtimePackage } from '../../../scripts/setup/runtime.mjs'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** A Node of this machine that is too old for Antrum, as newcomers have it. */
const oldNode = (process.env.PATH ?? '')
  .split(path.delimiter)
  .map((folder) => path.join(folder, 'node'))
  .find((node) => {
    const { status, stdout } = spawnSync(node, ['-p', 'JSON.stringify(process.versions)'], {
      encoding: 'utf8',
    })
    return status === 0 && !canRunAntrum(JSON.parse(stdout) as { node: string })
  })
if (!oldNode) console.warn('NOT TESTED: starting antrum from an old Node; there is none on this PATH.')

describe('antrum', () => {
  let root: string
  let antrum: string
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'antrum-bin-'))
    for (const name of ['bin', 'scripts'])
      cpSync(path.join(repository, name), path.join(root, name), { recursive: true })
    antrum = path.join(root, 'bin/antrum.mjs')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  /** A command line in the place of the real one, and what set-up would have installed. */
  const install = (cli: string) => {
    mkdirSync(path.join(root, 'node_modules'))
    mkdirSync(path.join(root, 'src/main'), { recursive: true })
    writeFileSync(path.join(root, 'package.json'), '{"type":"module"}')
    writeFileSync(path.join(root, 'node_modules/.package-lock.json'), '{}')
    writeFileSync(path.join(root, 'src/main/cli.ts'), cli)
    const pinned = runtimePackage(process.platform, process.arch)
    symlinkSync(path.join(repository, 'node_modules', pinned), path.join(root, 'node_modules', pinned))
  }
  const start = (node: string, ...args: string[]) => spawnSync(node, [antrum, ...args], { encoding: 'utf8' })

  it('says to run set-up where nothing is installed, as JSON when that is asked for', () => {
    const { status, stdout, stderr } = start(process.execPath, 'doctor')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('Run "npm run setup"')
    const json = start(process.execPath, 'doctor', '--json')
    expect(json.status).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'engine-missing' } })
  })

  it('lets commands without the engine pass while the engine is missing', () => {
    install(`console.log('started', ...process.argv.slice(2))`)
    expect(start(process.execPath, 'init', 'here').stdout).toBe('started init here\n')
    expect(start(process.execPath, 'run', '--help').stdout).toBe('started run --help\n')
    const refused = start(process.execPath, 'run', 'here')
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('TensorFlow is not installed')
  })

  describe.runIf(oldNode)('under an old Node', () => {
    it('runs under the pinned one, with its arguments, its streams and its exit code', () => {
      install(
        `const version: string = process.version; console.log(version, process.argv[2]); process.exitCode = 2`,
      )
      const { status, stdout } = start(oldNode!, 'with space and "quotes"')
      expect(status).toBe(2)
      expect(stdout).toBe(`v${findRuntime(root)?.version} with space and "quotes"\n`)
    })

    it('passes signals on and ends as the command ends', async () => {
      install(`
        process.on('SIGTERM', () => process.exit(7))
        setInterval(() => {}, 1000)
        console.log('ready')`)
      const child = spawn(oldNode!, [antrum, 'run', '--help'])
      await new Promise((resolve) => child.stdout.once('data', resolve))
      child.kill('SIGTERM')
      expect(await new Promise((resolve) => child.on('close', resolve))).toBe(7)
    })

    it('tells a crash as shells do', () => {
      install(`process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)`)
      expect(start(oldNode!, 'init').status).toBe(139)
    })

    it('can run set-up: every file of it parses and the usage is printed', () => {
      const usage = execFileSync(oldNode!, [path.join(root, 'scripts/setup.mjs'), '--help'], {
        encoding: 'utf8',
      })
      expect(usage).toContain('--gpu')
      const wrong = spawnSync(oldNode!, [path.join(root, 'scripts/setup.mjs'), '--gpus'], {
        encoding: 'utf8',
      })
      expect(wrong.status).toBe(2)
      expect(wrong.stderr).toContain('--gpus is not an option')
    })
  })
})
