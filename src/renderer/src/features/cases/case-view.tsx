import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { placeInSlice, throughAxis, voxelUnder } from '../../../../shared/imaging/cube-slices.ts'
import type { VoxelIndex } from '../../../../shared/imaging/cube-slices.ts'
import type { SaliencyStage } from '../../../../shared/domain/saliency.ts'
import type { CaseLayer, CaseModel, Worklist } from '../../../../shared/ipc/cases.ts'
import { formatCount, formatMethod } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import type { ListedCase } from './case-list.ts'
import { CaseHead } from './case-head.tsx'
import { caseName } from './case-words.ts'
import { Pictures } from './pictures.tsx'
import type { LayerState, View } from './pictures.tsx'
import { ScaleLegend } from './scale-legend.tsx'
import { ViewControls } from './view-controls.tsx'

/** One method beside the other: its worklist, and the run of it that is shown. */
export interface Shown {
  list: Worklist
  model: number
}

interface CaseViewProps {
  one: ListedCase
  shown: readonly Shown[]
  chooseModel: (list: Worklist, model: number) => void
  layer: (model: CaseModel, layer: CaseLayer) => LayerState | undefined
  /** Whether every layer that there is has been read. */
  isLoaded: boolean
  hasLesion: boolean
  view: View
  setView: (changes: Partial<View>) => void
  move: (at: VoxelIndex) => void
  showInHead: () => void
  encoderStage: SaliencyStage
  setEncoderStage: (stage: SaliencyStage) => void
  explain: ReactNode
  lesions: ReactNode
}

/** One sinus through the eyes of one method or two: every picture in the same slice, the same place and the same colours. */
export function CaseView(props: CaseViewProps) {
  const { one, shown, chooseModel, layer, isLoaded, view, setView, move } = props
  const { voxels: edge } = shown[0].list
  const { plane, at } = view
  const grid = useRef<HTMLDivElement>(null)
  const axis = throughAxis(plane)
  const stay = (index: number) => Math.min(edge - 1, Math.max(0, index))
  const slide = (by: number) => move(at.with(axis, stay(at[axis] + by)) as unknown as VoxelIndex)

  // The browser listens to wheels passively unless told otherwise, and would scroll the page.
  const latest = useRef(slide)
  useEffect(() => {
    latest.current = slide
  })
  useEffect(() => {
    const element = grid.current!
    const turn = (event: WheelEvent) => {
      if (document.activeElement !== element || event.deltaY === 0) return
      event.preventDefault()
      latest.current(event.deltaY < 0 ? 1 : -1)
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [])

  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 5 : 1
    const { row, column } = placeInSlice(edge, plane, at, one.side)
    const within = (down: number, across: number) => () =>
      move(voxelUnder(edge, plane, at, one.side, stay(row + down * step), stay(column + across * step)))
    const act = {
      ArrowUp: within(-1, 0),
      ArrowDown: within(1, 0),
      ArrowLeft: within(0, -1),
      ArrowRight: within(0, 1),
      PageUp: () => slide(step),
      PageDown: () => slide(-step),
    }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const words = strings.cases
  const [i, j, k] = at.map((index) => formatCount(index + 1))
  const isOneCell = edge / 2 ** (props.encoderStage + 1) <= 1
  return (
    <Paper
      component="section"
      aria-label={caseName(one)}
      data-sinus={one.sinus}
      {...(isLoaded && { 'data-loaded': '' })}
      sx={{ p: 3, display: 'grid', gap: 2, minWidth: 0, alignContent: 'start' }}
    >
      <CaseHead
        one={one}
        said={shown.map(({ list, model }) => ({
          ...{ list, model },
          own: list.cases.find(({ sinus }) => sinus === one.sinus) ?? null,
          choose: (next) => chooseModel(list, next),
        }))}
      />
      <ViewControls
        {...{ edge, view, move }}
        set={setView}
        encoderStage={props.encoderStage}
        setEncoderStage={props.setEncoderStage}
      />
      <Box
        ref={grid}
        tabIndex={0}
        role="application"
        aria-label={caseName(one)}
        aria-roledescription={words.pictureRole}
        onKeyDown={press}
        sx={{
          display: 'grid',
          columnGap: 3,
          rowGap: 2,
          gridTemplateColumns:
            shown.length > 1 ? { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' } : 'minmax(0, 1fr)',
          borderRadius: 0.5,
        }}
      >
        {shown.map(({ list, model }) => (
          <Pictures
            key={list.method}
            method={formatMethod(list.method)}
            isNamed={shown.length > 1}
            model={list.models[model]}
            layer={(each) => layer(list.models[model], each)}
            {...{ one, edge, view, move }}
          />
        ))}
      </Box>
      <Typography variant="caption" role="status" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {words.at(i, j, k)}
      </Typography>
      {/* Below the pictures, which stay where they are when it comes and goes. */}
      {props.explain}
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', alignItems: 'center' }}>
        <Box sx={{ flex: 1, minWidth: 240 }}>
          <ScaleLegend top={view.top} hasLesion={props.hasLesion} />
        </Box>
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
          <Button size="small" onClick={props.showInHead} aria-keyshortcuts="H">
            {words.inHead.open}
          </Button>
          {props.lesions}
        </Box>
      </Box>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {words.hint} {isOneCell && words.oneCell}
      </Typography>
    </Paper>
  )
}
