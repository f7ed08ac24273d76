import Paper from '@mui/material/Paper'
import Skeleton from '@mui/material/Skeleton'

/** A card that is being filled, about as high as it will be, so that nothing jumps when it is. */
export const SkeletonCard = ({ heightPx }: { heightPx: number }) => (
  <Paper sx={{ height: heightPx, p: 3, overflow: 'hidden' }}>
    <Skeleton width="min(40%, 280px)" height={28} />
    <Skeleton width="min(70%, 480px)" />
    <Skeleton variant="rounded" height={heightPx - 120} sx={{ mt: 2, opacity: 0.5 }} />
  </Paper>
)
