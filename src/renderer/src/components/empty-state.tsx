import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

/** Says what will be here and how to get it there. */
export function EmptyState({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <Paper sx={{ p: 3 }}>
      <Typography variant="h2" gutterBottom>
        {title}
      </Typography>
      <Typography sx={{ color: 'text.secondary', maxWidth: '72ch' }}>{text}</Typography>
      {children && <Box sx={{ mt: 2, display: 'grid', gap: 1 }}>{children}</Box>}
    </Paper>
  )
}
