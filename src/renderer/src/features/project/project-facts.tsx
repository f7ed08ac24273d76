import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** What the project is and how much is in it. */
export function ProjectFacts({ summary }: { summary: ProjectSummary }) {
  const versions = summary.datasets.map(({ version }) => version)
  const facts = [
    { name: strings.project.subjects, value: formatCount(summary.subjects) },
    { name: strings.project.scans, value: formatCount(summary.scans) },
    {
      name: strings.project.datasets,
      value: formatCount(versions.length),
      note: versions.slice(-3).join(', '),
    },
    { name: strings.project.experiments, value: formatCount(summary.experiments.length) },
  ]
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Box>
        <PageTitle>{summary.name}</PageTitle>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
          <Typography sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>{summary.folder}</Typography>
          <CopyButton text={summary.folder} label={strings.app.copy.folder} />
        </Box>
      </Box>
      <Paper component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'repeat(4, 1fr)' }}>
        {facts.map(({ name, value, note }, index) => (
          <Box
            key={name}
            sx={{
              px: 3,
              py: 2,
              borderLeft: index === 0 ? 0 : 1,
              borderColor: 'divider',
              display: 'flex',
              flexDirection: 'column',
            }}
          >
            <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
              {name}
            </Typography>
            <Typography component="dd" variant="h1" sx={{ m: 0, fontVariantNumeric: 'tabular-nums' }}>
              {value}
              {note && (
                <Typography component="span" sx={{ color: 'text.secondary', ml: 1 }}>
                  {note}
                </Typography>
              )}
            </Typography>
          </Box>
        ))}
      </Paper>
    </Box>
  )
}
