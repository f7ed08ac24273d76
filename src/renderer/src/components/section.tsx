import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { Card } from './card.tsx'

/** A sheet of the page with its name and what it is for. */
export function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const id = useId()
  return (
    <Card>
      <Box
        component="section"
        aria-labelledby={id}
        sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}
      >
        <Box>
          <Typography variant="h2" id={id}>
            {title}
          </Typography>
          <Typography sx={{ color: 'text.secondary', maxWidth: '80ch' }}>{text}</Typography>
        </Box>
        {children}
      </Box>
    </Card>
  )
}
