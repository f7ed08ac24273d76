import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { CommandLine } from '../../components/command-line.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { strings } from '../../lib/strings.ts'
import { nextStep } from './next-step.ts'

export function NextStepCard({ summary }: { summary: ProjectSummary }) {
  const step = nextStep(summary)
  if (!step) return null
  return (
    <EmptyState title={strings.project.next} text={strings.project.nextSteps[step.name]}>
      {step.commands.map((command) => (
        <CommandLine key={command} command={command} />
      ))}
    </EmptyState>
  )
}
