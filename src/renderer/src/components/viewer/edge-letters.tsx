import Box from '@mui/material/Box'
import { lettersOf } from './slices.ts'
import type { Plane } from './slices.ts'

const places = [
  { left: 4, top: '50%', transform: 'translateY(-50%)' },
  { right: 4, top: '50%', transform: 'translateY(-50%)' },
  { top: 4, left: '50%', transform: 'translateX(-50%)' },
  { bottom: 4, left: '50%', transform: 'translateX(-50%)' },
]

/** Says at each edge of a slice which way of the subject lies there; inside a box that is positioned. */
export const EdgeLetters = ({ plane }: { plane: Plane }) =>
  lettersOf(plane).map((letter, index) => (
    <Box
      key={letter}
      component="span"
      aria-hidden
      sx={{
        ...{ position: 'absolute', px: 0.5, bgcolor: '#000', color: '#fff', borderRadius: 0.5 },
        ...{ typography: 'caption', fontWeight: 600, pointerEvents: 'none', ...places[index] },
      }}
    >
      {letter}
    </Box>
  ))
