import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import Skeleton from '@mui/material/Skeleton'

/** Lengths of the lines, in per cent: a page about to come, not a pattern. */
const lines = [92, 78, 85, 64, 88, 71]

interface LoadingCardProps {
  /** What is awaited, for a screen reader. */
  label: string
  /** About as high as what will stand here, so that the page does not jump. */
  heightPx?: number
}

/** Holds the place of a sheet whose content is on its way. */
export function LoadingCard({ label, heightPx = 320 }: LoadingCardProps) {
  return (
    <Paper role="status" aria-label={label} sx={{ p: 3, height: heightPx, minWidth: 0, overflow: 'hidden' }}>
      <Skeleton width={180} height={28} />
      <Box sx={{ mt: 2, display: 'grid', gap: 1.5 }}>
        {Array.from({ length: Math.max(1, Math.floor((heightPx - 92) / 36)) }, (_, index) => (
          <Skeleton key={index} height={24} width={`${lines[index % lines.length]}%`} />
        ))}
      </Box>
    </Paper>
  )
}
