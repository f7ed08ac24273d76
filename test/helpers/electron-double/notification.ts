import { EventEmitter } from 'node:events'
import { isReady } from './app.ts'
import { strict } from './strict.ts'

type Member = 'title' | 'body' | 'on' | 'show'

/** A note that nobody sees: a test finds those that were shown in `shown`, and emits 'click' on one. */
export class Notification implements Pick<Electron.Notification, Member> {
  static readonly shown: Notification[] = []
  static isSupported = () => true

  readonly title: string
  readonly body: string
  readonly events = new EventEmitter()

  constructor({ title, body, ...others }: Electron.NotificationConstructorOptions = {}) {
    if (!isReady()) throw new Error('Cannot create Notification before app is ready')
    if (typeof title !== 'string' || typeof body !== 'string' || Object.keys(others).length > 0)
      throw new Error('the Electron double shows notes of a title and a body, nothing more')
    this.title = title
    this.body = body
    return strict<Notification>('Notification', this)
  }

  show = () => void Notification.shown.push(this)
  on = ((event: string, listener: (...all: unknown[]) => void) =>
    this.events.on(event, listener)) as unknown as Electron.Notification['on']
}
