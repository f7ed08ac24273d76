import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { CommandLine } from '../../components/command-line.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { nextStep } from './next-step.ts'

/** Where a step is done in the window. */
const pageOf = { import: 'cohort', freeze: 'regions', plan: 'experiments' } as const

export function NextStepCard({ summary }: { summary: ProjectSummary }) {
  const step = nextStep(summary)
  if (!step) return null
  const page = pageOf[step.name]
  return (
    <EmptyState title={strings.project.next} text={strings.project.nextSteps[step.name]}>
      <Box>
        <Button variant="contained" onClick={() => go({ page, folder: summary.folder })}>
          {strings.app.pages[page]}
        </Button>
      </Box>
      <Typography sx={{ mt: 1 }}>{strings.project.orByCommand}</Typography>
      {step.commands.map((command) => (
        <CommandLine key={command} command={command} />
      ))}
    </EmptyState>
  )
}
