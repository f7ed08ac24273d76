import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { usualSaliencyStage } from '../../../../shared/domain/saliency.ts'
import type { SaliencyStage } from '../../../../shared/domain/saliency.ts'
import { middleOf, planes } from '../../../../shared/imaging/cube-slices.ts'
import type { VoxelIndex } from '../../../../shared/imaging/cube-slices.ts'
import type { CaseLayer, CaseModel, Worklist } from '../../../../shared/ipc/cases.ts'
import { explainedLayers } from '../../../../shared/ipc/cases.ts'
import { useActions } from '../../lib/actions.ts'
import type { Action } from '../../lib/actions.ts'
import { strings } from '../../lib/strings.ts'
import type { RunKey } from './case-address.ts'
import { labelsIn, listCases } from './case-list.ts'
import type { Wish } from './case-list.ts'
import { CaseView } from './case-view.tsx'
import { ExplainBar } from './explain-bar.tsx'
import { InHeadDialog } from './in-head-dialog.tsx'
import { LesionsDialog } from './lesions-dialog.tsx'
import type { View } from './pictures.tsx'
import { useKnownLesions, volumeQuery, volumesOf } from './use-cases.ts'
import type { VolumeName } from './use-cases.ts'
import { WorklistList } from './worklist-list.tsx'

/** How many cases the networks are asked about at once. */
const explainedAtOnce = 24

/** The list, and the case beside it. */
export const browserColumns = '304px minmax(0, 1fr)'

interface CaseBrowserProps {
  folder: string
  lists: readonly [Worklist] | readonly [Worklist, Worklist]
  /** Id of the sinus in the address. */
  wanted: string | undefined
  choose: (sinus: string) => void
  wish: Wish
  setWish: (wish: Wish) => void
  /** The run that is wanted; the first while none is. */
  run: RunKey | null
  setRun: (run: RunKey) => void
  /** What is kept from case to case. */
  look: Omit<View, 'at'>
  setLook: (look: Omit<View, 'at'>) => void
  canChange: boolean
}

/** The worklist and the case that is looked at, with the next ones read ahead. */
export function CaseBrowser(props: CaseBrowserProps) {
  const { folder, lists, wanted, choose, setWish, setRun, look, setLook, canChange } = props
  const [first, second = null] = lists
  const labels = useMemo(() => labelsIn(first.cases), [first])
  const { order, verdict, label } = props.wish
  // A label that nobody has, as an old address may name it, filters nothing.
  const wish = useMemo<Wish>(
    () => ({ order, verdict, label: labels.includes(label) ? label : 'any' }),
    [labels, order, verdict, label],
  )
  const run = props.run ?? first.models[0]
  const [stage, setStage] = useState<SaliencyStage | null>(null)
  const [moved, setMoved] = useState<{ sinus: string; at: VoxelIndex } | null>(null)
  const [overBefore, setOverBefore] = useState<View['over']>('residual')
  const [isNaming, setNaming] = useState(false)
  const [isInHead, setInHead] = useState(false)
  const queryClient = useQueryClient()

  const encoderStage = stage ?? usualSaliencyStage(first.voxels)
  const shown = useMemo(() => listCases(first, second, wish), [first, second, wish])
  const everything = useMemo(
    () => listCases(first, second, { ...wish, verdict: 'all', label: 'any' }),
    [first, second, wish],
  )
  const one = everything.find(({ sinus }) => sinus === wanted) ?? shown[0] ?? everything[0]
  const index = shown.findIndex(({ sinus }) => sinus === one.sinus)
  const models = lists.map((list) => modelOf(list, run))

  const lesions = useKnownLesions(folder, first.version)
  const withLesion = useMemo(() => new Set(lesions.data?.sinuses), [lesions.data])
  const volumes = (sinus: string, model: CaseModel) =>
    volumesOf(first, { sinus, hasLesion: withLesion.has(sinus) }, model, encoderStage)
  const namesFor = ({ sinus }: { sinus: string }) => [
    ...new Map(
      lists.flatMap((list, k) => volumes(sinus, list.models[models[k]])).map((name) => [keyOf(name), name]),
    ).values(),
  ]
  const names = namesFor(one)
  const found = useQueries({ queries: names.map((name) => volumeQuery(folder, name)) })
  const byKey = new Map(names.map((name, k) => [keyOf(name), found[k]]))
  const layer = (model: CaseModel, wantedLayer: CaseLayer) => {
    const name = volumes(one.sinus, model).find((each) => each.layer === wantedLayer)
    const query = name && byKey.get(keyOf(name))
    return query && { voxels: query.data, error: query.error }
  }

  // The cases around this one are read before anybody asks for them.
  const around = [index + 1, index + 2, index - 1].flatMap((k) => shown[k] ?? [])
  const ahead = around.flatMap(namesFor)
  const aheadKey = ahead.map(keyOf).join('\n')
  const isLoaded = !lesions.isPending && found.every(({ isPending }) => !isPending)
  useEffect(() => {
    if (isLoaded) for (const name of ahead) void queryClient.prefetchQuery(volumeQuery(folder, name))
  }, [queryClient, folder, aheadKey, isLoaded])

  const own = (which: CaseLayer) => layer(first.models[models[0]], which)?.voxels ?? null
  const [residual, lesion] = [own('residual'), own('lesion')]
  const brightest = useMemo(() => brightestOf(residual, first.voxels), [residual, first.voxels])
  const middle = useMemo(() => lesion && middleOf(lesion, first.voxels), [lesion, first.voxels])
  const at = moved?.sinus === one.sinus ? moved.at : (middle ?? brightest)
  const view: View = { ...look, at }
  const setView = ({ at: _, ...changes }: Partial<View>) => setLook({ ...look, ...changes })
  const move = (next: VoxelIndex) => setMoved({ sinus: one.sinus, at: next })
  const step = (by: number) => {
    const next = index < 0 ? shown[0] : shown[index + by]
    if (next) choose(next.sinus)
  }

  const words = strings.cases
  const action = (id: string, name: string, keys: string, act: () => void): Action => ({
    ...{ id, name, keys, run: act, group: strings.app.groups.page },
  })
  useActions([
    action('next case', words.actions.next, 'J', () => step(1)),
    action('previous case', words.actions.previous, 'K', () => step(-1)),
    action('brightest residual', words.actions.brightest, 'M', () => move(brightest)),
    action('overlay', words.actions.overlay, 'O', () => {
      if (look.over) setOverBefore(look.over)
      setLook({ ...look, over: look.over ? null : overBefore })
    }),
    action('in head', words.inHead.open, 'H', () => setInHead(true)),
    ...planes.map((plane, k) =>
      action(`plane ${plane}`, words.actions.plane(words.planes[plane].toLowerCase()), String(k + 1), () =>
        setLook({ ...look, plane }),
      ),
    ),
  ])

  const isMissing = explainedLayers.some((each) =>
    lists.some((list, k) => layer(list.models[models[k]], each)?.voxels === null),
  )
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 3,
        gridTemplateColumns: browserColumns,
        alignItems: 'start',
      }}
    >
      <WorklistList
        {...{ shown, wish, setWish, index, choose }}
        all={everything.length}
        labels={labels}
        isCompared={second !== null}
      />
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        {lesions.data?.problem && (
          <Alert severity="warning" variant="outlined">
            {words.lesions.gone}: {lesions.data.problem}
          </Alert>
        )}
        <CaseView
          one={one}
          shown={lists.map((list, k) => ({ list, model: models[k] }))}
          chooseModel={(list, model) => setRun(list.models[model])}
          hasLesion={withLesion.has(one.sinus)}
          {...{ layer, isLoaded, view, move, encoderStage }}
          setView={setView}
          showInHead={() => setInHead(true)}
          setEncoderStage={setStage}
          explain={
            <ExplainBar
              {...{ folder, isMissing, canChange }}
              version={first.version}
              models={lists.map((list, k) => list.models[models[k]])}
              sinuses={
                index < 0
                  ? [one.sinus]
                  : shown.slice(index, index + explainedAtOnce).map(({ sinus }) => sinus)
              }
            />
          }
          lesions={
            canChange && (
              <Button size="small" onClick={() => setNaming(true)}>
                {words.lesions.open}
              </Button>
            )
          }
        />
      </Box>
      {isInHead && (
        <InHeadDialog
          {...{ folder, one, view, setView }}
          version={first.version}
          layer={look.over ? layer(first.models[models[0]], look.over) : undefined}
          close={() => setInHead(false)}
        />
      )}
      {isNaming && (
        <LesionsDialog folder={folder} place={lesions.data?.place ?? null} close={() => setNaming(false)} />
      )}
    </Box>
  )
}

/** The run of this fold and seed, else of this fold, else the first. */
function modelOf({ models }: Worklist, { foldIndex, seed }: RunKey): number {
  const exact = models.findIndex((model) => model.foldIndex === foldIndex && model.seed === seed)
  if (exact >= 0) return exact
  return Math.max(
    0,
    models.findIndex((model) => model.foldIndex === foldIndex),
  )
}

/** The middle of the brightest voxels, which are many where a residual was clipped; of the cube while there are none. */
function brightestOf(residual: Float32Array | null, edge: number): VoxelIndex {
  const most = residual?.reduce((a, b) => Math.max(a, b), 0) ?? 0
  const half = Math.floor(edge / 2)
  const middle =
    most > 0 &&
    middleOf(
      residual!.map((value) => (value === most ? 1 : 0)),
      edge,
    )
  return middle || [half, half, half]
}

const keyOf = (name: VolumeName) => JSON.stringify(name)
