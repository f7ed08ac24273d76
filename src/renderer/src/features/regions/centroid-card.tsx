import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Skeleton from '@mui/material/Skeleton'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mostMarkedSubjects } from '../../../../shared/domain/centroids.ts'
import { sides } from '../../../../shared/domain/sinus.ts'
import type { Side } from '../../../../shared/domain/sinus.ts'
import type { Point } from '../../../../shared/imaging/affine.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { readVolume } from '../../components/viewer/read-volume.ts'
import { fieldOf } from '../../components/viewer/slices.ts'
import { ThreePlanes } from '../../components/viewer/three-planes.tsx'
import { useActions } from '../../lib/actions.ts'
import type { Action } from '../../lib/actions.ts'
import { client, toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { RunningMean } from './running-mean.tsx'
import { Section } from '../../components/section.tsx'
import { useCentroids } from './use-centroids.ts'

interface CentroidCardProps {
  folder: string
  subjects: readonly string[]
  canChange: boolean
}

const colours: Record<Side, string> = { left: '#ee7733', right: '#2fc79c' }

/** A few heads, one after another; both centres of each by click and arrow keys. */
export function CentroidCard({ folder, subjects, canChange }: CentroidCardProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [moved, setMoved] = useState<{ subject: string; at: Point } | null>(null)
  const { centroids, change } = useCentroids(folder)
  const subject = chosen !== null && subjects.includes(chosen) ? chosen : subjects[0]
  const volume = useQuery({
    queryKey: ['regions', folder, 'volume', subject],
    queryFn: async () => readVolume(await client.regions.scanVolume({ folder, subject })),
    staleTime: Infinity,
    // Heads are large: the one before is kept for going back, no more.
    gcTime: 10_000,
  })
  const words = strings.regions.centroids
  const marksOf = (of: string) =>
    (centroids.data?.sides ?? []).flatMap(({ side, centroids: own }) =>
      own.filter((each) => each.subject === of).map(({ mm }) => ({ side, mm })),
    )
  const own = marksOf(subject)
  const at = moved?.subject === subject ? moved.at : (own[0]?.mm ?? (volume.data && middleOf(volume.data)))

  const heads = new Set((centroids.data?.sides ?? []).flatMap((each) => each.centroids.map((c) => c.subject)))
  const isFull = heads.size >= mostMarkedSubjects && !heads.has(subject)
  const mark = (side: Side) => {
    if (at && !isFull)
      change.mutate(() => client.regions.markCentroid({ folder, subject, side, mm: [...at] }))
  }
  const undo = () => change.mutate(() => client.regions.undoCentroids({ folder }))
  const step = (by: number) =>
    setChosen(subjects[(subjects.indexOf(subject) + by + subjects.length) % subjects.length])
  const undoable = centroids.data?.undoable ?? 0
  const action = (id: string, name: string, keys: string, run: () => void): Action => ({
    ...{ id, name, keys, run, group: strings.app.groups.page },
  })
  useActions([
    ...(canChange
      ? [
          action('mark left', words.mark.left, 'L', () => mark('left')),
          action('mark right', words.mark.right, 'R', () => mark('right')),
          action('undo centre', words.undo, 'Z', () => undoable > 0 && undo()),
        ]
      : []),
    action('next head', words.next, 'N', () => step(1)),
    action('previous head', words.previous, 'P', () => step(-1)),
  ])
  const stateOf = (of: string) => {
    const [first, second] = marksOf(of)
    return first && words.state[second ? 'both' : first.side]
  }
  return (
    <Section title={words.title} text={words.text}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          select
          size="small"
          label={words.subject}
          value={subject}
          onChange={({ target }) => setChosen(target.value)}
          sx={{ minWidth: 220 }}
        >
          {subjects.map((each) => (
            <MenuItem key={each} value={each}>
              {each} {stateOf(each) && `(${stateOf(each)})`}
            </MenuItem>
          ))}
        </TextField>
        <Button variant="outlined" onClick={() => step(-1)} aria-keyshortcuts="P">
          {words.previous}
        </Button>
        <Button variant="outlined" onClick={() => step(1)} aria-keyshortcuts="N">
          {words.next}
        </Button>
        {canChange && (
          <Box sx={{ display: 'flex', gap: 1, ml: 'auto' }}>
            {sides.map((side) => (
              <Button
                key={side}
                variant="contained"
                disabled={!at || isFull}
                onClick={() => mark(side)}
                aria-keyshortcuts={side === 'left' ? 'L' : 'R'}
              >
                {words.mark[side]}
              </Button>
            ))}
            <Button variant="outlined" disabled={undoable === 0} onClick={undo} aria-keyshortcuts="Z">
              {words.undo}
            </Button>
          </Box>
        )}
      </Box>
      {volume.error && <ErrorPanel title={words.cannotRead} error={toPayload(volume.error)} />}
      {volume.isPending && (
        <Skeleton role="status" variant="rounded" height={300} aria-label={words.loading} />
      )}
      {volume.data && at && (
        <ThreePlanes
          volume={volume.data}
          label={words.viewer(subject)}
          at={at}
          move={(next) => setMoved({ subject, at: next })}
          marks={own.map(({ side, mm }) => ({ name: words.marked[side], mm, colour: colours[side] }))}
        />
      )}
      {change.error && <ErrorPanel title={words.failed} error={toPayload(change.error)} />}
      {centroids.error && <ErrorPanel title={words.failed} error={toPayload(centroids.error)} />}
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography role="status" sx={{ flex: 1 }}>
          {words.progress(formatCount(heads.size), formatCount(mostMarkedSubjects))} {isFull && words.full}
        </Typography>
        {canChange &&
          own.map(({ side }) => (
            <Button
              key={side}
              size="small"
              onClick={() => change.mutate(() => client.regions.removeCentroid({ folder, subject, side }))}
            >
              {words.remove[side]}
            </Button>
          ))}
      </Box>
      {centroids.data && <RunningMean centroids={centroids.data} show={setChosen} />}
    </Section>
  )
}

function middleOf(volume: Parameters<typeof fieldOf>[0]): Point {
  const { low, high } = fieldOf(volume)
  return [0, 1, 2].map((axis) => (low[axis] + high[axis]) / 2) as unknown as Point
}
