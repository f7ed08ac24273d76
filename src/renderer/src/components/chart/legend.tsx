import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { SeriesStyle } from '../../../../shared/colours.ts'
import { Marker } from './marker.tsx'

/** One line, or set of bars or points, of a chart. */
export interface Series extends SeriesStyle {
  name: string
  isDashed?: boolean
}

export function Legend({ series }: { series: readonly Series[] }) {
  if (series.length === 0) return null
  return (
    <Box
      component="ul"
      sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5 }}
    >
      {series.map(({ name, colour, marker, isDashed = false }) => (
        <Box component="li" key={name} sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
          <svg width={24} height={12} aria-hidden>
            <line
              x2={24}
              y1={6}
              y2={6}
              stroke={colour}
              strokeWidth={2}
              {...(isDashed && { strokeDasharray: '4 3' })}
            />
            <Marker marker={marker} colour={colour} cx={12} cy={6} />
          </svg>
          <Typography variant="caption">{name}</Typography>
        </Box>
      ))}
    </Box>
  )
}
