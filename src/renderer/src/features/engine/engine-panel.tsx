import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Paper from '@mui/material/Paper'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import { engineFacts } from './engine-facts.ts'

const queryKey = ['engine']

/** What the trainer runs on and why, with a measured step time. */
export function EnginePanel() {
  const queryClient = useQueryClient()
  // Measured once per window: it takes seconds and both cores.
  const engine = useQuery({ queryKey, queryFn: () => client.engine.info({}), staleTime: Infinity })
  const again = useMutation({
    mutationFn: () => client.engine.info({ again: true }),
    onSuccess: (info) => queryClient.setQueryData(queryKey, info),
  })
  const error = again.error ?? engine.error
  const isMeasuring = engine.isPending || again.isPending

  if (error && !isMeasuring) {
    return (
      <ErrorPanel title={strings.engine.failed} error={toPayload(error)}>
        <Button variant="outlined" onClick={() => again.mutate()}>
          {strings.engine.tryAgain}
        </Button>
      </ErrorPanel>
    )
  }
  const facts = engine.data
    ? engineFacts(engine.data)
    : strings.engine.order.map((name) => ({ name, value: null }))
  return (
    <Paper component="section" aria-labelledby="engine-title" aria-busy={isMeasuring} sx={{ p: 3 }}>
      <Typography variant="h2" id="engine-title">
        {strings.engine.title}
      </Typography>
      <Typography sx={{ color: 'text.secondary', mb: 2 }} aria-live="polite">
        {isMeasuring ? strings.engine.measuring : strings.engine.measured}
      </Typography>
      <Box
        component="dl"
        sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3, rowGap: 1.5 }}
      >
        {facts.map(({ name, value }) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Typography component="dt" sx={{ color: 'text.secondary' }}>
              {name}
            </Typography>
            <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              {value === null || isMeasuring ? <Skeleton width="70%" /> : value}
            </Typography>
          </Box>
        ))}
      </Box>
      <Box sx={{ display: 'flex', gap: 1, mt: 2, ml: -0.75, minHeight: 32 }}>
        {engine.data && !isMeasuring && (
          <>
            <CopyButton
              text={facts.map(({ name, value }) => `${name}: ${value}`).join('\n')}
              label={strings.app.copy.engine}
            />
            <Button
              size="small"
              color="inherit"
              sx={{ color: 'text.secondary' }}
              onClick={() => again.mutate()}
            >
              {strings.engine.measureAgain}
            </Button>
          </>
        )}
      </Box>
    </Paper>
  )
}
