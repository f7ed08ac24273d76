import Box from '@mui/material/Box'
import { saliencyEdge, saliencyStages } from '../../../../shared/domain/saliency.ts'
import type { SaliencyStage } from '../../../../shared/domain/saliency.ts'
import { planes, throughAxis } from '../../../../shared/imaging/cube-slices.ts'
import type { VoxelIndex } from '../../../../shared/imaging/cube-slices.ts'
import { LabelledSlider } from '../../components/labelled-slider.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { formatCount, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { overlays } from './pictures.tsx'
import type { View } from './pictures.tsx'

interface ViewControlsProps {
  edge: number
  view: View
  set: (changes: Partial<View>) => void
  move: (at: VoxelIndex) => void
  encoderStage: SaliencyStage
  setEncoderStage: (stage: SaliencyStage) => void
}

const tops = [1, 0.5, 0.25, 0.1]

/** Which slice, what lies over the input, and in which colours. */
export function ViewControls({ edge, view, set, move, encoderStage, setEncoderStage }: ViewControlsProps) {
  const words = strings.cases
  const { plane, at, over, opacity, top } = view
  const axis = throughAxis(plane)
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Box sx={row}>
        <PickOne
          label={words.plane}
          value={plane}
          choose={(next) => set({ plane: next })}
          options={planes.map((value) => ({ value, name: words.planes[value] }))}
        />
        <LabelledSlider
          label={words.slice}
          value={at[axis]}
          max={edge - 1}
          step={1}
          text={words.sliceOf(formatCount(at[axis] + 1), formatCount(edge))}
          change={(index) => move(at.with(axis, index) as unknown as VoxelIndex)}
        />
      </Box>
      <Box sx={row}>
        <Box sx={{ ...row, flex: '1 1 340px' }}>
          <OverlayField {...{ over, set }} />
          <LabelledSlider
            label={words.opacity}
            value={opacity}
            max={1}
            step={0.05}
            isDisabled={over === null}
            text={formatShare(opacity)}
            change={(next) => set({ opacity: next })}
          />
        </Box>
        <Box sx={row}>
          <TopField {...{ top, set }} />
          <SelectField
            label={words.encoderStage}
            value={encoderStage}
            choose={setEncoderStage}
            options={saliencyStages.map((value) => ({
              value,
              name: words.stageCells(value, saliencyEdge(value, edge)),
            }))}
            sx={{ minWidth: 180 }}
          />
        </Box>
      </Box>
    </Box>
  )
}

type Fields = Pick<View, 'over' | 'top'> & { set: (changes: Partial<View>) => void }

/** What lies over the input. */
export const OverlayField = ({ over, set }: Pick<Fields, 'over' | 'set'>) => (
  <SelectField
    label={strings.cases.overlay}
    value={over ?? 'none'}
    choose={(layer) => set({ over: layer === 'none' ? null : layer })}
    options={[
      { value: 'none', name: strings.cases.noOverlay },
      ...overlays.map((value) => ({ value, name: strings.cases.layers[value] })),
    ]}
    sx={{ minWidth: 180 }}
  />
)

/** Where the colours end. */
export const TopField = ({ top, set }: Pick<Fields, 'top' | 'set'>) => (
  <SelectField
    label={strings.cases.scale}
    value={top}
    choose={(next) => set({ top: next })}
    options={tops.map((value) => ({ value, name: formatCount(value) }))}
    sx={{ minWidth: 104 }}
  />
)

const row = { display: 'flex', columnGap: 3, rowGap: 2, flexWrap: 'wrap', alignItems: 'center' } as const
