import { useEffect, useRef } from 'react'
import { isInWindow } from '../../lib/client.ts'

/**
 * Hears of files and folders that are dropped on the page.
 *
 * @param take  Their paths; null in a browser, which does not tell them. In the window the preload does (src/preload).
 */
export function useDrop(take: (paths: string[] | null) => void) {
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })
  useEffect(() => {
    const allow = (event: DragEvent) => event.preventDefault()
    const drop = (event: DragEvent) => {
      event.preventDefault()
      if (!isInWindow && (event.dataTransfer?.files.length ?? 0) > 0) latest.current(null)
    }
    const told = ({ source, data }: MessageEvent<{ antrumDropped?: unknown } | string>) => {
      if (source !== window || typeof data !== 'object' || !Array.isArray(data?.antrumDropped)) return
      const paths = data.antrumDropped.filter(
        (path): path is string => typeof path === 'string' && path !== '',
      )
      if (paths.length > 0) latest.current(paths)
    }
    window.addEventListener('dragover', allow)
    window.addEventListener('drop', drop)
    window.addEventListener('message', told)
    return () => {
      window.removeEventListener('dragover', allow)
      window.removeEventListener('drop', drop)
      window.removeEventListener('message', told)
    }
  }, [])
}
