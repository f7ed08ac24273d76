import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

interface TitleRowProps {
  /** Of the heading, for what it names. */
  id: string
  variant?: 'h2' | 'h3'
  title: string
  note?: string | undefined
  /** What can be done with it. */
  children: ReactNode
}

/** Heads a chart, a table or a list: its name, a line of small print, and at the right what can be done with it. */
export const TitleRow = ({ id, variant = 'h3', title, note, children }: TitleRowProps) => (
  <Box sx={{ display: 'flex', columnGap: 2, rowGap: 1, flexWrap: 'wrap', alignItems: 'flex-start' }}>
    <Box sx={{ flex: 1, minWidth: 160 }}>
      <Typography variant={variant} id={id}>
        {title}
      </Typography>
      {note && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
          {note}
        </Typography>
      )}
    </Box>
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>{children}</Box>
  </Box>
)
