/** What a page and the double say to each other: strings as they are, bytes as base64. */
export type Wire = string | { base64: string }

/**
 * Runs in the page before anything of its own: Electron's preload world, reduced to what ours uses. There is no context
 * isolation here: the preload shares the page's globals. Serialised by `pageScript`, so it may use nothing from outside.
 */
function preloadWorld(run: (require: (name: string) => unknown) => void) {
  // Electron runs a preload in the top frame only.
  if (window !== window.top) return
  type Bridge = Record<
    'antrumDoubleDocument' | 'antrumDoubleIpc' | 'antrumDoublePort' | 'antrumDoubleKey',
    (...args: unknown[]) => Promise<void>
  >
  const bridge = window as unknown as Bridge & { antrumDouble: unknown }
  const ports = new Map<number, MessagePort>()
  void bridge.antrumDoubleDocument(location.href)
  const encode = (data: unknown): Wire => {
    if (typeof data === 'string') return data
    if (data instanceof Uint8Array)
      return { base64: btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join('')) }
    throw new TypeError('the Electron double carries strings and Uint8Array over a MessagePort')
  }
  const decode = (wire: Wire) =>
    typeof wire === 'string' ? wire : Uint8Array.from(atob(wire.base64), (letter) => letter.charCodeAt(0))
  const adopt = (port: MessagePort) => {
    const id = ports.size
    ports.set(id, port)
    port.onmessage = ({ data }) => void bridge.antrumDoublePort(id, encode(data))
    return id
  }
  Object.defineProperty(bridge, 'antrumDouble', {
    value: { deliver: (id: number, wire: Wire) => ports.get(id)?.postMessage(decode(wire)) },
  })
  window.addEventListener('keydown', ({ key, ctrlKey, metaKey, shiftKey, altKey, defaultPrevented }) => {
    if (!defaultPrevented) void bridge.antrumDoubleKey({ key, ctrlKey, metaKey, shiftKey, altKey })
  })
  const strict = <T extends object>(name: string, members: T): T =>
    new Proxy(members, {
      get(target, key) {
        if (key in target) return Reflect.get(target, key) as unknown
        throw new Error(`the Electron double has no ${name}.${String(key)} in the preload`)
      },
    })
  const electron = strict('electron', {
    ipcRenderer: strict('ipcRenderer', {
      postMessage: (channel: string, message: unknown, transfer: MessagePort[] = []) =>
        void bridge.antrumDoubleIpc(channel, message, transfer.map(adopt)),
    } satisfies Pick<Electron.IpcRenderer, 'postMessage'>),
    // A test drops a file whose name is its path.
    webUtils: strict('webUtils', {
      getPathForFile: ({ name }) => name.replaceAll('|', '/'),
    } satisfies Pick<Electron.WebUtils, 'getPathForFile'>),
  })
  run((name) => {
    if (name === 'electron') return electron
    throw new Error(`a sandboxed preload cannot require ${name}`)
  })
}

/** The init script of a page: Electron's preload world around the built preload, which runs unmodified. */
export const pageScript = (preload: string): string =>
  `(${preloadWorld.toString()})((require) => { const module = { exports: {} }, exports = module.exports;\n${preload}\n})`
