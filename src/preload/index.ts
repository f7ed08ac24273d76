import { ipcRenderer } from 'electron'

/**
 * The one thing the page is given: a way to hand its end of a MessagePort to the main process. A port cannot cross the
 * context bridge, but a window message can carry it, so nothing is exposed on `window` at all.
 */
window.addEventListener('message', ({ source, data, ports }) => {
  if (source === window && data === 'antrum:connect')
    ipcRenderer.postMessage('antrum:connect', null, [...ports])
})
