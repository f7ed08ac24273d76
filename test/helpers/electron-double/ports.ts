import { EventEmitter } from 'node:events'
import type { Wire } from './page-script.ts'

/** The main process's end of a port whose other end lives in a page. */
export class PortDouble
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'>
{
  private waiting: Wire[] | null = []
  private readonly send: (wire: Wire) => void

  constructor(send: (wire: Wire) => void) {
    super()
    this.send = send
  }

  receive(wire: Wire) {
    if (this.waiting) this.waiting.push(wire)
    else
      this.emit('message', {
        data: typeof wire === 'string' ? wire : new Uint8Array(Buffer.from(wire.base64, 'base64')),
      })
  }

  start() {
    const waiting = this.waiting ?? []
    this.waiting = null
    waiting.forEach((wire) => this.receive(wire))
  }

  postMessage(data: unknown) {
    if (typeof data === 'string') this.send(data)
    else if (data instanceof Uint8Array) this.send({ base64: Buffer.from(data).toString('base64') })
    else throw new TypeError('the Electron double carries strings and Uint8Array over a MessagePort')
  }

  close() {
    this.emit('close')
    this.removeAllListeners()
  }
}
