import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { formatFailure, type SetupFailure } from '../../../../scripts/setup/failure.mjs'
import { readFacts, setUp } from '../../../../scripts/setup/run.mjs'
import { smallCheckout } from '../../../helpers/small-checkout.ts'

type Options = Parameters<typeof setUp>[0]

describe('setUp', () => {
  let small: Awaited<ReturnType<typeof smallCheckout>>
  beforeAll(async () => void (small = await smallCheckout()))
  afterAll(() => small.close())
  beforeEach(() => {
    small.server.misbehave(undefined)
    small.server.asked.length = 0
    small.lines.length = 0
  })

  const run = (changes: Partial<Options> = {}) => setUp({ ...small.options, ...changes })
  const withEnv = (changes: Record<string, string | undefined>) => ({
    env: { ...small.options.env, ...changes },
  })
  const failure = async (changes: Partial<Options> = {}): Promise<SetupFailure> =>
    run(changes).then(
      () => expect.unreachable('set-up must stop'),
      (error: SetupFailure) => error,
    )
  const forgetLibrary = () => rmSync(small.at('cache'), { recursive: true, force: true })
  const forgetAddon = () => rmSync(path.join(small.addonFolder, 'lib'), { recursive: true, force: true })
  const cachedFiles = () => globSync('**/*', { cwd: small.at('cache') }).toSorted()

  it('does everything on a fresh checkout, keeping only what is needed of the wheel', async () => {
    const { facts, steps } = await run()
    expect(steps).toEqual(['packages', 'library', 'addon'])
    expect(facts).toMatchObject({ request: 'cpu', build: 'cpu', tensorflow: '2.21.0-small' })
    expect(facts).toEqual(readFacts(small.root))
    const kept = globSync('**/*.*', { cwd: small.library }).toSorted()
    expect(kept).toEqual([
      'library.json',
      'tensorflow/include/tensorflow/c/c_api.h',
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
    ])
    expect(existsSync(`${small.library}.partial`)).toBe(false)
    expect(readdirSync(small.at('cache', 'downloads'))).toEqual([])
    expect(readlinkSync(path.join(small.addonFolder, 'deps/lib/libtensorflow.so'))).toBe(
      path.join(small.library, 'tensorflow/libtensorflow_cc.so.2'),
    )
  })

  it('takes no step when nothing is missing: no program is started and no file touched', async () => {
    await run()
    const times = () => globSync(`${small.root}/.antrum/**`).map((file) => statSync(file).mtimeMs)
    const before = times()
    small.lines.length = 0
    const { steps } = await run(withEnv({ PATH: '', npm_execpath: undefined, PIP_INDEX_URL: undefined }))
    expect(steps).toEqual([])
    expect(small.lines).toEqual([])
    expect(times()).toEqual(before)
  })

  it('does only what is missing', async () => {
    await run()
    forgetAddon()
    expect((await run()).steps).toEqual(['addon'])
    forgetLibrary()
    expect((await run()).steps).toEqual(['library'])
    truncateSync(path.join(small.library, 'tensorflow/libtensorflow_cc.so.2'), 10)
    expect((await run()).steps).toEqual(['library'])
    rmSync(path.join(small.root, 'node_modules'), { recursive: true })
    expect((await run()).steps).toEqual(['packages', 'addon'])
    const source = path.join(small.addonFolder, 'binding/tfjs_backend.cc')
    writeFileSync(source, `${readFileSync(source, 'utf8')}\n// changed`)
    expect((await run()).steps).toEqual(['addon'])
  })

  it('remembers --cpu and --gpu until it is told otherwise, and brings the CUDA libraries for a GPU', async () => {
    const { facts } = await run({ request: 'gpu' })
    expect(facts).toMatchObject({ build: 'gpu', tensorflow: '2.21.0-small-gpu' })
    const nvidia = path.join(small.addonFolder, 'deps/nvidia')
    expect(globSync('**/*.*', { cwd: nvidia })).toEqual(['cudnn/lib/libcudnn.so.9'])
    const asLastTime = { ...small.options }
    delete asLastTime.request
    expect(await setUp(asLastTime)).toMatchObject({ steps: [], facts: { build: 'gpu' } })
    expect(await run({ request: 'cpu' })).toMatchObject({ steps: ['addon'], facts: { build: 'cpu' } })
    expect(existsSync(nvidia)).toBe(false)
  })

  it('takes a library that it is given', async () => {
    const given = path.join(small.library, 'tensorflow')
    const { facts, steps } = await run(withEnv({ ANTRUM_LIBTENSORFLOW: given, PIP_INDEX_URL: 'nowhere' }))
    expect(steps).toEqual(['addon'])
    expect(facts).toMatchObject({ build: 'given', source: given, tensorflow: '2.21.0-small' })
    expect(await failure(withEnv({ ANTRUM_LIBTENSORFLOW: small.at('bin') }))).toMatchObject({
      code: 'bad-library',
    })
    expect((await run()).steps).toEqual(['addon'])
  })

  describe('says what to do', () => {
    beforeAll(() => run())

    it('without Python', async () => {
      forgetLibrary()
      const stopped = await failure(
        withEnv({ PATH: small.pathWith('node', 'npm', 'g++'), PYTHON: undefined }),
      )
      expect(stopped.code).toBe('no-python')
      expect(formatFailure(stopped)).toContain('apt-get install python3 python3-pip')
    })

    it('without pip', async () => {
      forgetLibrary()
      const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
        encoding: 'utf8',
      })
      const bare = small.at('bin', 'bare-python')
      // A real Python without its installed packages, as Debian has it before python3-pip.
      writeFileSync(bare, `#!/bin/sh\nexec ${python.trim()} -I -S "$@"\n`)
      chmodSync(bare, 0o755)
      const stopped = await failure(withEnv({ PYTHON: bare }))
      expect(stopped.code).toBe('no-pip')
      expect(formatFailure(stopped)).toContain('apt-get install python3-pip')
    })

    it('without a compiler, also when the one that is asked for is not there', async () => {
      await run()
      forgetAddon()
      const stopped = await failure(withEnv({ PATH: small.pathWith('node', 'npm'), CXX: undefined }))
      expect(stopped.code).toBe('no-compiler')
      expect(formatFailure(stopped)).toContain('apt-get install g++')
      expect(await failure(withEnv({ CXX: '/nowhere/g++' }))).toMatchObject({ code: 'no-compiler' })
    })

    it('without npm', async () => {
      rmSync(path.join(small.root, 'node_modules'), { recursive: true })
      const stopped = await failure(withEnv({ PATH: small.pathWith('node'), npm_execpath: undefined }))
      expect(stopped.code).toBe('npm-failed')
    })

    it('when npm refuses', async () => {
      const lock = path.join(small.root, 'package-lock.json')
      const before = readFileSync(lock, 'utf8')
      writeFileSync(lock, before.replace(/sha512-[^"]+/, `sha512-${Buffer.alloc(64).toString('base64')}`))
      const stopped = await failure()
      writeFileSync(lock, before)
      expect(stopped.code).toBe('npm-failed')
      expect(stopped.advice.join('\n')).toContain('EINTEGRITY')
      expect((await run()).steps).toEqual(['packages', 'addon'])
    })

    it('without a network', async () => {
      forgetLibrary()
      const stopped = await failure(withEnv({ PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_RETRIES: '1' }))
      expect(stopped.code).toBe('no-network')
      expect(formatFailure(stopped)).toContain('HTTPS_PROXY')
    })

    it('when the index does not have the pinned file', async () => {
      forgetLibrary()
      const [key = ''] = Object.keys(small.options.wheelSets ?? {})
      const wheelSets = { [key]: [{ ...small.wheels.cpu, version: '9.9' }] }
      expect(await failure({ wheelSets })).toMatchObject({ code: 'no-wheel' })
    })

    it('without space, before anything is fetched', async () => {
      forgetLibrary()
      const stopped = await failure({ statfs: async () => ({ bavail: 10, bsize: 1000 }) })
      expect(stopped.code).toBe('no-space')
      expect(formatFailure(stopped)).toContain('ANTRUM_CACHE')
      expect(small.server.asked).toEqual([])
    })

    it('when another file arrives than the pinned one', async () => {
      forgetLibrary()
      const [key = ''] = Object.keys(small.options.wheelSets ?? {})
      const wheelSets = { [key]: [{ ...small.wheels.cpu, sha256: 'f'.repeat(64) }] }
      const stopped = await failure({ wheelSets })
      expect(stopped.code).toBe('wrong-checksum')
      expect(cachedFiles()).not.toContainEqual(expect.stringMatching(/\.(whl|part|so\.2)$/))
    })

    it('when the cache cannot be written', async () => {
      // A file where the folder should be: nobody, not even root, can write below it.
      writeFileSync(small.at('a-file'), '')
      const stopped = await failure(withEnv({ ANTRUM_CACHE: small.at('a-file', 'cache') }))
      expect(stopped.code).toBe('read-only')
      expect(formatFailure(stopped)).toContain('ANTRUM_CACHE')
    })

    it('when the addon does not compile', async () => {
      await run()
      const source = path.join(small.addonFolder, 'binding/tfjs_backend.cc')
      const before = readFileSync(source, 'utf8')
      writeFileSync(source, 'this is no C++')
      const stopped = await failure()
      expect(stopped.code).toBe('build-failed')
      expect(stopped.advice.join('\n')).toContain('error')
      writeFileSync(source, before)
      expect((await run()).steps).toEqual([])
    })

    it('when the processor cannot run the library', async () => {
      const [key = ''] = Object.keys(small.options.wheelSets ?? {})
      const env = { ...small.options.env, ANTRUM_CACHE: small.at('broken-cache') }
      const stopped = await failure({ env, wheelSets: { [key]: [small.wheels.broken] } })
      expect(stopped.code).toBe('load-failed')
      expect(formatFailure(stopped)).toContain('AVX')
    })

    it("on a system without a wheel, after tfjs-node's own download was tried", async () => {
      const stopped = await failure({ platform: 'sunos' })
      expect(stopped.code).toBe('unsupported-platform')
      expect(formatFailure(stopped)).toContain('WSL')
      const { facts } = await run({ platform: 'sunos', ...withEnv({ STOCK: 'there' }) })
      expect(facts).toMatchObject({ build: 'stock', tensorflow: null })
      expect(small.lines).toContainEqual(expect.stringContaining('an older one'))
    })
  })

  describe('goes on where it stopped', () => {
    /** Serves half of the file and then leaves the connection open and silent. */
    const halfThenSilence = (half: () => void) =>
      small.server.misbehave((request, response, data) => {
        if (request.headers.range) return undefined
        response.writeHead(200, { 'content-length': data.length })
        response.write(data.subarray(0, data.length >> 1), () => setTimeout(half, 100))
        return 'handled'
      })

    it('when it was killed in the middle of the download', async () => {
      await run()
      forgetLibrary()
      const killed = small.start()
      halfThenSilence(() => killed.child.kill('SIGKILL'))
      expect((await killed.ended).code).toBeNull()
      expect(cachedFiles()).toContain('setup.lock')
      expect((await run()).steps).toEqual(['library'])
      expect(small.server.asked).toEqual(['', `bytes=${small.wheels.cpu.bytes >> 1}-`])
    })

    it('when the connection breaks for good', async () => {
      forgetLibrary()
      let half = 0
      small.server.misbehave((request, response, data) => {
        if (half > 0) request.socket.destroy()
        else {
          half = data.length >> 1
          response.writeHead(200, { 'content-length': data.length })
          response.write(data.subarray(0, half), () => setTimeout(() => request.socket.destroy(), 50))
        }
        return 'handled'
      })
      expect(await failure()).toMatchObject({ code: 'no-network' })
      small.server.misbehave(undefined)
      small.server.asked.length = 0
      expect((await run()).steps).toEqual(['library'])
      expect(small.server.asked).toEqual([`bytes=${half}-`])
    })

    it('does not fetch again what was unpacked already', async () => {
      await run({ request: 'gpu' })
      rmSync(small.at('cache'), { recursive: true })
      const [, key = ''] = Object.keys(small.options.wheelSets ?? {})
      const { gpu, cuda } = small.wheels
      const wheelSets = { [key]: [gpu, { ...cuda, sha256: 'f'.repeat(64) }] }
      expect(await failure({ request: 'gpu', wheelSets })).toMatchObject({ code: 'wrong-checksum' })
      small.server.asked.length = 0
      await run({ request: 'gpu' })
      expect(small.server.asked).toHaveLength(1)
      await run()
    })
  })

  it('leaves the download to pip where the index refuses ours', async () => {
    forgetLibrary()
    small.server.misbehave((_, response) => {
      response.writeHead(403).end()
      return 'handled'
    })
    expect((await run()).steps).toEqual(['library'])
    expect(small.lines).toContainEqual(expect.stringContaining('leaving the download to pip'))
  })

  it('lets two set-ups at once share the work', async () => {
    rmSync(path.join(small.root, 'node_modules'), { recursive: true })
    forgetLibrary()
    const both = [small.start(), small.start()]
    const ends = await Promise.all(both.map(({ ended }) => ended))
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    const steps = ends.map(({ output }) => /^steps: (.*)$/m.exec(output)?.[1]).toSorted()
    expect(steps).toEqual(['', 'packages,library,addon'])
    expect(small.server.asked).toEqual([''])
    expect(ends.some(({ output }) => output.includes('waiting for it'))).toBe(true)
  })

  it('lets two checkouts share one cache', async () => {
    forgetLibrary()
    const other = small.at('other-checkout')
    mkdirSync(other)
    for (const name of ['package.json', 'package-lock.json', 'tensorflow-tfjs-node-gpu-4.22.0.tgz'])
      writeFileSync(path.join(other, name), readFileSync(path.join(small.root, name)))
    const ends = await Promise.all([run(), run({ root: other })])
    expect(ends.map(({ facts }) => facts.tensorflow)).toEqual(['2.21.0-small', '2.21.0-small'])
    expect(small.server.asked).toEqual([''])
  })
})
