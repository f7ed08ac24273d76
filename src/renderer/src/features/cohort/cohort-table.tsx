import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useRef } from 'react'
import type { ReactNode } from 'react'
import { inWords } from '../../lib/core-words.ts'
import { formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import type { CohortRow } from './cohort-rows.ts'
import { LaneMark } from './lane-mark.tsx'

const rowPx = 40
const tallestPx = 12 * rowPx
const columns = '128px minmax(104px, 1.2fr) 100px 148px 148px minmax(128px, 2fr)'

interface CohortTableProps {
  rows: CohortRow[]
  chosen: string | null
  choose: (key: string) => void
}

/** Only the lines in sight are drawn: a cohort has thousands. */
export function CohortTable({ rows, chosen, choose }: CohortTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index].key,
    overscan: 8,
  })
  const { columns: titles, table, nothingFound } = strings.cohort
  // Head and lines leave the same room for the bar where there is one.
  const scrollbarGutter = rows.length * rowPx > tallestPx ? 'stable' : 'auto'
  return (
    <Box
      role="table"
      aria-label={table}
      aria-rowcount={rows.length + 1}
      sx={{ border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: 'background.paper', minWidth: 0 }}
    >
      <Box role="rowgroup" sx={{ overflowY: 'hidden', scrollbarGutter }}>
        <Line position={1} isHead>
          <Cell role="columnheader">{titles.lane}</Cell>
          <Cell role="columnheader">{titles.subject}</Cell>
          <Cell role="columnheader">{titles.contrast}</Cell>
          <Cell role="columnheader" isNumeric>
            {titles.shape}
          </Cell>
          <Cell role="columnheader" isNumeric>
            {titles.spacing}
          </Cell>
          <Cell role="columnheader">{titles.reason}</Cell>
        </Line>
      </Box>
      <Box
        role="rowgroup"
        ref={scroller}
        tabIndex={0}
        sx={{
          height: Math.min(tallestPx, Math.max(1, rows.length) * rowPx),
          overflowY: 'auto',
          scrollbarGutter,
        }}
      >
        {rows.length === 0 && (
          <Box role="row">
            <Typography role="cell" sx={{ px: 2, py: 1.25, color: 'text.secondary' }}>
              {nothingFound}
            </Typography>
          </Box>
        )}
        <Box role="presentation" sx={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map(({ key, index, start }) => (
            <Row
              key={key}
              row={rows[index]}
              position={index + 2}
              topPx={start}
              isChosen={rows[index].key === chosen}
              choose={choose}
            />
          ))}
        </Box>
      </Box>
    </Box>
  )
}

interface RowProps {
  row: CohortRow
  position: number
  topPx: number
  isChosen: boolean
  choose: (key: string) => void
}

const Row = memo(function Row({ row, position, topPx, isChosen, choose }: RowProps) {
  const { none, codes, notUsed } = strings.cohort
  const { scan, notes } = row
  const reason = notes.length > 0 ? notes.map(({ code }) => codes[code] ?? code).join(' · ') : none
  return (
    <Line position={position} topPx={topPx} isChosen={isChosen} choose={() => choose(row.key)}>
      <Cell>
        <LaneMark lane={row.lane} />
      </Cell>
      <Cell>
        <Link
          component="button"
          aria-pressed={isChosen}
          underline="hover"
          onClick={() => choose(row.key)}
          title={row.file ?? row.subject ?? undefined}
          sx={{ font: 'inherit', maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis' }}
        >
          {row.subject ?? row.file}
        </Link>
      </Cell>
      <Cell>{scan?.contrast ?? none}</Cell>
      <Cell isNumeric>{scan ? scan.shape.join(' × ') : none}</Cell>
      <Cell isNumeric>{scan ? scan.spacingMm.map((mm) => formatFixed(mm, 1)).join(' × ') : none}</Cell>
      <Cell title={notes.map((note) => inWords(note.reason)).join('\n')}>
        {scan?.used === false && row.lane === 'ok' ? notUsed : reason}
      </Cell>
    </Line>
  )
})

interface LineProps {
  position: number
  topPx?: number
  isHead?: boolean
  isChosen?: boolean
  choose?: () => void
  children: ReactNode
}

const Line = ({ position, topPx, isHead = false, isChosen = false, choose, children }: LineProps) => (
  <Box
    role="row"
    aria-rowindex={position}
    onClick={choose}
    // A place of its own for every line would make a style sheet grow while it is scrolled.
    style={topPx === undefined ? undefined : { transform: `translateY(${topPx}px)` }}
    sx={{
      display: 'grid',
      gridTemplateColumns: columns,
      alignItems: 'center',
      height: rowPx,
      borderBottom: 1,
      borderColor: 'divider',
      ...(isHead
        ? { color: 'text.secondary', fontWeight: 600 }
        : { position: 'absolute', left: 0, right: 0, top: 0, cursor: 'pointer' }),
      bgcolor: isChosen ? 'action.selected' : undefined,
    }}
  >
    {children}
  </Box>
)

interface CellProps {
  role?: 'cell' | 'columnheader'
  isNumeric?: boolean
  title?: string
  children: ReactNode
}

const Cell = ({ role = 'cell', isNumeric = false, title, children }: CellProps) => (
  <Box
    role={role}
    title={title}
    sx={{
      px: 1.5,
      minWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      typography: 'body2',
      fontWeight: 'inherit',
      ...(isNumeric && { textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
    }}
  >
    {children}
  </Box>
)
