import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useLayoutEffect, useRef } from 'react'
import type { PointerEvent, ReactNode } from 'react'
import { EdgeLetters } from '../../components/viewer/edge-letters.tsx'
import type { Plane } from '../../components/viewer/slices.ts'

interface PictureProps {
  title: string
  /** At the crosshair. */
  value: string | null
  /** What it shows, for who listens. */
  label: string
  plane: Plane
  edge: number
  /** [edge²·4] RGBA; null while there is nothing to draw, and `children` say why. */
  pixels: Uint8ClampedArray<ArrayBuffer> | null
  /** Around a lesion, in pixels of the slice; '' for none. */
  outline: string
  crosshair: { row: number; column: number }
  point: (row: number, column: number) => void
  children?: ReactNode
}

/** One layer in one slice: a pixel per voxel, smoothed by the screen, with crosshair, outline and letters. */
export function Picture(props: PictureProps) {
  const { title, value, plane, edge, pixels, outline, crosshair, point, label, children } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    if (pixels) canvas.current!.getContext('2d')!.putImageData(new ImageData(pixels, edge, edge), 0, 0)
  }, [pixels, edge])
  const aim = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect()
    const at = (share: number) => Math.min(edge - 1, Math.max(0, Math.floor(share * edge)))
    point(at((clientY - box.top) / box.height), at((clientX - box.left) / box.width))
  }
  return (
    <Box
      component="figure"
      sx={{ m: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 0.5, alignContent: 'start' }}
    >
      <Box component="figcaption" sx={{ display: 'flex', gap: 1 }}>
        <Typography variant="caption" noWrap title={title} sx={{ flex: 1, minWidth: 0, fontWeight: 600 }}>
          {title}
        </Typography>
        <Typography variant="caption" sx={{ fontVariantNumeric: 'tabular-nums', color: 'text.secondary' }}>
          {value}
        </Typography>
      </Box>
      {pixels ? (
        <Box
          onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            aim(event)
          }}
          onPointerMove={(event: PointerEvent) => event.buttons === 1 && aim(event)}
          sx={{
            position: 'relative',
            lineHeight: 0,
            borderRadius: 0.5,
            overflow: 'hidden',
            cursor: 'crosshair',
            touchAction: 'none',
          }}
        >
          <canvas
            ref={canvas}
            width={edge}
            height={edge}
            role="img"
            aria-label={label}
            style={{ width: '100%', aspectRatio: '1' }}
          />
          <Drawing edge={edge} outline={outline} crosshair={crosshair} />
          <EdgeLetters plane={plane} />
        </Box>
      ) : (
        <Box
          sx={{
            aspectRatio: '1',
            display: 'grid',
            placeContent: 'center',
            p: 1.5,
            border: '1px dashed',
            borderColor: 'divider',
            borderRadius: 0.5,
            textAlign: 'center',
          }}
        >
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {children}
          </Typography>
        </Box>
      )}
    </Box>
  )
}

const Drawing = ({ edge, outline, crosshair }: Pick<PictureProps, 'edge' | 'outline' | 'crosshair'>) => (
  <Box
    component="svg"
    viewBox={`0 0 ${edge} ${edge}`}
    aria-hidden
    sx={{ position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' }}
  >
    {outline && (
      <path d={outline} fill="none" stroke="#7ee787" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
    )}
    <g stroke="#7fd3de" strokeWidth={1} opacity={0.6}>
      {[
        { x1: crosshair.column + 0.5, x2: crosshair.column + 0.5, y1: 0, y2: edge },
        { x1: 0, x2: edge, y1: crosshair.row + 0.5, y2: crosshair.row + 0.5 },
      ].map((line, key) => (
        <line key={key} {...line} vectorEffect="non-scaling-stroke" />
      ))}
    </g>
  </Box>
)
