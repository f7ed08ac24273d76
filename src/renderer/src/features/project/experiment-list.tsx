import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import List from '@mui/material/List'
import ListItem from '@mui/material/ListItem'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { formatExperiment, formatTime } from '../../lib/format.ts'
import { routeHash } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'

/** Newest first, each with the ways to what it does and what it found. */
export function ExperimentList({ summary: { folder, experiments } }: { summary: ProjectSummary }) {
  return (
    <Box component="section" aria-labelledby="experiments-title">
      <Typography variant="h2" id="experiments-title" gutterBottom>
        {strings.project.experiments}
      </Typography>
      <Paper>
        <List disablePadding>
          {experiments.toReversed().map(({ id, recipe, datasetVersion, plannedAt }, index) => (
            <ListItem
              key={id}
              divider={index < experiments.length - 1}
              sx={{ px: 3, py: 1.5, display: 'flex', gap: 2 }}
            >
              <Box sx={{ flex: 1, minWidth: 0 }}>
                <Typography variant="h3" component="p">
                  {formatExperiment(recipe, id)}
                </Typography>
                <Typography variant="caption" sx={{ color: 'text.secondary' }}>
                  {strings.project.plannedOn(datasetVersion, formatTime(plannedAt))}
                </Typography>
              </Box>
              <Button size="small" href={routeHash({ page: 'runs', folder, params: { experiment: id } })}>
                {strings.project.toRuns}
              </Button>
              <Button size="small" href={routeHash({ page: 'results', folder, params: { experiment: id } })}>
                {strings.project.toResults}
              </Button>
            </ListItem>
          ))}
        </List>
      </Paper>
    </Box>
  )
}
