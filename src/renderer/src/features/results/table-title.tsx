import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

interface TableTitleProps {
  id: string
  variant?: 'h2' | 'h3'
  title: string
  note?: string
  /** What can be done with the table. */
  children: ReactNode
}

/** Above a table that fills its card. */
export function TableTitle({ id, variant = 'h3', title, note, children }: TableTitleProps) {
  return (
    <Box sx={{ px: 3, pt: 3, pb: 1, display: 'flex', columnGap: 2, rowGap: 1, flexWrap: 'wrap' }}>
      <Box sx={{ flex: 1, minWidth: 240 }}>
        <Typography variant={variant} id={id}>
          {title}
        </Typography>
        {note && (
          <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
            {note}
          </Typography>
        )}
      </Box>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', alignSelf: 'flex-start' }}>{children}</Box>
    </Box>
  )
}
