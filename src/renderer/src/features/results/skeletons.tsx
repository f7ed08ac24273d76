import Box from '@mui/material/Box'
import { SkeletonCard } from '../../components/skeleton-card.tsx'
import { strings } from '../../lib/strings.ts'

const pair = { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(400px, 1fr))', gap: 3 } as const

export const ResultsSkeleton = () => (
  <Box role="status" aria-label={strings.results.loading} sx={{ display: 'grid', gap: 3 }}>
    <SkeletonCard heightPx={360} />
    <Box sx={pair}>
      <SkeletonCard heightPx={440} />
      <SkeletonCard heightPx={440} />
    </Box>
    <SkeletonCard heightPx={240} />
  </Box>
)

export const DetailSkeleton = () => (
  <Box role="status" aria-label={strings.results.detail.loading} sx={{ display: 'grid', gap: 3 }}>
    <SkeletonCard heightPx={220} />
    <Box sx={pair}>
      {[1, 2, 3, 4].map((place) => (
        <SkeletonCard key={place} heightPx={460} />
      ))}
    </Box>
    <SkeletonCard heightPx={240} />
    <SkeletonCard heightPx={640} />
  </Box>
)
