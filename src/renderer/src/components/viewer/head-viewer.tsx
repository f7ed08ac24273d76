import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useColorScheme } from '@mui/material/styles'
import { useEffect, useMemo, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { Point } from '../../../../shared/imaging/affine.ts'
import type { Volume } from '../../../../shared/imaging/volume.ts'
import { toPayload } from '../../lib/client.ts'
import { formatCount, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { ErrorPanel } from '../error-panel.tsx'
import { LabelledSlider } from '../labelled-slider.tsx'
import { movedBy, valueAt, windowOf } from './slices.ts'
import { ThreePlanes } from './three-planes.tsx'
import { useScene } from './use-scene.ts'
import { whereText } from './where-text.ts'

/** How an overlay of values on a known scale is drawn; what is 0 stays clear. */
export interface OverlayLook {
  /** Value that has the last colour. */
  top: number
  /** 0…1 */
  opacity: number
  setOpacity: (share: number) => void
}

interface HeadViewerProps {
  head: Volume
  /** Laid over in colours, wherever its affine puts it. */
  overlay?: Volume | undefined
  /** Left out: the overlay has a contrast and an opacity of its own. */
  look?: OverlayLook
  /** What the pictures show, for who listens. */
  label: string
  /** Where the crosshair is first; RAS world of the head, mm. */
  start: Point
}

/** A head in three planes and 3-D; in plain slices where the browser has no WebGL2. */
export function HeadViewer({ head, overlay, look, label, start }: HeadViewerProps) {
  const [at, setAt] = useState(start)
  const [own, setOwn] = useState(0.6)
  const { opacity, setOpacity } = look ?? { opacity: own, setOpacity: setOwn }
  const top = look?.top
  const { colorScheme } = useColorScheme()
  const found = useScene(head, overlay, at, setAt, top)
  const scene = found.state === 'ready' ? found.scene : null
  useEffect(() => scene?.show(at), [scene, at])
  useEffect(() => scene?.setOpacity(opacity), [scene, opacity])
  useEffect(() => (top === undefined ? undefined : scene?.setTop(top)), [scene, top])
  useEffect(() => scene?.setBackground(colorScheme ?? 'dark'), [scene, colorScheme])
  const words = strings.app.viewer
  const slider = overlay && (
    <LabelledSlider
      label={words.opacity}
      value={opacity}
      max={1}
      step={0.05}
      text={formatShare(opacity)}
      change={setOpacity}
    />
  )
  if (found.state === 'unavailable' || found.state === 'failed')
    return (
      <Box sx={{ display: 'grid', gap: 2 }}>
        {found.state === 'failed' ? (
          <ErrorPanel title={words.failed} error={toPayload(found.error)} />
        ) : (
          <Alert severity="info" variant="outlined">
            {words.noWebgl}
          </Alert>
        )}
        <PlainSlices {...{ head, overlay, label, at, top }} opacity={look?.opacity} move={setAt} />
        {look && slider}
      </Box>
    )
  const press = (event: KeyboardEvent) => {
    const next = movedBy(event.key, event.shiftKey, 'axial', head, at)
    if (!next) return
    event.preventDefault()
    setAt(next)
  }
  const value = (volume: Volume) => {
    const there = valueAt(volume, at)
    return there === null ? words.outside : formatCount(there)
  }
  return (
    <Box component="section" aria-label={label} data-loaded={scene ? '' : undefined}>
      <Box
        tabIndex={0}
        role="application"
        aria-label={words.scene}
        aria-roledescription={words.sceneRole}
        onKeyDown={press}
        // NiiVue keeps a click from giving the focus.
        onPointerDown={(event) => event.currentTarget.focus()}
        sx={{
          position: 'relative',
          height: 'clamp(320px, 60vh, 640px)',
          '&:focus-visible': { outlineOffset: -2 },
        }}
      >
        <Box ref={found.holder} sx={{ height: '100%', borderRadius: 0.5, overflow: 'hidden' }} />
        {!scene && (
          <Skeleton
            role="status"
            variant="rounded"
            aria-label={words.loading}
            sx={{ position: 'absolute', inset: 0, height: '100%' }}
          />
        )}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, alignItems: 'center', mt: 1 }}>
        <Typography role="status" sx={{ flex: '1 1 420px', fontVariantNumeric: 'tabular-nums' }}>
          {whereText(at)}. {words.values(value(head), overlay ? value(overlay) : null)}
        </Typography>
        {slider}
      </Box>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {words.sceneHint}
      </Typography>
    </Box>
  )
}

interface PlainSlicesProps extends Pick<HeadViewerProps, 'head' | 'overlay' | 'label'> {
  top: number | undefined
  opacity: number | undefined
  at: Point
  move: (at: Point) => void
}

function PlainSlices({ head, overlay, top, opacity, label, at, move }: PlainSlicesProps) {
  const scaled = useMemo(
    () => overlay && fromZeroToOne(overlay, top === undefined ? windowOf(overlay) : [0, top]),
    [overlay, top],
  )
  return <ThreePlanes volume={head} overlay={scaled} marks={[]} {...{ opacity, label, at, move }} />
}

function fromZeroToOne(volume: Volume, [low, high]: readonly [number, number]): Volume {
  const scale = high > low ? 1 / (high - low) : 0
  return { ...volume, data: volume.data.map((value) => Math.min(1, Math.max(0, (value - low) * scale))) }
}
