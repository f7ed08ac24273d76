import Lock from '@mui/icons-material/LockOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useEffect, useRef, useState } from 'react'
import { confidences } from '../../../../shared/domain/review.ts'
import { duration } from '../../../../shared/domain/duration.ts'
import type { Point } from '../../../../shared/imaging/affine.ts'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { Keys } from '../../components/keys.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { ThreePlanes } from '../../components/viewer/three-planes.tsx'
import { useActions } from '../../lib/actions.ts'
import type { Action } from '../../lib/actions.ts'
import { toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { keyOf, labels, middle } from './answers.ts'
import { RevealedCard } from './revealed-card.tsx'
import { useReading } from './use-reading.ts'

interface ReadingViewProps {
  folder: string
  session: string
  reader: string
}

/** One case after another, by the keyboard alone; nothing on it says what anybody thinks of the case. */
export function ReadingView({ folder, session, reader }: ReadingViewProps) {
  const [note, setNote] = useState('')
  const reading = useReading({
    ...{ folder, session, reader },
    saved: ({ done, total }) => setNote(strings.review.reading.saved(formatCount(done), formatCount(total))),
  })
  const { place, item, volume, draft, isCommitted, isLooking, isResidualShown, onTheirWay, error } = reading
  const [moved, setMoved] = useState<{ item: string | null; at: Point } | null>(null)
  const viewer = useRef<HTMLDivElement>(null)
  const words = strings.review.reading

  // The arrow keys belong to a slice: each case begins in the first one.
  const focusViewer = () => viewer.current?.querySelector('canvas')?.focus({ preventScroll: true })
  const isShown = volume.data !== undefined
  useEffect(() => {
    if (isShown && !viewer.current?.contains(document.activeElement)) focusViewer()
  }, [item, isShown])

  const answer = (stay: boolean) => {
    const { label, confidence } = draft
    if (isCommitted) return stay ? setNote(words.already) : (setNote(''), reading.goOn())
    if (!isShown) return
    if (label === null || confidence === null) return setNote(words.incomplete)
    reading.commit(label, confidence, stay)
  }
  const canUndo = place.data?.canUndo === true || onTheirWay > 0
  const takeBack = () => (canUndo ? reading.undo(() => setNote(words.undone)) : setNote(words.nothing))
  const look = () => (isCommitted ? reading.look() : setNote(words.locked))
  const change = (part: Parameters<typeof reading.change>[0]) => {
    if (isCommitted) return setNote(words.already)
    setNote('')
    reading.change(part)
  }
  const leave = () => go({ page: 'review', folder })
  const action = (id: string, name: string, keys: string, run: () => void): Action => ({
    ...{ id: `reading ${id}`, name, keys, run, group: strings.app.groups.page },
  })
  const residualName = isLooking && isResidualShown ? words.hide : words.residual
  useActions([
    ...labels.map((label) =>
      action(label, strings.review.label[label], keyOf[label], () => change({ label })),
    ),
    ...confidences.map((confidence) =>
      action(`confidence ${confidence}`, words.sure(String(confidence)), String(confidence), () =>
        change({ confidence }),
      ),
    ),
    action('next', isCommitted ? words.goOn : words.next, 'Space', () => answer(false)),
    action('stay', words.stay, 'Enter', () => answer(true)),
    action('undo', words.undo, 'Z', takeBack),
    action('residual', residualName, 'R', look),
    { id: 'reading leave', name: strings.review.back, group: strings.app.groups.page, run: leave },
  ])

  const { done = 0, total = 0, secondsLeft = null } = place.data ?? {}
  const number = isCommitted ? done : done + onTheirWay + 1
  const isOver = place.data && !place.data.canUndo && done > 0 && place.data.item === null
  const residual = isLooking && isResidualShown ? reading.residual.data : undefined
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <PageTitle>{words.title(reader, session)}</PageTitle>
        </Box>
        <Button onClick={leave}>{strings.review.back}</Button>
      </Box>
      {place.error && <ErrorPanel title={strings.review.failed} error={toPayload(place.error)} />}
      {place.data && (
        <Box sx={{ display: 'grid', gap: 1 }}>
          <Box sx={{ display: 'flex', gap: 2, fontVariantNumeric: 'tabular-nums' }}>
            <Typography sx={{ flex: 1 }}>{words.progress(formatCount(done), formatCount(total))}</Typography>
            {secondsLeft !== null && done < total && (
              <Typography sx={{ color: 'text.secondary' }}>{words.left(duration(secondsLeft))}</Typography>
            )}
          </Box>
          <LinearProgress
            variant="determinate"
            value={(100 * done) / Math.max(1, total)}
            aria-label={words.progress(formatCount(done), formatCount(total))}
          />
        </Box>
      )}
      {error !== null && <ErrorPanel title={words.notSaved} error={toPayload(error)} />}
      {place.data && item === null && onTheirWay === 0 && (
        <EmptyState title={words.done.title} text={isOver ? words.done.ended : words.done.text}>
          <Box sx={{ display: 'flex', gap: 2 }}>
            <Button variant="outlined" onClick={leave}>
              {strings.review.back}
            </Button>
            {place.data.canUndo && (
              <Button onClick={takeBack} aria-keyshortcuts="Z">
                {words.undo}
              </Button>
            )}
          </Box>
        </EmptyState>
      )}
      {item !== null && (
        <Card>
          <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
            {volume.error && <ErrorPanel title={words.cannotShow} error={toPayload(volume.error)} />}
            {volume.isPending && (
              <Skeleton role="status" variant="rounded" height={320} aria-label={words.loading} />
            )}
            {volume.data && (
              <Box ref={viewer}>
                <ThreePlanes
                  volume={volume.data}
                  label={words.case(formatCount(number), formatCount(total))}
                  at={moved?.item === item ? moved.at : middle}
                  move={(at) => setMoved({ item, at })}
                  marks={[]}
                  overlay={residual}
                />
              </Box>
            )}
            <Box
              sx={{ display: 'flex', gap: 3, flexWrap: 'wrap', alignItems: 'center' }}
              onClick={focusViewer}
            >
              <PickOne
                label={words.classLabel}
                value={draft.label ?? ''}
                options={labels.map((value) => ({ value, name: words.choose[value] }))}
                choose={(value) => value !== '' && change({ label: value })}
              />
              <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
                <Typography>{words.confidence}</Typography>
                <PickOne
                  label={words.confidence}
                  value={String(draft.confidence ?? '')}
                  options={confidences.map((value) => ({ value: String(value), name: String(value) }))}
                  choose={(value) =>
                    change({ confidence: confidences.find((each) => String(each) === value)! })
                  }
                />
                <Typography variant="caption" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
                  {words.scale}
                </Typography>
              </Box>
            </Box>
            <Box
              sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}
              onClick={focusViewer}
            >
              <Command
                variant="contained"
                keys="Space"
                name={isCommitted ? words.goOn : words.next}
                run={() => answer(false)}
              />
              <Command keys="Enter" name={words.stay} isOff={isCommitted} run={() => answer(true)} />
              <Command keys="Z" name={words.undo} isOff={!canUndo} run={takeBack} />
              <Command keys="R" name={residualName} isLocked={!isCommitted} run={look} />
            </Box>
            <Typography role="status" sx={{ minHeight: 20, color: 'text.secondary' }}>
              {note}
            </Typography>
          </Box>
        </Card>
      )}
      {isLooking && draft.label !== null && draft.confidence !== null && (
        <RevealedCard
          revealed={reading.revealed}
          residual={reading.residual}
          answer={{ label: draft.label, confidence: draft.confidence }}
        />
      )}
    </Box>
  )
}

interface CommandProps {
  name: string
  keys: string
  run: () => void
  variant?: 'contained' | 'outlined'
  isOff?: boolean
  /** It can be pressed and says then why it does nothing. */
  isLocked?: boolean
}

/** A button with the key that does the same. */
const Command = ({
  name,
  keys,
  run,
  variant = 'outlined',
  isOff = false,
  isLocked = false,
}: CommandProps) => (
  <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
    <Button
      variant={variant}
      disabled={isOff}
      aria-disabled={isLocked || isOff}
      aria-keyshortcuts={keys}
      {...(isLocked && { startIcon: <Lock /> })}
      onClick={run}
      sx={{ whiteSpace: 'nowrap', ...(isLocked && { color: 'text.secondary', borderColor: 'divider' }) }}
    >
      {name}
    </Button>
    <Keys keys={keys} />
  </Box>
)
