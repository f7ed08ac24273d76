import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Version } from '../../../../shared/ipc/dataset.ts'
import { monospace } from '../../app/theme.ts'
import { Card } from '../../components/card.tsx'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { formatCount, formatShare, formatShareFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { fractionsOf } from './balance.ts'
import { BalanceChart } from './balance-chart.tsx'
import { ProofCard } from './proof-card.tsx'

/** A version in full: whether it can be trusted, and what its sets hold. */
export function VersionDetail({ folder, version }: { folder: string; version: Version }) {
  const [fold, setFold] = useState('0')
  const manifest = useQuery({
    queryKey: ['dataset', folder, 'manifest', version.hash],
    queryFn: () => client.dataset.manifest({ folder, version: version.version }),
    // A version never changes.
    staleTime: Infinity,
  })
  const words = strings.dataset
  const { proof } = version
  return (
    <>
      {version.splitUnit === 'sinus' && (
        <Alert
          severity="error"
          variant="filled"
          // The same red in both schemes: on the one of the dark theme white is hard to read.
          sx={{ bgcolor: '#b3261e', color: '#fff' }}
        >
          {words.ungrouped(proof.straddlingTest ?? 0, proof.sharedSubjects ?? 0, version.subjects)}
        </Alert>
      )}
      {version.intact === false && (
        <Alert severity="error" variant="outlined">
          {words.damaged}
        </Alert>
      )}
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography variant="h2">
          {words.version} {version.version}
        </Typography>
        <Typography
          variant="caption"
          noWrap
          title={version.hash}
          sx={{ color: 'text.secondary', fontFamily: monospace, ml: 1 }}
        >
          {words.hash} {version.hash.slice(0, 16)}…
        </Typography>
        <CopyButton text={version.hash} label={words.copyHash} />
      </Box>
      {manifest.error && <ErrorPanel title={words.unreadable} error={toPayload(manifest.error)} />}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
        }}
      >
        {manifest.isPending && <LoadingCard label={words.loading} heightPx={360} />}
        {manifest.data && (
          <Card>
            <Box sx={{ display: 'grid', gap: 3 }}>
              <PickOne
                label={words.balance.fold}
                value={fold}
                choose={setFold}
                options={manifest.data.split.folds.map((_, index) => ({
                  value: String(index),
                  name: `${words.balance.fold} ${index + 1}`,
                }))}
              />
              <BalanceChart manifest={manifest.data} foldIndex={Number(fold)} />
              <Box>
                <Typography variant="h3">{words.fractions.title}</Typography>
                <Typography variant="caption" sx={{ color: 'text.secondary' }}>
                  {words.fractions.note}
                </Typography>
                <ChartTable
                  label={words.fractions.title}
                  maxHeightPx={320}
                  numbers={{
                    columns: [
                      { title: words.fractions.fraction, format: formatShare },
                      { title: words.fractions.units[version.splitUnit], format: formatCount },
                      { title: words.fractions.normal, format: formatCount },
                      { title: words.fractions.anomalous, format: formatCount },
                      { title: words.fractions.share, format: formatShareFixed },
                    ],
                    rows: fractionsOf(manifest.data, Number(fold)).map(
                      ({ fraction, names, normal, anomalous }) => [
                        fraction,
                        names,
                        normal,
                        anomalous,
                        normal + anomalous === 0 ? null : anomalous / (normal + anomalous),
                      ],
                    ),
                  }}
                />
              </Box>
            </Box>
          </Card>
        )}
        <ProofCard version={version} />
      </Box>
    </>
  )
}
