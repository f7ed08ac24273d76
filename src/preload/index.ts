import { ipcRenderer, webUtils } from 'electron'

/**
 * The first of two things the page is given: a way to hand its end of a MessagePort to the main process. A port cannot cross the
 * context bridge, but a window message can carry it, so nothing is exposed on `window` at all.
 */
window.addEventListener('message', ({ source, data, ports }) => {
  if (source === window && data === 'antrum:connect')
    ipcRenderer.postMessage('antrum:connect', null, [...ports])
})

/** The second: where the files lie that a person drops on it. A page alone is not told. */
window.addEventListener('drop', ({ dataTransfer }) => {
  const paths = [...(dataTransfer?.files ?? [])].map((file) => webUtils.getPathForFile(file))
  // Whatever the origin: the message stays in this window.
  if (paths.length > 0) window.postMessage({ antrumDropped: paths }, '*')
})
