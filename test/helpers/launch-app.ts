import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import type * as Electron from 'electron'
import { schemeOrigin } from './electron-double/scheme-origin.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A running app: its window as a Playwright page, and a way to run a function in its main process. */
export interface RunningApp {
  page: Page
  evaluate: <Argument, Result>(
    run: (electron: typeof Electron, argument: Argument) => Result,
    argument: Argument,
  ) => Promise<Awaited<Result>>
  /** Answers the next open-folder dialogs; null is "Cancel". */
  chooseFolder: (folder: string | null) => Promise<void>
  /** What the main process printed on stderr so far. */
  stderr: () => string
  /** Resolves with the exit code. */
  exited: Promise<number | null>
  close: () => Promise<void>
}

/** Starts the built app under the Electron double (test/helpers/electron-double) with its own data folder. */
export async function launchApp(userData: string): Promise<RunningApp> {
  const endpointFile = join(userData, 'DevToolsActivePort')
  rmSync(endpointFile, { force: true })
  const main = startMain(userData)
  let stderr = ''
  main.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exited = new Promise<number | null>((resolve) => main.once('exit', resolve))
  const evaluate = remote(main, exited)

  const address = await waitFor(
    main,
    () => stderr,
    () => readEndpoint(endpointFile),
  )
  const browser = await chromium.connectOverCDP(address)
  const ourPage = () =>
    browser
      .contexts()[0]
      ?.pages()
      .find((page) => page.url().startsWith(schemeOrigin('antrum', 'app')))
  const page = await waitFor(main, () => stderr, ourPage)
  await page.getByRole('main').waitFor()

  return {
    page,
    evaluate,
    chooseFolder: (folder) =>
      evaluate(({ dialog }, answer) => {
        dialog.showOpenDialog = () =>
          Promise.resolve({ canceled: answer === null, filePaths: answer === null ? [] : [answer] })
      }, folder),
    stderr: () => stderr,
    exited,
    close: async () => {
      if (main.exitCode === null) await evaluate(({ app }) => app.quit(), null).catch(() => {})
      await exited
    },
  }
}

/** The bare main process, for those who want it to end by itself. */
export function startMain(userData: string): ChildProcess {
  const register = join(root, 'test/helpers/electron-double/register.ts')
  return fork(join(root, 'out/main/index.js'), [`--user-data-dir=${userData}`], {
    cwd: root,
    execArgv: ['--import', register],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
}

function remote(main: ChildProcess, exited: Promise<unknown>): RunningApp['evaluate'] {
  let last = 0
  return (run, argument) => {
    const id = ++last
    const answer = new Promise((resolve, reject) => {
      main.on('message', function listen(message: { id: number; value?: unknown; error?: string }) {
        if (message.id !== id) return
        main.off('message', listen)
        if (message.error === undefined) resolve(message.value)
        else reject(new Error(message.error))
      })
    })
    main.send({ id, source: run.toString(), argument })
    const gone = exited.then(() => Promise.reject(new Error('the main process ended')))
    return Promise.race([answer, gone]) as never
  }
}

function readEndpoint(file: string): string | undefined {
  const [port, path] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  return port && path ? `ws://127.0.0.1:${port}${path}` : undefined
}

/** Waits until `look` finds something; says why when the main process ends first. */
async function waitFor<T>(main: ChildProcess, stderr: () => string, look: () => T | undefined): Promise<T> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(25)) {
    const found = look()
    if (found !== undefined) return found
    if (main.exitCode !== null) throw new Error(`the app ended with code ${main.exitCode}:\n${stderr()}`)
  }
  main.kill()
  throw new Error(`the app did not come up:\n${stderr()}`)
}
