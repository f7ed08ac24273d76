import ErrorIcon from '@mui/icons-material/ErrorOutlineOutlined'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import { strings } from '../lib/strings.ts'
import { CopyButton } from './copy-button.tsx'

interface ErrorPanelProps {
  title: string
  error: { code: string; message: string; details?: unknown }
  /** What can be done about it. */
  children?: ReactNode
}

/** An error with what to do next, copyable as one block. */
export function ErrorPanel({ title, error, children }: ErrorPanelProps) {
  const details = error.details === undefined ? '' : `\n${JSON.stringify(error.details, null, 2)}`
  return (
    <Box
      role="alert"
      sx={{
        display: 'flex',
        gap: 2,
        p: 3,
        borderRadius: 1,
        border: 1,
        borderColor: 'error.main',
        bgcolor: 'background.paper',
      }}
    >
      <ErrorIcon color="error" />
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Typography variant="h2" gutterBottom>
          {title}
        </Typography>
        <Typography sx={{ overflowWrap: 'anywhere', maxWidth: '72ch' }}>{error.message}</Typography>
        <Box sx={{ display: 'flex', gap: 1, mt: 2, alignItems: 'center' }}>
          {children}
          <CopyButton
            text={`${title}\n${error.code}: ${error.message}${details}`}
            label={strings.app.copy.error}
          />
        </Box>
      </Box>
    </Box>
  )
}
