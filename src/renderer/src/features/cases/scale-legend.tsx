import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { colourOf } from '../../../../shared/colours.ts'
import type { ColourMap } from '../../../../shared/colours.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

interface ScaleLegendProps {
  top: number
  hasLesion: boolean
  /** Where the scale of the input is another: a head has grey values of its own. */
  isOnlyHot?: boolean
}

/** The one scale of all pictures. */
export function ScaleLegend({ top, hasLesion, isOnlyHot = false }: ScaleLegendProps) {
  const { legend } = strings.cases
  return (
    <Box
      role="group"
      aria-label={legend.title}
      sx={{ display: 'flex', columnGap: 3, rowGap: 1, flexWrap: 'wrap', alignItems: 'center' }}
    >
      {!isOnlyHot && <Bar map="grey" to="1" name={legend.grey} />}
      <Bar map="inferno" to={formatCount(top)} name={legend.hot} />
      {hasLesion && (
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
          <Box sx={{ width: 16, height: 16, border: 2, borderColor: '#7ee787', bgcolor: '#000' }} />
          <Typography variant="caption">{legend.outline}</Typography>
        </Box>
      )}
    </Box>
  )
}

function Bar({ map, to, name }: { map: ColourMap; to: string; name: string }) {
  const stops = Array.from({ length: 17 }, (_, k) => `rgb(${colourOf(map, k / 16).join(' ')})`)
  return (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
      <Typography variant="caption">0</Typography>
      <Box
        aria-hidden
        sx={{
          width: 96,
          flexShrink: 0,
          height: 12,
          borderRadius: 0.5,
          border: 1,
          borderColor: 'divider',
          background: `linear-gradient(to right, ${stops.join(', ')})`,
        }}
      />
      <Typography variant="caption">{to}</Typography>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {name}
      </Typography>
    </Box>
  )
}
