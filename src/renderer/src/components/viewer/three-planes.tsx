import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useEffect, useMemo, useRef } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { Point } from '../../../../shared/imaging/affine.ts'
import type { Volume } from '../../../../shared/imaging/volume.ts'
import { strings } from '../../lib/strings.ts'
import { EdgeLetters } from './edge-letters.tsx'
import {
  drawSlice,
  fieldOf,
  layOver,
  movedBy,
  offPlaneMm,
  placeOf,
  planes,
  pointAt,
  sizeMm,
  windowOf,
} from './slices.ts'
import type { Field, Plane } from './slices.ts'
import { whereText } from './where-text.ts'

/** A point to be seen in the slices it lies in. */
export interface Mark {
  name: string
  mm: Point
  colour: string
}

interface ThreePlanesProps {
  volume: Volume
  /** What the pictures show, for who listens. */
  label: string
  /** RAS world of the scan, mm. */
  at: Point
  move: (at: Point) => void
  marks: readonly Mark[]
  /** Of 0…1: laid over in colours, wherever its affine puts it. */
  overlay?: Volume | undefined
  /** How much of the picture its highest values cover, 0…1. */
  opacity?: number | undefined
}

/** Marks are drawn in slices up to this far away, mm. */
const nearMm = 3
const longestPixels = 384

/**
 * Three slices through one point, which a click, the arrow keys or the wheel move. Drawn on plain canvases: a slice takes
 * milliseconds, and nothing of it needs WebGL.
 */
export function ThreePlanes({ volume, label, at, move, marks, overlay, opacity = 0.85 }: ThreePlanesProps) {
  const field = useMemo(() => fieldOf(volume), [volume])
  const contrast = useMemo(() => windowOf(volume), [volume])
  const words = strings.app.viewer
  return (
    <Box component="section" aria-label={label} data-loaded sx={{ display: 'grid', gap: 1 }}>
      <Box
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns: planes.map((plane) => `minmax(0, ${sizeMm(plane, field)[0]}fr)`).join(' '),
          alignItems: 'start',
        }}
      >
        {planes.map((plane) => (
          <PlaneView key={plane} {...{ plane, volume, field, contrast, at, move, marks, overlay, opacity }} />
        ))}
      </Box>
      <Typography role="status" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {whereText(at)}
      </Typography>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {words.hint}
      </Typography>
    </Box>
  )
}

interface PlaneViewProps extends Pick<ThreePlanesProps, 'volume' | 'at' | 'move' | 'marks' | 'overlay'> {
  opacity: number
  plane: Plane
  field: Field
  contrast: [number, number]
}

function PlaneView({ plane, volume, field, contrast, at, move, marks, overlay, opacity }: PlaneViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [widthMm, heightMm] = sizeMm(plane, field)
  const pixelsPerMm = longestPixels / Math.max(widthMm, heightMm)
  const [width, height] = [widthMm, heightMm].map((mm) => Math.max(1, Math.round(mm * pixelsPerMm)))
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!
    const pixels = drawSlice(volume, plane, at, [width, height], contrast)
    if (overlay) layOver(pixels, drawSlice(overlay, plane, at, [width, height], [0, 1], field), opacity)
    context.putImageData(new ImageData(pixels, width, height), 0, 0)
  }, [volume, overlay, opacity, plane, at, width, height, contrast, field])
  // The browser listens to wheels passively unless told otherwise, and would scroll the page.
  const latest = useRef({ at, move })
  useEffect(() => {
    latest.current = { at, move }
  })
  useEffect(() => {
    const element = canvas.current!
    const turn = (event: WheelEvent) => {
      if (document.activeElement !== element || event.deltaY === 0) return
      event.preventDefault()
      const next = movedBy(event.deltaY < 0 ? 'PageUp' : 'PageDown', false, plane, volume, latest.current.at)
      latest.current.move(next!)
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [plane, volume])

  const point = ({ clientX, clientY }: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect()
    move(pointAt(plane, field, at, (clientX - box.left) / box.width, (clientY - box.top) / box.height))
  }
  const press = (event: KeyboardEvent) => {
    const next = movedBy(event.key, event.shiftKey, plane, volume, at)
    if (!next) return
    event.preventDefault()
    move(next)
  }
  const [fromLeft, fromTop] = placeOf(plane, field, at)
  const words = strings.app.viewer
  return (
    <Box
      sx={{
        position: 'relative',
        bgcolor: '#000',
        color: '#fff',
        lineHeight: 0,
        borderRadius: 0.5,
        overflow: 'hidden',
      }}
    >
      <Box
        component="canvas"
        ref={canvas}
        width={width}
        height={height}
        tabIndex={0}
        role="application"
        aria-label={words.planes[plane]}
        aria-roledescription={words.slice}
        onKeyDown={press}
        onPointerDown={(event: PointerEvent<HTMLCanvasElement>) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          point(event)
        }}
        onPointerMove={(event: PointerEvent) => event.buttons === 1 && point(event)}
        sx={{
          width: '100%',
          height: 'auto',
          cursor: 'crosshair',
          touchAction: 'none',
          '&:focus-visible': { outlineOffset: -2 },
        }}
      />
      <Box
        component="svg"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        aria-hidden
        sx={{ position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' }}
      >
        <g stroke="#7fd3de" strokeWidth={1} opacity={0.7}>
          <line x1={100 * fromLeft} x2={100 * fromLeft} y1={0} y2={100} vectorEffect="non-scaling-stroke" />
          <line y1={100 * fromTop} y2={100 * fromTop} x1={0} x2={100} vectorEffect="non-scaling-stroke" />
        </g>
      </Box>
      {marks
        .filter(({ mm }) => offPlaneMm(plane, at, mm) <= nearMm)
        .map(({ name, mm, colour }) => {
          const [markLeft, markTop] = placeOf(plane, field, mm)
          return (
            <Box
              key={name}
              title={name}
              sx={{
                ...{ position: 'absolute', left: `${100 * markLeft}%`, top: `${100 * markTop}%` },
                ...{ width: 12, height: 12, ml: '-6px', mt: '-6px', borderRadius: '50%' },
                ...{ border: 2, borderColor: colour, pointerEvents: 'none' },
              }}
            />
          )
        })}
      <EdgeLetters plane={plane} />
    </Box>
  )
}
