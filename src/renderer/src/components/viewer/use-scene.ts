import { useEffect, useRef, useState } from 'react'
import type { Point } from '../../../../shared/imaging/affine.ts'
import type { Volume } from '../../../../shared/imaging/volume.ts'
import type { Scene } from './niivue-scene.ts'

type SceneState =
  | { state: 'loading' }
  | { state: 'ready'; scene: Scene }
  /** No WebGL2 in this browser, or its context was taken away. */
  | { state: 'unavailable' }
  | { state: 'failed'; error: unknown }

/**
 * A scene on a canvas of its own in the box that `holder` refers to, opened when that is drawn and closed with it. NiiVue
 * comes as a chunk of its own, when the first scene is opened.
 *
 * @param start  Where its crosshair is first, mm.
 * @param top    Value of the overlay that has the last colour first; see `SceneOptions`.
 */
export function useScene(
  head: Volume,
  overlay: Volume | undefined,
  start: Point,
  moved: (at: Point) => void,
  top?: number,
) {
  const holder = useRef<HTMLDivElement>(null)
  const [scene, setScene] = useState<SceneState>({ state: 'loading' })
  const latest = useRef({ start, moved, top })
  useEffect(() => {
    latest.current = { start, moved, top }
  })
  useEffect(() => {
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('webgl2', { alpha: true, antialias: false })
    if (!context) return setScene({ state: 'unavailable' })
    setScene({ state: 'loading' })
    let isClosed = false
    const lost = () => !isClosed && setScene({ state: 'unavailable' })
    canvas.addEventListener('webglcontextlost', lost)
    holder.current!.append(canvas)
    const opening = import('./niivue-scene.ts').then(({ openScene }) =>
      isClosed
        ? null
        : openScene(canvas, {
            ...{ head, overlay, at: latest.current.start, top: latest.current.top },
            moved: (at) => latest.current.moved(at),
          }),
    )
    opening.then(
      (opened) => !isClosed && opened && setScene({ state: 'ready', scene: opened }),
      (error: unknown) => !isClosed && setScene({ state: 'failed', error }),
    )
    return () => {
      isClosed = true
      // A browser has few contexts and takes them back late: given back at once, but not under a scene being opened.
      void opening
        .then((opened) => opened?.close())
        .catch(() => {})
        .finally(() => {
          context.getExtension('WEBGL_lose_context')?.loseContext()
          canvas.remove()
        })
    }
  }, [head, overlay])
  return { holder, ...scene }
}
