import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useQuery } from '@tanstack/react-query'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { useHost } from '../../lib/use-host.ts'
import { CentroidCard } from './centroid-card.tsx'
import { ExtractionCard } from './extraction-card.tsx'
import { RegistrationCard } from './registration-card.tsx'

/** From whole heads to cubes around the sinuses, in three steps. */
export function RegionPage({ summary: { folder } }: { summary: ProjectSummary }) {
  const host = useHost()
  const scans = useQuery({
    queryKey: ['cohort', folder, 'scans'],
    queryFn: () => client.cohort.scans({ folder }),
  })
  const words = strings.regions
  const canChange = host?.readOnly === null
  const subjects = (scans.data ?? [])
    .filter(({ used, leftOut }) => used && leftOut === null)
    .map(({ subject }) => subject)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <PageTitle>{words.title}</PageTitle>
      {host && !canChange && (
        <Alert severity="info" variant="outlined">
          {words.readOnly}
        </Alert>
      )}
      {scans.error && <ErrorPanel title={strings.cohort.failed} error={toPayload(scans.error)} />}
      {scans.isPending && <LoadingCard label={strings.cohort.loading} />}
      {scans.data && subjects.length === 0 && (
        <EmptyState title={words.empty.title} text={words.empty.text}>
          <Box>
            <Button variant="outlined" onClick={() => go({ page: 'cohort', folder })}>
              {words.empty.go}
            </Button>
          </Box>
        </EmptyState>
      )}
      {subjects.length > 0 && (
        <>
          <RegistrationCard folder={folder} subjects={subjects} canChange={canChange} />
          <CentroidCard folder={folder} subjects={subjects} canChange={canChange} />
          <ExtractionCard folder={folder} canChange={canChange} />
        </>
      )}
    </Box>
  )
}
