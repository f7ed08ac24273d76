import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBrowser, stopBrowser } from './browser.ts'
import { strict } from './strict.ts'

const events = new EventEmitter()
const userData = process.argv.find((argument) => argument.startsWith('--user-data-dir='))?.split('=')[1]
if (!userData) throw new Error('the Electron double wants --user-data-dir=<folder>')
mkdirSync(userData, { recursive: true })

const lock = join(userData, 'double.lock')
const knock = join(userData, 'double.knock')
let ready: Promise<void> | null = null
export const isReady = () => ready !== null
let holdsLock = false

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function exit(code: number) {
  await stopBrowser()
  if (holdsLock) rmSync(lock, { force: true })
  process.exit(code)
}

export const emitApp = (event: string, ...rest: unknown[]) =>
  events.emit(event, { preventDefault: () => {} }, ...rest)

type Member =
  | 'whenReady'
  | 'on'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'getAppPath'
  | 'getLocale'
  | 'isPackaged'
  | 'requestSingleInstanceLock'

export const app = strict('app', {
  isPackaged: false,
  getAppPath: () => process.cwd(),
  getLocale: () => {
    if (!isReady()) throw new Error('app.getLocale() is known once the app is ready')
    return 'en-US'
  },
  getPath: (name) => {
    if (name === 'userData') return userData
    throw new Error(`the Electron double has no path for ${name}`)
  },
  requestSingleInstanceLock: () => {
    if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
      writeFileSync(knock, String(process.pid))
      return false
    }
    writeFileSync(lock, String(process.pid))
    holdsLock = true
    watch(
      userData,
      (_, file) => file === 'double.knock' && emitApp('second-instance', [], process.cwd()),
    ).unref()
    return true
  },
  // Electron is ready at once or fails; a rejected start ends the process here too.
  whenReady: () => (ready ??= startBrowser(userData)),
  on: ((event: string, listener: (...all: unknown[]) => void) =>
    events.on(event, listener)) as unknown as Electron.App['on'],
  quit: () => {
    emitApp('before-quit')
    emitApp('will-quit')
    void exit(0)
  },
  exit: (code = 0) => void exit(code),
} satisfies Pick<Electron.App, Member>)
