import Paper from '@mui/material/Paper'
import type { ReactNode } from 'react'

/** A sheet of the page. */
export const Card = ({ children }: { children: ReactNode }) => (
  <Paper sx={{ p: 3, minWidth: 0 }}>{children}</Paper>
)
