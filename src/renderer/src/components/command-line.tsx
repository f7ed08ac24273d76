import Box from '@mui/material/Box'
import { monospace } from '../app/theme.ts'
import { strings } from '../lib/strings.ts'
import { CopyButton } from './copy-button.tsx'

/** A command to type in a terminal, ready to be copied. */
export function CommandLine({ command }: { command: string }) {
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        pl: 2,
        pr: 1,
        py: 0.5,
        borderRadius: 1,
        bgcolor: 'background.default',
        border: 1,
        borderColor: 'divider',
      }}
    >
      <Box
        component="code"
        sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere', fontFamily: monospace, fontSize: '0.8125rem' }}
      >
        {command}
      </Box>
      <CopyButton text={command} label={strings.app.copy.command} />
    </Box>
  )
}
