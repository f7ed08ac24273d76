import { EventEmitter } from 'node:events'
import { strict } from './strict.ts'

const events = new EventEmitter()

/** A message from a page's preload. */
export const receiveIpc = (channel: string, event: Electron.IpcMainEvent, message: unknown) =>
  events.emit(channel, event, message)

export const ipcMain = strict('ipcMain', {
  on: ((channel: string, listener: (...all: unknown[]) => void) =>
    events.on(channel, listener)) as unknown as Electron.IpcMain['on'],
} satisfies Pick<Electron.IpcMain, 'on'>)
