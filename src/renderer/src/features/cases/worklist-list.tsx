import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { PickOne } from '../../components/pick-one.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { formatCount, formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { labelOf, orders, verdicts } from './case-list.ts'
import { caseName, labelName } from './case-words.ts'
import type { ListedCase, Wish } from './case-list.ts'

const rowPx = 48

interface WorklistListProps {
  shown: ListedCase[]
  /** How many there are, and which labels they have. */
  all: number
  labels: readonly string[]
  wish: Wish
  setWish: (wish: Wish) => void
  isCompared: boolean
  /** Position of the case that is looked at; −1 when it is not among those shown. */
  index: number
  choose: (sinus: string) => void
}

/** Which cases, in which order: the whole test set, those first that are most worth a look. */
export function WorklistList({
  shown,
  all,
  labels,
  wish,
  setWish,
  isCompared,
  index,
  choose,
}: WorklistListProps) {
  const words = strings.cases.list
  const note = isCompared && wish.order === 'disagreement' ? words.disagreementOfTwo : words.notes[wish.order]
  const set = (changes: Partial<Wish>) => setWish({ ...wish, ...changes })
  return (
    <Paper component="section" aria-label={words.label} sx={{ p: 2, display: 'grid', gap: 1.5 }}>
      <SelectField
        label={words.order}
        hint={note}
        value={wish.order}
        choose={(order) => set({ order })}
        options={orders.map((value) => ({ value, name: words.orders[value] }))}
      />
      <SelectField
        label={words.finding}
        value={wish.label}
        choose={(label) => set({ label })}
        options={[
          { value: 'any', name: words.anything },
          ...labels.map((value) => ({ value, name: labelName(value) })),
        ]}
      />
      <PickOne
        label={words.verdict}
        value={wish.verdict}
        choose={(verdict) => set({ verdict })}
        options={verdicts.map((value) => ({ value, name: words.verdicts[value] }))}
      />
      <Typography variant="caption" role="status" sx={{ color: 'text.secondary' }}>
        {words.count(formatCount(shown.length), formatCount(all))}
      </Typography>
      {shown.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>{words.none}</Typography>
      ) : (
        <Lines shown={shown} order={wish.order} index={index} choose={choose} />
      )}
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {words.hint}
      </Typography>
    </Paper>
  )
}

interface LinesProps extends Pick<WorklistListProps, 'shown' | 'index' | 'choose'> {
  order: Wish['order']
}

/** Only the lines in sight are drawn: a test set has thousands. */
function Lines({ shown, order, index, choose }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (row) => shown[row].sinus,
    overscan: 6,
  })
  useEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' })
  }, [virtualizer, index])
  const press = (event: KeyboardEvent) => {
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + 8,
      PageUp: index - 8,
      Home: 0,
      End: shown.length - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    choose(shown[Math.min(shown.length - 1, Math.max(0, to))].sinus)
  }
  const words = strings.cases
  return (
    <Box
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={words.title}
      aria-activedescendant={index >= 0 ? `case-${shown[index].sinus}` : undefined}
      onKeyDown={press}
      sx={{
        height: { xs: 400, lg: 560 },
        overflowY: 'auto',
        mx: -2,
        borderTop: 1,
        borderBottom: 1,
        borderColor: 'divider',
        '&:focus-visible': { outlineOffset: -2 },
      }}
    >
      <Box role="presentation" sx={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ key, index: row, start }) => (
          <Line
            key={key}
            one={shown[row]}
            order={order}
            position={row}
            of={shown.length}
            topPx={start}
            isChosen={row === index}
            choose={choose}
          />
        ))}
      </Box>
    </Box>
  )
}

interface LineProps {
  one: ListedCase
  order: Wish['order']
  position: number
  of: number
  topPx: number
  isChosen: boolean
  choose: (sinus: string) => void
}

function Line({ one, order, position, of, topPx, isChosen, choose }: LineProps) {
  const { list } = strings.cases
  const scores = [one.mean, ...(one.other === null ? [] : [one.other])]
  return (
    <Box
      role="option"
      id={`case-${one.sinus}`}
      aria-selected={isChosen}
      aria-posinset={position + 1}
      aria-setsize={of}
      onClick={() => choose(one.sinus)}
      style={{ transform: `translateY(${topPx}px)` }}
      sx={{
        position: 'absolute',
        inset: '0 0 auto 0',
        height: rowPx,
        px: 2,
        display: 'grid',
        alignContent: 'center',
        '& > div': { display: 'flex', gap: 1, minWidth: 0 },
        '& > div > :first-of-type': { flex: 1, minWidth: 0 },
        cursor: 'pointer',
        borderLeft: 3,
        borderColor: isChosen ? 'primary.main' : 'transparent',
        // Not `action.selected`: on it the small words would be too faint in the dark.
        bgcolor: isChosen ? 'background.default' : undefined,
        '&:hover': { bgcolor: isChosen ? 'background.default' : 'action.hover' },
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <div>
        <Typography noWrap sx={{ fontWeight: isChosen ? 600 : 400 }}>
          {caseName(one)}
        </Typography>
        <Typography>{formatFixed(one[order], 3)}</Typography>
      </div>
      <div>
        <Typography variant="caption" noWrap sx={{ color: 'text.secondary' }}>
          {labelName(labelOf(one))}
        </Typography>
        <Typography variant="caption" noWrap sx={{ color: 'text.secondary' }}>
          {scores.length === 1 && list.score} {scores.map((score) => formatFixed(score, 2)).join(' · ')}{' '}
          <Box component="span" sx={{ color: one.isWrong ? 'error.main' : 'success.main', fontWeight: 600 }}>
            {one.isWrong ? list.wrong : list.right}
          </Box>
        </Typography>
      </div>
    </Box>
  )
}
