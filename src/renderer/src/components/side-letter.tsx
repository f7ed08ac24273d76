import Box from '@mui/material/Box'
import { sideLetter } from '../../../shared/domain/sinus.ts'
import type { Side } from '../../../shared/domain/sinus.ts'

/** Says at the edge of a picture which side of the subject lies there. */
export const SideLetter = ({ side, edge }: { side: Side; edge: 'left' | 'right' }) => (
  <Box
    component="span"
    sx={{
      position: 'absolute',
      top: '50%',
      [edge]: 4,
      transform: 'translateY(-50%)',
      px: 0.5,
      borderRadius: 0.5,
      bgcolor: 'rgb(0 0 0 / 0.6)',
      color: '#fff',
      typography: 'caption',
      fontWeight: 600,
      pointerEvents: 'none',
    }}
  >
    {sideLetter(side)}
  </Box>
)
