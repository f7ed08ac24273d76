import Box from '@mui/material/Box'
import { useId, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { ResponsiveContainer } from 'recharts'
import { strings } from '../../lib/strings.ts'
import { PickOne } from '../pick-one.tsx'
import { TitleRow } from '../title-row.tsx'
import { ChartTable } from './chart-table.tsx'
import type { ChartNumbers } from './chart-table.tsx'
import { ExportMenu } from './export-menu.tsx'
import { Legend } from './legend.tsx'
import type { Series } from './legend.tsx'

interface ChartProps {
  title: string
  /** What the reader should know: units, intervals, how many. */
  note?: string
  /** The same as numbers: the table twin, and the CSV file. */
  numbers: ChartNumbers
  series?: readonly Series[]
  heightPx?: number
  /** A chart of recharts, without width and height. */
  children: ReactElement
}

/** Every chart hangs in this frame: what it shows can be read as a table, and taken away as SVG, PNG or CSV. */
export function Chart({ title, note, numbers, series = [], heightPx = 280, children }: ChartProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const drawing = useRef<HTMLDivElement>(null)
  const id = useId()
  const words = strings.app.chart
  return (
    <Box component="figure" aria-labelledby={id} sx={{ m: 0, display: 'grid', gap: 1.5 }}>
      <TitleRow id={id} title={title} note={note}>
        <PickOne
          label={words.view(title)}
          value={view}
          choose={setView}
          options={(['chart', 'table'] as const).map((value) => ({ value, name: words[value] }))}
        />
        <ExportMenu
          title={title}
          numbers={numbers}
          drawing={view === 'chart' ? () => drawing.current! : null}
        />
      </TitleRow>
      {view === 'chart' ? (
        <Box ref={drawing} sx={{ display: 'grid', gap: 1 }}>
          <Legend series={series} />
          {/* Its numbers are in the table: the switch above says so to those who listen to the page. */}
          <Box aria-hidden sx={{ height: heightPx }}>
            <ResponsiveContainer width="100%" height="100%">
              {children}
            </ResponsiveContainer>
          </Box>
        </Box>
      ) : (
        <ChartTable label={title} numbers={numbers} maxHeightPx={heightPx + 40} />
      )}
    </Box>
  )
}
