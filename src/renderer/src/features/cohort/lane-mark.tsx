import Block from '@mui/icons-material/BlockOutlined'
import Check from '@mui/icons-material/CheckOutlined'
import Look from '@mui/icons-material/VisibilityOutlined'
import Box from '@mui/material/Box'
import { strings } from '../../lib/strings.ts'
import type { Lane } from './cohort-rows.ts'

const looks = {
  ok: { Icon: Check, color: 'success.main' },
  look: { Icon: Look, color: 'warning.main' },
  rejected: { Icon: Block, color: 'error.main' },
}

/** The lane as a word, with a sign of its own. */
export function LaneMark({ lane }: { lane: Lane }) {
  const { Icon, color } = looks[lane]
  return (
    <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 1, whiteSpace: 'nowrap' }}>
      <Icon sx={{ fontSize: 18, color }} />
      {strings.cohort.lane[lane]}
    </Box>
  )
}
