import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useId, useMemo } from 'react'
import { outlinePath, placeInSlice, sliceOf, voxelUnder } from '../../../../shared/imaging/cube-slices.ts'
import type { Plane, VoxelIndex } from '../../../../shared/imaging/cube-slices.ts'
import type { CaseLayer, CaseModel, ModelLayer } from '../../../../shared/ipc/cases.ts'
import { visuallyHidden } from '../../components/visually-hidden.ts'
import { formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import type { ListedCase } from './case-list.ts'
import { overlay, paintSlice } from './paint.ts'
import { Picture } from './picture.tsx'

/** What can lie over the input. */
export const overlays = ['residual', 'difference', 'prediction', 'saliency'] as const satisfies ModelLayer[]

/** How all pictures are looked at. */
export interface View {
  plane: Plane
  at: VoxelIndex
  /** What lies over the input; null for nothing. */
  over: (typeof overlays)[number] | null
  /** 0…1 */
  opacity: number
  /** Value that has the last colour of the scale. */
  top: number
}

/** What became of a layer: voxels, null when it is not computed, or neither while it is read or cannot be. */
export interface LayerState {
  voxels: Float32Array | null | undefined
  error: unknown
}

interface PicturesProps {
  /** Name of the method. */
  method: string
  isNamed: boolean
  one: ListedCase
  edge: number
  model: CaseModel
  /** Undefined for a layer that the model does not have. */
  layer: (layer: CaseLayer) => LayerState | undefined
  view: View
  move: (at: VoxelIndex) => void
}

const shown = ['input', 'reconstruction', 'difference', 'residual', 'prediction', 'saliency'] as const

/** Every layer that one model has of one sinus, in the same slice. */
export function Pictures({ method, isNamed, one, edge, model, layer, view, move }: PicturesProps) {
  const id = useId()
  const words = strings.cases
  const { plane, at } = view
  const borrowed = 'own' in model.layers.residual && !model.layers.residual.own
  return (
    <Box
      role="group"
      aria-labelledby={id}
      sx={{ display: 'grid', gap: 1, minWidth: 0, alignContent: 'start' }}
    >
      <Typography variant="h3" id={id} sx={isNamed ? {} : visuallyHidden}>
        {words.pictures(method)}
      </Typography>
      <Box
        sx={{
          display: 'grid',
          gap: 1.5,
          gridTemplateColumns: {
            xs: 'repeat(3, minmax(0, 1fr))',
            ...(isNamed && { lg: 'repeat(2, minmax(0, 1fr))' }),
          },
        }}
      >
        {shown.map((each) => (
          <LayerPicture
            key={each}
            layer={each}
            label={words.picture(words.layers[each], method, words.planes[plane].toLowerCase())}
            state={layer(each)}
            lesion={layer('lesion')?.voxels ?? null}
            over={each === 'input' && view.over ? (layer(view.over)?.voxels ?? null) : null}
            {...{ one, edge, model, view }}
            point={(row, column) => move(voxelUnder(edge, plane, at, one.side, row, column))}
          />
        ))}
      </Box>
      {model.postProcessing && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {words.filtered(model.postProcessing.measure === 'ssim', model.postProcessing.medianKernel)}{' '}
          {borrowed && words.borrowed}
        </Typography>
      )}
    </Box>
  )
}

interface LayerPictureProps extends Pick<PicturesProps, 'one' | 'edge' | 'model' | 'view'> {
  layer: (typeof shown)[number]
  label: string
  state: LayerState | undefined
  lesion: Float32Array | null
  over: Float32Array | null
  point: (row: number, column: number) => void
}

function LayerPicture({
  layer,
  label,
  state,
  lesion,
  over,
  one,
  edge,
  model,
  view,
  point,
}: LayerPictureProps) {
  const words = strings.cases
  const { plane, at, opacity, top } = view
  const { side } = one
  const voxels = state?.voxels ?? null
  const through = `${plane} ${at.join()} ${side}`
  const pixels = useMemo(() => {
    if (!voxels) return null
    const slice = sliceOf(voxels, edge, plane, at, side)
    if (layer !== 'input' && layer !== 'reconstruction') return paintSlice(slice, 'inferno', top)
    const grey = paintSlice(slice, 'grey', 1)
    return over ? overlay(grey, sliceOf(over, edge, plane, at, side), 'inferno', top, opacity) : grey
  }, [voxels, over, edge, through, layer, top, opacity])
  const outline = useMemo(
    () => (lesion ? outlinePath(sliceOf(lesion, edge, plane, at, side)) : ''),
    [lesion, edge, through],
  )
  const source = layer === 'input' ? null : model.layers[layer]
  const isBlank = layer === 'saliency' && voxels !== null && !voxels.some((value) => value > 0)
  const [i, j, k] = at
  return (
    <Picture
      title={words.layers[layer]}
      value={voxels && !isBlank ? formatFixed(voxels[i + edge * (j + edge * k)], 2) : null}
      {...{ label, plane, edge, outline, point }}
      pixels={isBlank ? null : pixels}
      crosshair={placeInSlice(edge, plane, at, side)}
    >
      {source && 'none' in source
        ? words.none[source.none]
        : state?.error
          ? words.notReadable
          : isBlank
            ? words.noSaliency
            : voxels === null && state?.voxels === null
              ? words.notComputed
              : null}
    </Picture>
  )
}
