import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { CommandLine } from '../../components/command-line.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { shellQuote } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** What a project without experiments wants next, as commands to type. */
export function NextStep({ summary }: { summary: ProjectSummary }) {
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

export function nextStep({ folder, scans, datasets, experiments }: ProjectSummary) {
  const project = shellQuote(folder)
  const { placeholders } = strings.project
  if (experiments.length > 0) return null
  if (datasets.length > 0)
    return { name: 'plan' as const, commands: [`npx antrum plan ${project} --recipe quick`] }
  if (scans > 0) {
    const commands = ['register', `centroids`, 'extract', 'freeze'].map((command) =>
      command === 'centroids'
        ? `npx antrum centroids ${project} set ${placeholders.centroids}`
        : `npx antrum ${command} ${project}`,
    )
    return { name: 'freeze' as const, commands }
  }
  return {
    name: 'import' as const,
    commands: [`npx antrum import ${project} ${placeholders.scans} --labels ${placeholders.labels}`],
  }
}
