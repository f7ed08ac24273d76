import Box from '@mui/material/Box'
import type { ComponentProps } from 'react'
import { TitleRow } from '../../components/title-row.tsx'

/** Above a table that fills its card. */
export const TableTitle = (props: ComponentProps<typeof TitleRow>) => (
  <Box sx={{ px: 3, pt: 3, pb: 1 }}>
    <TitleRow {...props} />
  </Box>
)
